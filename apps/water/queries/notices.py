"""Notices of a route in walking order, as they are printed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apps.water.domain.notices import PrintedNotice
from apps.water.models import Bill, BillingRun, Period, Route
from geo import sql

SQL: Final = Path(__file__).resolve().parent.parent / "sql" / "notices"


@dataclass(frozen=True, kw_only=True)
class RouteBills:
    """How many bills of a month lie on a route."""

    id: int
    code: str
    name: str
    bills: int


def notices_of(
    route: Route | None, period: Period, *, on: dt.date, run: int | None = None
) -> list[PrintedNotice]:
    """The notices of a billed month, of a route or of one run, in walking order."""
    return sql.rows(
        PrintedNotice,
        SQL / "printed.sql",
        route=None if route is None else route.pk,
        run=run,
        period=period.pk,
        month=period.month,
        on=on,
    )


def named_on(
    period: Period, *, route: Route | None = None, run: BillingRun | None = None
) -> list[int]:
    """Whose names stand on the notices of a route, or of one run."""
    bills = Bill.objects.filter(period=period, obligation__isnull=False)
    if run is not None:
        bills = bills.filter(run=run)
    if route is not None:
        walked = route.stops.values("connection")
        bills = bills.filter(account__connection__in=walked)
    return sorted(set(bills.values_list("obligation__debtor", flat=True)))


def routes_billed(period: Period) -> list[RouteBills]:
    """The routes on which bills of a month are carried out."""
    return sql.rows(RouteBills, SQL / "routes.sql", period=period.pk)
