"""Bills of a past month, reckoned anew from the tariff that each of them names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apps.treasury.models import Line
from apps.water.domain.tariffs import Block, Terms
from apps.water.models import Bill, Period, Tariff
from apps.water.terms import TariffKind

CHUNK: Final = 2_000


@dataclass(frozen=True, kw_only=True)
class Differing:
    """A bill that its tariff does not come to."""

    account_id: int
    billed: Decimal
    expected: Decimal


def terms_of(tariff: Tariff) -> Terms:
    """What a stored tariff charges."""
    return Terms(
        kind=TariffKind(tariff.kind),
        fixed_charge=tariff.fixed_charge,
        minimum=tariff.minimum,
        blocks=tuple(
            Block(
                low=block.cubic_metres.lower,
                high=block.cubic_metres.upper,
                unit_amount=block.unit_amount,
                entry_charge=block.entry_charge,
            )
            for block in tariff.blocks.order_by("cubic_metres")
        ),
    )


def differing_bills(period: Period) -> Iterator[Differing]:
    """Bills of `period` that are not what their own tariff charges, line rounded by line.

    The rules of `domain/tariffs.py` are asked, not the statements that made the bills; the
    part of the month on which water came stands in the bill's own line of the fixed charge.
    """
    known: dict[int, Terms] = {}
    bills = Bill.objects.filter(period=period).order_by("pk")
    for bill in bills.select_related("tariff").iterator(CHUNK):
        tariff = bill.tariff
        terms = known.setdefault(tariff.pk, known.get(tariff.pk) or terms_of(tariff))
        expected = terms.cost(bill.cubic_metres, served=_served(bill, terms))
        if expected != bill.amount:
            yield Differing(
                account_id=bill.account_id, billed=bill.amount, expected=expected
            )


def _served(bill: Bill, terms: Terms) -> Decimal:
    """The part of the month on which water came, as the bill has it."""
    if not bill.credit:
        return Decimal(1)
    fixed = Line.objects.filter(
        obligation=bill.obligation_id, price=bill.tariff.fixed_price_id
    ).first()
    if fixed is not None:
        return fixed.quantity
    # Nothing fixed was asked: all that the credit took off was of the minimum.
    return min(bill.amount / terms.minimum, Decimal(1)) if terms.minimum else Decimal(1)
