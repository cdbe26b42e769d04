"""What a consumption costs: the lines of a bill, exact to the centavo.

`sql/billing/lines.sql` says the same for a hundred thousand accounts at once; a test bills
random accounts both ways and compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

CENTAVO: Final = Decimal("0.01")
LITRE: Final = Decimal("0.001")
"""Quantities are kept to so much: cubic metres to the litre, months to a thousandth."""
NOTHING: Final = Decimal("0.00")
WHOLE: Final = Decimal(1)
BOLIVIANO: Final = Decimal("1.00")


class Item(StrEnum):
    """What a line is for."""

    FIXED = "fixed"
    ENTRY = "entry"
    BLOCK = "block"
    MINIMUM = "minimum"


@dataclass(frozen=True, kw_only=True)
class Block:
    """Cubic metres between two marks, each at one price."""

    above: Decimal
    upto: Decimal | None
    """None: without end."""
    per_m3: Decimal
    entry: Decimal = NOTHING
    """Once, for whoever uses more than `above`."""


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """How a tariff is reckoned. A flat one has no blocks."""

    fixed: Decimal = NOTHING
    """A month, whatever was used; given back in part where water was not delivered."""
    minimum: Decimal = NOTHING
    """The least that a month comes to; what lacks is asked by the boliviano."""
    blocks: Sequence[Block] = ()
    """Without gap or overlap, from nothing upwards."""


@dataclass(frozen=True, kw_only=True)
class RatedLine:
    """One line of a bill. What comes to nothing is no line."""

    item: Item
    ordinal: int
    """Of the block; 0 for other items."""
    quantity: Decimal
    per_unit: Decimal

    @property
    def amount(self) -> Decimal:
        """Quantity times price, half a centavo rounded away from nothing."""
        return (self.quantity * self.per_unit).quantize(CENTAVO, ROUND_HALF_UP)


def rate(
    scheme: Scheme, cubic_metres: Decimal, *, served: Decimal = WHOLE
) -> tuple[RatedLine, ...]:
    """The lines for so many cubic metres, where water came on `served` of the month.

    >>> flat = Scheme(fixed=Decimal("10.00"))
    >>> [line.amount for line in rate(flat, Decimal(99))]
    [Decimal('10.00')]
    >>> [line.amount for line in rate(flat, Decimal(0), served=Decimal("0.9"))]
    [Decimal('9.00')]
    """
    share = served.quantize(LITRE, ROUND_HALF_UP)
    lines = [_line(Item.FIXED, 0, share, scheme.fixed)]
    for ordinal, block in enumerate(scheme.blocks, start=1):
        inside = _within(block, cubic_metres)
        entered = WHOLE if cubic_metres > block.above else Decimal(0)
        lines.append(_line(Item.ENTRY, ordinal, entered, block.entry))
        lines.append(_line(Item.BLOCK, ordinal, inside, block.per_m3))
    least = (share * scheme.minimum).quantize(CENTAVO, ROUND_HALF_UP)
    lines.append(_line(Item.MINIMUM, 0, max(least - total(lines), NOTHING), BOLIVIANO))
    return tuple(line for line in lines if line.amount > 0)


def total(lines: Sequence[RatedLine]) -> Decimal:
    """The sum of the rounded lines."""
    return sum((line.amount for line in lines), NOTHING)


def _line(item: Item, ordinal: int, quantity: Decimal, per_unit: Decimal) -> RatedLine:
    return RatedLine(item=item, ordinal=ordinal, quantity=quantity, per_unit=per_unit)


def _within(block: Block, cubic_metres: Decimal) -> Decimal:
    """How much of the consumption lies in the block."""
    end = cubic_metres if block.upto is None else min(cubic_metres, block.upto)
    return max(end - block.above, Decimal(0)).quantize(LITRE, ROUND_HALF_UP)
