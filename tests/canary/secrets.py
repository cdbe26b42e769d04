"""What must not be seen: the canaries of each lot, and how to find them in an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from pyproj import Transformer

from geo import crs
from tests.canary.layers import GRID, LEAKY, OFFICE, PRECISIONS

LOTS = tuple(PRECISIONS)
SAFE = tuple(lot for lot in LOTS if lot != LEAKY)
CLERK, EMAIL = "Zyxclerk", "zyxmail@example.org"
"""Somebody of the staff, whose name is nobody else's business."""
WEST, SOUTH = 790_000, 8_080_000
"""A crossing of the grid (EPSG:32719) from which the lots stand in a row to the east."""
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
TOLERANCE_DEGREES, TOLERANCE_METRES = 2e-5, 2.0

_from_metric = Transformer.from_crs(crs.METRIC, crs.STORAGE, always_xy=True)
_to_mercator = Transformer.from_crs(crs.METRIC, crs.WEB_MERCATOR, always_xy=True)


class Secret(StrEnum):
    """A kind of thing that must not be seen."""

    NAMES = "names"
    """That there is such a field or layer."""
    VALUES = "values"
    """What a hidden field holds, or anything of a hidden row."""
    PLACES = "places"
    """Where something is exactly."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A point in the metric CRS, far from any crossing of the grid."""

    east: float
    north: float

    @property
    def degrees(self) -> tuple[float, float]:
        """Longitude and latitude."""
        x, y = _from_metric.transform(self.east, self.north)
        return float(x), float(y)

    @property
    def crossing(self) -> tuple[float, float]:
        """Longitude and latitude of the grid's nearest crossing."""
        east, north = (GRID * round(each / GRID) for each in (self.east, self.north))
        x, y = _from_metric.transform(east, north)
        return float(x), float(y)


def spots(lot: str) -> tuple[Spot, Spot]:
    """Where the lot's first account is, which is public, and its second, which is not."""
    west = WEST + 5000 * LOTS.index(lot)
    return (
        Spot(east=west + 70, north=SOUTH + 60),
        Spot(east=west + 1070, north=SOUTH + 1060),
    )


def ids(lot: str) -> tuple[int, int]:
    """Ids of the two accounts, which are planted lot by lot."""
    first = 2 * LOTS.index(lot) + 1
    return first, first + 1


def debtor(lot: str, number: int) -> str:
    """Name of a debtor."""
    return f"Zyx{lot}debtor{number}"


def owed(lot: str, number: int) -> int:
    """What a debtor owes: a number that stands nowhere else."""
    return 771_000_000_000 + 1_000_000_000 * LOTS.index(lot) + number


def use(lot: str, *, is_public: bool) -> str:
    """What an account is for: said to all, but a hidden row has another."""
    return "house" if is_public else f"Zyx{lot}hidden"


def _numbers(text: str) -> np.ndarray:
    return np.array([float(each) for each in NUMBER.findall(text)] or [0.0])


def _stands_in(numbers: np.ndarray, pair: tuple[float, float], tolerance: float) -> bool:
    """Whether the two numbers follow each other, in either order."""
    first, second = (np.abs(numbers - each) <= tolerance for each in pair)
    return bool((first[:-1] & second[1:]).any() or (second[:-1] & first[1:]).any())


def _places(lot: str, numbers: np.ndarray) -> bool:
    for spot in spots(lot):
        metric = (spot.east, spot.north)
        if _stands_in(numbers, spot.degrees, TOLERANCE_DEGREES):
            return True
        for pair in (metric, _to_mercator.transform(*metric)):
            if _stands_in(numbers, pair, TOLERANCE_METRES):
                return True
    return False


def _names(lot: str) -> tuple[str, ...]:
    own = (f"canary-{lot}", f"{lot.capitalize()} accounts") if lot == OFFICE else ()
    return (f"debtor_{lot}", f"owed_{lot}", f"Zyx{lot}title", *own)


def _values(lot: str) -> tuple[str, ...]:
    sums = (str(owed(lot, number)) for number in (1, 2))
    return (f"Zyx{lot}debtor", f"Zyx{lot}hidden", *sums)


def seen(lot: str, text: str) -> set[Secret]:
    """The kinds of the lot's secrets that stand in `text`."""
    plain = re.sub(r"(?<=\d)[.,\u00a0 ](?=\d{3})", "", text)
    found = set()
    if any(name in text for name in _names(lot)):
        found.add(Secret.NAMES)
    if any(value in text or value in plain for value in _values(lot)):
        found.add(Secret.VALUES)
    if _places(lot, _numbers(text)):
        found.add(Secret.PLACES)
    return found
