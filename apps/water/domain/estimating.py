"""What is billed where nobody could read the meter.

`sql/readings/estimate.sql` does the same for all unread meters of a period at once; tests
hold one against the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Final

MONTHS: Final = 6
"""Months of one's own that are averaged."""
MOST_IN_A_ROW: Final = 3
"""After so many estimates somebody has to read the meter."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of an account whose meter was not read."""

    own: Sequence[Decimal] = ()
    """Cubic metres that were measured, the latest month first."""
    neighbours: Sequence[Decimal] = ()
    """Cubic metres of the nearest accounts of the same category."""


def estimate(known: Known) -> Decimal:
    """Whole cubic metres: the mean of one's own, else the middle of the neighbours'.

    >>> estimate(Known(own=[Decimal(10), Decimal(15)]))
    Decimal('13')
    >>> estimate(Known(neighbours=[Decimal(7), Decimal(9), Decimal(30)]))
    Decimal('9')
    >>> estimate(Known())
    Decimal('0')
    """
    own = list(known.own[:MONTHS])
    if own:
        return _whole(sum(own, Decimal(0)) / len(own))
    return _whole(median(known.neighbours)) if known.neighbours else Decimal(0)


def _whole(cubic_metres: Decimal) -> Decimal:
    return cubic_metres.quantize(Decimal(1), ROUND_HALF_UP)
