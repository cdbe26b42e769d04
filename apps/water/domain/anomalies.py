"""What makes a reading worth a second look, before anybody is billed by it.

`sql/readings/judge.sql` says the same for all readings of a period at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from apps.water.terms import Anomaly


@dataclass(frozen=True, kw_only=True)
class Limits:
    """From where on a consumption is out of the ordinary."""

    factor: Decimal = Decimal(3)
    """So many times what is usual."""
    floor_m3: Decimal = Decimal(10)
    """And so much more than usual: three times nearly nothing is still nothing."""
    least_history: int = 3
    """Months of one's own that say what is usual."""
    least_neighbours: int = 5
    """Neighbours of the same category that say what is usual."""
    idle_m3: Decimal = Decimal(2)
    """Who used less than this does not stand out by using nothing."""


LIMITS: Final = Limits()


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A reading beside what it is compared with."""

    value: Decimal
    last: Decimal | None
    """The last reading of the same meter; None at its first."""
    history: Sequence[Decimal] = ()
    """Cubic metres of the account's last twelve months."""
    neighbours: Sequence[Decimal] = ()
    """Cubic metres of the nearest accounts of the same category in the period."""

    @property
    def cubic_metres(self) -> Decimal:
        """What was used since the last reading; negative if the meter ran backwards."""
        return Decimal(0) if self.last is None else self.value - self.last


def anomalies_of(measured: Measured, limits: Limits = LIMITS) -> frozenset[Anomaly]:
    """Everything about a reading that somebody should look at.

    >>> usual = [Decimal(12), Decimal(14), Decimal(13)]
    >>> seen = Measured(value=Decimal(500), last=Decimal(400), history=usual)
    >>> sorted(anomalies_of(seen))
    [<Anomaly.JUMP: 'jump'>]
    """
    if measured.last is None:
        return frozenset()
    if measured.cubic_metres < 0:
        return frozenset({Anomaly.BACKWARDS})
    found = set()
    own = _usual(measured.history, limits.least_history)
    if own is not None and measured.cubic_metres == 0 and own >= limits.idle_m3:
        found.add(Anomaly.STOPPED)
    if _stands_out(measured.cubic_metres, own, limits):
        found.add(Anomaly.JUMP)
    theirs = _usual(measured.neighbours, limits.least_neighbours)
    if _stands_out(measured.cubic_metres, theirs, limits):
        found.add(Anomaly.NEIGHBOURS)
    return frozenset(found)


def _usual(others: Sequence[Decimal], least: int) -> Decimal | None:
    """The middle of what others used; None if there are too few to tell."""
    return median(others) if len(others) >= least else None


def _stands_out(used: Decimal, usual: Decimal | None, limits: Limits) -> bool:
    if usual is None:
        return False
    return used > limits.factor * usual and used - usual > limits.floor_m3
