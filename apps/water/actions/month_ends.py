"""Keeping what was owed at the end of each month that the treasury has closed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from apps.treasury.actions.closing import following
from apps.treasury.models import Period
from apps.treasury.queries import aged_obligations
from apps.water.domain.debtors import month_ends
from apps.water.models import MonthEnd
from apps.water.permissions import BILL
from apps.water.queries.debtors import KEEPING, SQL
from apps.water.terms import ACCOUNT
from geo import sql
from geo.access import Viewer


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
    sql.execute(KEEPING / "open.sql")
    sql.execute(
        KEEPING / "add_up.sql",
        given={**aged_obligations(from_entries=True), "debt": SQL / "of_accounts.sql"},
        on=day,
        about=ACCOUNT,
        things=None,
    )
    sql.execute(KEEPING / "month_end.sql", on=day, by=by.name or "–")
    return True
