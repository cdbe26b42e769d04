"""A sale at the counter: spaces, debt, cash, titles and a receipt's number in one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from apps.allocation.actions.checking_out import check_out
from apps.allocation.actions.holding import hold_spaces
from apps.allocation.domain.admitting import Waiver
from apps.allocation.domain.holders import Holder
from apps.allocation.models import Hold, Offering
from apps.allocation.permissions import SELL
from apps.treasury.actions import Handed, take_cash
from apps.treasury.models import CashTaken, Shift
from geo.access import Viewer
from geo.sql import one_at_a_time


@dataclass(frozen=True, kw_only=True)
class Counter:
    """What lies on the counter: who wants what, and the cash for it."""

    token: str
    """Of the form: sent twice it is one sale."""
    codes: Sequence[str]
    party_id: int
    given: Decimal
    waiver: Waiver | None = None
    """Where no window admits them: by which norm they may buy all the same, and why."""


@dataclass(frozen=True, kw_only=True)
class Sold:
    """A sale that was done."""

    hold: Hold
    taken: CashTaken


@transaction.atomic
def sell_at_counter(
    offering: Offering, wanted: Counter, *, shift: Shift, on: dt.date, by: Viewer
) -> Sold:
    """Sell spaces for cash at an open desk; where one step is refused, none was done.

    Raises:
        NotAllowed: `by` may not sell for others there, not without the windows, or not
            take money.
        NothingChosen, WaiverUnsaid, NotOnSale, NoSuchSpaces, SpacesTaken, SpaceWaits,
            NotYourTurn, TooManyHolds, TooManySpaces, TooManyOfAssociation, WaitsForDraw:
            as `hold_spaces`.
        PriceUnknown: a space has no price in force.
        ShiftClosed, NotEnoughGiven, BadAmount: as `take_cash`.
    """
    SELL.require_somewhere(by)
    one_at_a_time(f"allocation.counter:{wanted.token}")
    known = sale_of(wanted.token, shift)
    if known is not None:
        return known
    holder = Holder(party_id=wanted.party_id)
    hold = hold_spaces(offering, wanted.codes, holder=holder, waiver=wanted.waiver, by=by)
    hold = check_out(hold.token, holder=holder, on=on, by=by)
    assert hold.obligation is not None
    handed = Handed(
        token=wanted.token,
        debtor_id=wanted.party_id,
        shares={hold.obligation.pk: hold.obligation.outstanding},
        given=wanted.given,
    )
    taken = take_cash(shift, handed, on=on, by=by)
    hold.refresh_from_db()
    return Sold(hold=hold, taken=taken)


def sale_of(token: str, shift: Shift) -> Sold | None:
    """The sale that the form of this token became at a desk, if it was sent before."""
    taken = CashTaken.objects.select_related("payment").filter(shift=shift)
    found = taken.filter(payment__key=f"cash:{token}").first()
    hold = None if found is None else hold_paid(found)
    return None if found is None or hold is None else Sold(hold=hold, taken=found)


def hold_paid(taken: CashTaken) -> Hold | None:
    """The hold that a payment at the desk was for."""
    paid = Hold.objects.filter(obligation__legs__entry=taken.payment.entry_id)
    return paid.select_related("offering", "party", "obligation").first()
