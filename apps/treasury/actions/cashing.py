"""Acts at a cash desk: open it, take cash, count the drawer and close."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.models.functions import Now

from apps.people.models import Office
from apps.treasury.actions.booking import Act, Move, book
from apps.treasury.actions.catalogue import open_accounts
from apps.treasury.actions.paying import receive_payment
from apps.treasury.domain.cash import (
    DeskTaken,
    DifferenceUnexplained,
    NotEnoughGiven,
    NothingChosen,
    ShiftClosed,
    total_of,
)
from apps.treasury.domain.chart import CASH_OF, SHORTAGE, SURPLUS
from apps.treasury.domain.money import NOTHING, amount_of
from apps.treasury.domain.refusals import BadAmount, KeyTaken
from apps.treasury.domain.shares import Tender
from apps.treasury.models import CashDesk, CashTaken, CountLine, Entry, Shift
from apps.treasury.permissions import CASH, OVERSEE, RECEIVE, vested
from apps.treasury.terms import EntryKind, Means
from geo.access import Viewer
from geo.acting import acting


@dataclass(frozen=True, kw_only=True)
class Handed:
    """Cash that a debtor puts on the desk for some obligations."""

    token: str
    """Of the form it was typed into: the same form sent twice is one payment."""
    debtor_id: int
    shares: Mapping[int, Decimal]
    given: Decimal
    payer: str = ""


@transaction.atomic
def set_up_desk(code: str, name: str, office: Office, *, by: Viewer) -> CashDesk:
    """Add a cash desk to an office.

    Raises:
        NotAllowed: `by` may not set up desks.
        KeyTaken: another desk has this code.
    """
    OVERSEE.require(by)
    try:
        with transaction.atomic(), acting(by):
            return CashDesk.objects.create(code=code, name=name, office=office)
    except IntegrityError as error:
        raise KeyTaken(code) from error


@transaction.atomic
def open_shift(desk: CashDesk, floated: Decimal, *, by: Viewer) -> Shift:
    """Sit down at a desk with `floated` in its drawer.

    Raises:
        NotAllowed: `by` may not take money at a desk.
        BadAmount: the float is no amount of money, or less than nothing.
        DeskTaken: somebody sits there, or `by` at another desk.
    """
    CASH.require_somewhere(by)
    exact = amount_of(floated) if floated else NOTHING
    try:
        with transaction.atomic(), acting(by):
            return Shift.objects.create(
                desk=desk, cashier=by.name, person_id=by.person_id, floated=exact
            )
    except IntegrityError as error:
        if "_is_single" in str(error):
            raise DeskTaken from error
        raise


def _held(shift: Shift, by: Viewer) -> Shift:
    """The shift as it is now, alone with it, if it is open and of `by`."""
    rows = Shift.objects.select_for_update(of=("self",)).select_related("desk")
    fresh = rows.get(pk=shift.pk)
    if fresh.closed_at is not None or fresh.cashier != by.name:
        raise ShiftClosed
    return fresh


@transaction.atomic
def take_cash(shift: Shift, handed: Handed, *, on: dt.date, by: Viewer) -> CashTaken:
    """Take cash for what is chosen, with the change to give back and a receipt number.

    The same form again gives what was taken the first time, also after the count.

    Raises:
        NotAllowed: `by` may not take money at a desk.
        ShiftClosed: the desk was counted, or is somebody else's.
        NothingChosen, NotEnoughGiven, BadAmount: the cash does not fit.
        KeyTaken, ObligationAnnulled, ObligationSettled, NotTheirObligation,
            MoreThanOwed, PeriodClosed, TooEarly: as `receive_payment`.
    """
    CASH.require_somewhere(by)
    key = f"cash:{handed.token}"
    known = CashTaken.objects.filter(payment__key=key, shift=shift).first()
    present = shift if known is not None else _held(shift, by)
    amount = sum(handed.shares.values(), NOTHING)
    if not amount:
        raise NothingChosen
    given = amount_of(handed.given)
    if given < amount:
        raise NotEnoughGiven(given, amount)
    tender = Tender(
        key=key,
        debtor_id=handed.debtor_id,
        amount=amount,
        means=Means.CASH,
        shares=handed.shares,
        payer=handed.payer,
        office_id=present.desk.office_id,
    )
    payment = receive_payment(tender, on=on, by=vested(by, RECEIVE, within=CASH))
    taken, _new = CashTaken.objects.get_or_create(
        payment=payment,
        defaults={"shift": present, "given": given, "change": given - amount},
    )
    return taken


@transaction.atomic
def close_shift(
    shift: Shift,
    count: Mapping[Decimal, int],
    *,
    reason: str = "",
    on: dt.date,
    by: Viewer,
) -> Shift:
    """Count the drawer and close the desk; a difference is booked with its reason.

    Raises:
        NotAllowed: `by` may not take money at a desk.
        ShiftClosed: it was closed before, or is somebody else's.
        DifferenceUnexplained: the count differs and `reason` says nothing.
        PeriodClosed: it differs, and the day `on` lies in a closed period.
    """
    CASH.require_somewhere(by)
    present = _held(shift, by)
    if any(pieces < 0 for pieces in count.values()):
        raise BadAmount(min(count.values()))
    counted, expected = total_of(count), _expected(present)
    if counted != expected and not reason.strip():
        raise DifferenceUnexplained(counted - expected)
    CountLine.objects.bulk_create(
        CountLine(shift=present, value=value, pieces=pieces)
        for value, pieces in count.items()
        if pieces
    )
    entry = _book_difference(counted - expected, reason.strip(), on=on, by=by)
    with acting(by, why=reason.strip()):
        Shift.objects.filter(pk=present.pk).update(
            closed_at=Now(),
            counted=counted,
            expected=expected,
            reason=reason.strip(),
            entry=entry,
        )
    present.refresh_from_db()
    return present


def _book_difference(
    difference: Decimal, reason: str, *, on: dt.date, by: Viewer
) -> Entry | None:
    """Have the books say what lies in the drawer: what is missing is to be collected from
    whoever sat there, what is too much to be explained."""
    if not difference:
        return None
    open_accounts()
    act = Act(kind=EntryKind.DIFFERENCE, on=on, why=reason, by=by)
    other = SURPLUS if difference > 0 else SHORTAGE
    drawer = Move(account=CASH_OF[Means.CASH], amount=difference)
    return book(act, [drawer, Move(account=other, amount=-difference)])


def _expected(shift: Shift) -> Decimal:
    """What should lie in the drawer; a reversed payment was given back out of it."""
    standing = shift.taken.filter(payment__entry__reversed_by=None)
    taken = standing.aggregate(sum=Sum("payment__amount"))["sum"]
    return shift.floated + (taken or NOTHING)
