"""One delegate pays at the desk for everybody on a booked list who has not paid yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from apps.allocation.models import BookingList
from apps.allocation.permissions import SELL
from apps.allocation.queries.lists import unpaid_holds
from apps.treasury.actions import Handed, take_cash
from apps.treasury.actions.receipts import let_draw
from apps.treasury.domain.cash import NotEnoughGiven, NothingChosen
from apps.treasury.domain.money import NOTHING
from apps.treasury.models import Shift
from geo.access import Viewer
from geo.sql import one_at_a_time


@dataclass(frozen=True, kw_only=True)
class ListPaid:
    """What was taken for a list."""

    members: int
    amount: Decimal
    change: Decimal


@transaction.atomic
def pay_list(
    booking: BookingList,
    given: Decimal,
    *,
    token: str,
    shift: Shift,
    on: dt.date,
    by: Viewer,
) -> ListPaid:
    """Take cash for all holds of a list that still bind and are not paid, or for none.

    Each member has a payment and a receipt of their own, which the worker draws; the
    association is named as who paid. `token` is of the form that was sent.

    Raises:
        NotAllowed: `by` may not sell for others, or not take money.
        NothingChosen: nothing is left to pay; so says the same form sent again.
        NotEnoughGiven: the cash does not reach for all of them.
        ShiftClosed: the desk is not open under this name.
    """
    SELL.require(by)
    one_at_a_time(f"allocation.list:{booking.pk}")
    owed = [(hold, hold.obligation) for hold in unpaid_holds(booking)]
    total = sum((each.outstanding for _hold, each in owed if each), NOTHING)
    if not total:
        raise NothingChosen
    if given < total:
        raise NotEnoughGiven(given, total)
    payer = booking.organisation.party.name[:160]
    for hold, obligation in owed:
        assert obligation is not None
        handed = Handed(
            token=f"{token}:{hold.pk}",
            debtor_id=obligation.debtor_id,
            shares={obligation.pk: obligation.outstanding},
            given=obligation.outstanding,
            payer=payer,
        )
        let_draw(take_cash(shift, handed, on=on, by=by).payment)
    return ListPaid(members=len(owed), amount=total, change=given - total)
