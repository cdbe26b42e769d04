"""Keeping what was owed at the end of each month that the treasury has closed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from apps.treasury.actions.closing import following
from apps.treasury.models import Period
from apps.treasury.queries import aged_obligations
from apps.water.domain.debtors import month_ends
from apps.water.models import MonthEnd
from apps.water.permissions import BILL
from apps.water.queries.debtors import SQL
from apps.water.terms import ACCOUNT
from geo import sql
from geo.access import Viewer

COLUMNS: Final = (
    *("account_id", "district_id", "otb_id", "zone_id", "street_id", "obligations"),
    *("total", "current", "one", "two", "three_to_six", "seven_to_twelve", "older"),
    *("age", "oldest"),
)
"""Of a kept row, in the order in which `of_accounts.sql` returns them."""
TOTAL: Final = COLUMNS.index("total")


def keep_month_ends(*, today: dt.date, by: Viewer) -> list[dt.date]:
    """Keep the debts of each closed month-end of the last 24 that is not kept yet.

    Each is one transaction, so that a run that breaks off is simply repeated.

    Raises:
        NotAllowed: `by` may not bill water.
    """
    BILL.require(by)
    last = Period.objects.order_by("-month").first()
    if last is None:
        return []
    closed = [day for day in month_ends(today) if day < following(last.month)]
    kept = set(MonthEnd.objects.filter(day__in=closed).values_list("day", flat=True))
    missing = sorted(set(closed) - kept)
    return [day for day in missing if _keep(day, by=by)]


@transaction.atomic
def _keep(day: dt.date, *, by: Viewer) -> bool:
    """Keep one month-end; another run that keeps it at the same time waits and finds it."""
    sql.one_at_a_time("water.month_ends")
    if MonthEnd.objects.filter(pk=day).exists():
        return False
    found: list[tuple[Any, ...]] = list(
        sql.tuples(
            SQL / "of_accounts.sql",
            given=aged_obligations(from_entries=True),
            on=day,
            about=ACCOUNT,
            things=None,
        )
    )
    total = sum((row[TOTAL] for row in found), Decimal("0.00"))
    MonthEnd.objects.create(day=day, debts=len(found), total=total, kept_by=by.name or "–")
    sql.copy(
        "water_monthenddebt",
        ("month_end_id", *COLUMNS),
        ((day, *row) for row in found),
    )
    return True
