"""Billing a month: opening it, and the run that makes its bills, batch after batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Now

from apps.treasury.actions import open_posting, post_staged
from apps.treasury.models import Concept
from apps.treasury.permissions import CHARGE, vested
from apps.water.domain.billing import (
    NOTHING,
    DueTooEarly,
    MetersUnread,
    NotBilledHere,
    NotBilledYet,
    NothingMissing,
    NothingToBill,
    PeriodBilled,
    PeriodExists,
)
from apps.water.models import Bill, BillingRun, Operator, Period
from apps.water.permissions import BILL
from apps.water.queries.billing import SQL, census, stage_bills
from apps.water.terms import SERVICE, PeriodState, RunState
from geo import sql
from geo.access import Viewer
from geo.acting import acting

BATCH: Final = 20_000
"""Bills that are made in one transaction; a run that falls loses no more than these."""

Telling = Callable[[int, int], None]
"""Is told how many bills there are, of how many."""


@transaction.atomic
def open_period(
    operator: Operator, month: dt.date, *, due_on: dt.date, by: Viewer
) -> Period:
    """Open a month of an operator, so that meters can be read and bills made.

    Raises:
        NotAllowed: `by` may not bill.
        NotBilledHere: the operator bills for itself.
        DueTooEarly: bills would be due before the month begins.
        PeriodExists: it was opened before.
    """
    BILL.require(by)
    if not operator.is_billed_here:
        raise NotBilledHere(operator.name)
    first = month.replace(day=1)
    if due_on < first:
        raise DueTooEarly(due_on)
    try:
        with transaction.atomic(), acting(by):
            return Period.objects.create(operator=operator, month=first, due_on=due_on)
    except IntegrityError as error:
        raise PeriodExists(first) from error


@transaction.atomic
def begin_run(period: Period, *, on: dt.date, by: Viewer) -> BillingRun:
    """The run that bills `period` on the day `on`: the one that broke off, or a new one.

    Raises:
        NotAllowed: `by` may not bill.
        NotBilledHere: the operator bills for itself.
        PeriodBilled: the month was billed before.
        DueTooEarly: bills would be due before they are issued.
        MetersUnread: some meters were neither read nor estimated.
        NothingToBill: there is no account.
    """
    BILL.require(by)
    period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if not period.operator.is_billed_here:
        raise NotBilledHere(period.operator.name)
    if period.state != PeriodState.OPEN:
        raise PeriodBilled(period.month)
    if period.due_on < on:
        raise DueTooEarly(period.due_on)
    unfinished = period.runs.filter(state=RunState.RUNNING, due_on=None).first()
    if unfinished is not None:
        return unfinished
    billable, unread = census(period)
    if unread:
        raise MetersUnread(unread)
    if not billable:
        raise NothingToBill
    return BillingRun.objects.create(
        period=period, state=RunState.RUNNING, accounts=billable, started_by=by.name
    )


@transaction.atomic
def begin_late_run(
    period: Period, *, due_on: dt.date, on: dt.date, by: Viewer
) -> BillingRun:
    """The run that bills afterwards what a billed month had missed, due on its own day.

    One that broke off is gone on with, due on the day it was to be. Accounts that have a
    bill of the month are left alone, and so are those that cannot be billed yet.

    Raises:
        NotAllowed: `by` may not bill.
        NotBilledYet: the month is open: it is billed as a whole.
        DueTooEarly: bills would be due before they are issued.
        NothingMissing: whoever can be billed has a bill.
    """
    BILL.require(by)
    period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if period.state != PeriodState.BILLED:
        raise NotBilledYet(period.month)
    unfinished = period.runs.filter(state=RunState.RUNNING, due_on__isnull=False).first()
    if unfinished is not None:
        return unfinished
    if due_on < on:
        raise DueTooEarly(due_on)
    billable, _unread = census(period)
    if not billable:
        raise NothingMissing(period.month)
    return BillingRun.objects.create(
        period=period,
        state=RunState.RUNNING,
        due_on=due_on,
        accounts=billable,
        started_by=by.name,
    )


def bill_period(
    run: BillingRun, *, on: dt.date, by: Viewer, tell: Telling, batch: int = BATCH
) -> BillingRun:
    """Make the bills of a run, so many in a transaction, and post them to the treasury.

    Whatever falls in between, an account has one bill a month: what is billed is left
    alone when the run is taken up again, and two that run at once wait for each other.
    Not to be called within a transaction.

    Raises:
        NotAllowed: `by` may not bill.
        PeriodBilled: the month was billed before.
        ChargesRefused, PeriodClosed: the treasury cannot book a batch; earlier ones stay.
    """
    BILL.require(by)
    after: int | None = 0
    while after is not None:
        after = _next_batch(run, after, on=on, by=by, batch=batch)
        run.refresh_from_db()
        tell(run.billed, run.accounts)
    return _finish(run, by=by)


@transaction.atomic
def _next_batch(
    run: BillingRun, after: int, *, on: dt.date, by: Viewer, batch: int
) -> int | None:
    """Bill the next accounts after account `after`; returns the last, None at the end."""
    period = Period.objects.select_for_update().get(pk=run.period_id)
    _check_it_runs(run, period)
    staged = stage_bills(period, after=after, batch=batch)
    if not staged:
        return None
    last = _last_staged()
    month = f"{period.month:%Y-%m}"
    concept = Concept.objects.values_list("pk", flat=True).get(code=SERVICE)
    open_posting()
    sql.execute(
        SQL / "charge.sql",
        month=month,
        concept=concept,
        due_on=run.bills_due_on,
        first=period.month,
    )
    post_staged(on=on, by=vested(by, CHARGE), why=f"{SERVICE} {month}")
    made = sql.execute(SQL / "bills.sql", period=period.pk, run=run.pk, on=on, month=month)
    BillingRun.objects.filter(pk=run.pk).update(
        billed=F("billed") + made, amount=F("amount") + _staged_amount()
    )
    return last if staged == batch else None


def _check_it_runs(run: BillingRun, period: Period) -> None:
    """Refuse a month that was billed, and a late run that came to its end.

    The row of the month is locked, so a run that was taken up twice is seen here.
    """
    run.refresh_from_db(fields=["state"])
    expected = PeriodState.BILLED if run.is_late else PeriodState.OPEN
    if period.state != expected or (run.is_late and run.state != RunState.RUNNING):
        raise PeriodBilled(period.month)


def _last_staged() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(account_id) FROM billing_account")
        return int(cursor.fetchone()[0])


def _staged_amount() -> Decimal:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(amount), 0) FROM billing_total")
        amount: Decimal = cursor.fetchone()[0]
        return amount


@transaction.atomic
def _finish(run: BillingRun, *, by: Viewer) -> BillingRun:
    """Close the run and its month."""
    period = Period.objects.select_for_update().get(pk=run.period_id)
    bills = Bill.objects.filter(period=period)
    if run.is_late:
        bills = bills.filter(run=run)
    amount = bills.aggregate(sum=Sum("amount"))["sum"] or NOTHING
    with acting(by):
        Period.objects.filter(pk=period.pk).update(state=PeriodState.BILLED)
    BillingRun.objects.filter(pk=run.pk).update(
        state=RunState.DONE, billed=bills.count(), amount=amount, finished_at=Now()
    )
    run.refresh_from_db()
    return run
