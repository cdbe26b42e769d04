"""Closing a month of the books for good."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from dataclasses import astuple, dataclass, fields
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max, Min

from apps.treasury.actions.booking import SQL
from apps.treasury.domain.refusals import PeriodClosed, PeriodNotOver
from apps.treasury.models import Entry, Period
from apps.treasury.permissions import CLOSE
from geo import sql
from geo.access import Viewer
from geo.acting import acting


@dataclass(frozen=True, kw_only=True)
class AccountMonth:
    """One account over one month."""

    account: str
    before: Decimal
    debits: Decimal
    credits: Decimal
    after: Decimal


def closing_report(month: dt.date) -> str:
    """The accounts over a month as CSV: equal entries give equal bytes."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(each.name for each in fields(AccountMonth))
    table.writerows(astuple(line) for line in month_accounts(month))
    return text.getvalue()


def month_accounts(month: dt.date) -> list[AccountMonth]:
    """The accounts over a month, in a fixed order."""
    first = month.replace(day=1)
    return sql.rows(AccountMonth, SQL / "closing.sql", first=first, next=following(first))


def months_to_close(today: dt.date) -> list[dt.date]:
    """First days of the months that are over and open, the oldest first."""
    closed = Period.objects.aggregate(last=Max("month"))["last"]
    if closed is None:
        begun = Entry.objects.aggregate(first=Min("booked_on"))["first"] or today
        month = begun.replace(day=1)
    else:
        month = following(closed)
    months = []
    while following(month) <= today:
        months.append(month)
        month = following(month)
    return months


def following(month: dt.date) -> dt.date:
    """First day of the month after this one.

    >>> following(dt.date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return (month.replace(day=1) + dt.timedelta(days=31)).replace(day=1)


@transaction.atomic
def close_period(month: dt.date, *, today: dt.date, by: Viewer) -> Period:
    """Close the month that begins on `month`, and all before it: nothing is booked there
    any more, corrections go into an open month and name what they correct.

    Raises:
        NotAllowed: `by` may not close periods.
        PeriodNotOver: the month is not over on the day `today`.
        PeriodClosed: it, or a later one, is closed already.
    """
    CLOSE.require(by)
    first = month.replace(day=1)
    if following(first) > today:
        raise PeriodNotOver(first)
    sql.one_at_a_time("treasury.periods")
    report = closing_report(first)
    try:
        with acting(by):
            return Period.objects.create(
                month=first,
                closed_by=by.name,
                report=report,
                sha256=hashlib.sha256(report.encode()).hexdigest(),
            )
    except IntegrityError as error:
        raise PeriodClosed(first) from error
