"""What makes a reading worth a second look, before anybody is billed by it."""

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
    """What was used in a month, beside what is usual."""

    used: Decimal
    """Cubic metres since the last reading; negative if the meter ran backwards."""
    history: Sequence[Decimal] = ()
    """Cubic metres of the account's last twelve months."""
    neighbours: Sequence[Decimal] = ()
    """Cubic metres of the latest month of the nearest accounts of the same category."""


def anomalies_of(measured: Measured, limits: Limits = LIMITS) -> list[Anomaly]:
    """Everything about a reading that somebody should look at.

    >>> usual = [Decimal(12), Decimal(14), Decimal(13)]
    >>> anomalies_of(Measured(used=Decimal(100), history=usual))
    [Anomaly.JUMP]
    """
    used = measured.used
    own = _usual(measured.history, limits.least_history)
    theirs = _usual(measured.neighbours, limits.least_neighbours)
    found = {
        Anomaly.BACKWARDS: used < 0,
        Anomaly.STOPPED: used == 0 and own is not None and own >= limits.idle_m3,
        Anomaly.JUMP: _stands_out(used, own, limits),
        Anomaly.NEIGHBOURS: _stands_out(used, theirs, limits),
    }
    return [anomaly for anomaly, is_so in found.items() if is_so]


def _usual(others: Sequence[Decimal], least: int) -> Decimal | None:
    """The middle of what others used; None if there are too few to tell."""
    return median(others) if len(others) >= least else None


def _stands_out(used: Decimal, usual: Decimal | None, limits: Limits) -> bool:
    if usual is None:
        return False
    return used > limits.factor * usual and used - usual > limits.floor_m3
