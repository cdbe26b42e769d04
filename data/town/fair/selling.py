"""Stands of the invented feasts sold by the acts: held, charged, paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import cycle
from typing import Final

from apps.allocation.actions import check_out, hold_spaces
from apps.allocation.domain.holders import Holder
from apps.allocation.models import Offering
from apps.people.models import Party
from apps.treasury.actions import receive_payment
from apps.treasury.domain.shares import Tender
from apps.treasury.terms import Means
from data.town.fair.trades import INVENTED
from geo.access import Viewer

SOLD: Final = ("P-3", "P-4", "P-11", "P-20")
HELD: Final = ("P-7", "P-8")
TOGETHER: Final = 12
"""Stands that one buyer took last year: an association buys a run of them."""
BUYERS: Final = 60


def sell_some(offering: Offering, *, on: dt.date, by: Viewer) -> None:
    """Sell a few stands of the feast on sale, and hold two."""
    codes = set(offering.spaces.values_list("code", flat=True))
    buyers = _buyers(len(SOLD) + 1)
    for code, buyer in zip(SOLD, buyers, strict=False):
        if code in codes:
            _sell(offering, [code], buyer, on=on, by=by)
    if buyers and codes.issuperset(HELD):
        hold_spaces(offering, HELD, holder=Holder(party_id=buyers[-1].pk), by=by)


def sell_most(offering: Offering, *, first: dt.date, by: Viewer) -> None:
    """Sell what last year's feast sold, in runs, over the weeks before it began."""
    buyers = cycle(_buyers(BUYERS))
    runs = [run for trade in INVENTED for run in _runs(offering, trade.code, trade.sold)]
    for number, run in enumerate(runs):
        on = first + dt.timedelta(days=number * 28 // max(len(runs), 1))
        _sell(offering, run, next(buyers), on=on, by=by)


def _buyers(most: int) -> list[Party]:
    return list(Party.objects.standing().order_by("pk")[:most])


def _runs(offering: Offering, tariff: str, share: float) -> list[list[str]]:
    """The first stands of each dozen of a tariff, so many that the share is sold."""
    spaces = offering.spaces.filter(tariff=tariff, state="open").order_by("pk")
    codes = list(spaces.values_list("code", flat=True))
    dozens = [codes[n : n + TOGETHER] for n in range(0, len(codes), TOGETHER)]
    return [run[: max(1, round(len(run) * share))] for run in dozens]


def _sell(
    offering: Offering, codes: Sequence[str], buyer: Party, *, on: dt.date, by: Viewer
) -> None:
    holder = Holder(party_id=buyer.pk)
    taken = hold_spaces(offering, codes, holder=holder, by=by)
    owed = check_out(taken.token, holder=holder, on=on, by=by).obligation
    assert owed is not None
    tender = Tender(
        key=f"demo:{offering.code}:{codes[0]}",
        debtor_id=buyer.pk,
        amount=owed.amount,
        means=Means.CASH,
        shares={owed.pk: owed.amount},
    )
    receive_payment(tender, on=on, by=by)
