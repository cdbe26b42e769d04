"""Coordinates as people paste them: degrees in either order, with letters, or metres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_SIGNS: Final = str.maketrans("−–ºo′’´″”", "--°O'''\"\"")
_DEGREES: Final = re.compile(
    r"([NSEWO])?\s*(-?\d{1,3}(?:\.\d+|,\d{2,}))\s*°?\s*([NSEWO](?![a-z]))?"
)
_SEXAGESIMAL: Final = re.compile(
    r"(\d{1,3})\s*°\s*(\d{1,2})\s*'\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|''))?\s*([NSEWO])"
)
_METRES: Final = re.compile(
    r"\D*?(\d{6}(?:[.,]\d+)?)\s*[EeXx]?[,;\s]+[NnYy:=\s]*(\d{7}(?:[.,]\d+)?)\D*"
)
_WORDS: Final = re.compile(r"[A-Za-zÁ-ú]{4,}")
_LATITUDE: Final = "NS"
_NEGATIVE: Final = "SWO"


@dataclass(frozen=True, kw_only=True)
class Coordinates:
    """A pair of numbers that a text consists of."""

    x: float
    y: float
    in_metres: bool = False
    """Whether they are metres of the municipality's metric CRS instead of degrees."""


def find_coordinates(text: str, bounds: Bounds) -> Coordinates | None:
    """Read the coordinates that `text` is made of, if it is.

    Longitude and latitude come in either order and with or without signs: the reading
    that falls inside `bounds` wins, else latitude first, as people write.

    >>> find_coordinates("-17.39, -66.28", (-67, -18, -66, -17))
    Coordinates(x=-66.28, y=-17.39, in_metres=False)
    >>> find_coordinates("Av. 6 de Agosto 17", (-67, -18, -66, -17)) is None
    True
    """
    text = text[:200].translate(_SIGNS)
    metres = _METRES.fullmatch(text.strip())
    if metres:
        east, north = map(_number, metres.groups())
        return Coordinates(x=east, y=north, in_metres=True)
    pair = _sexagesimal(text) or _decimal(text)
    return _in_order(*pair, bounds) if pair else None


Number = tuple[float, str]
"""A value, and the letter of its hemisphere if one was written."""


def _sexagesimal(text: str) -> tuple[Number, Number] | None:
    """Degrees, minutes and seconds: 17°23'40"S 66°16'40"W."""
    found = _SEXAGESIMAL.findall(text.upper())
    if len(found) != 2:
        return None
    one, two = (
        (
            int(degrees)
            + int(minutes) / 60
            + float((seconds or "0").replace(",", ".")) / 3600,
            letter,
        )
        for degrees, minutes, seconds, letter in found
    )
    return one, two


def _decimal(text: str) -> tuple[Number, Number] | None:
    """Decimal degrees, also inside the address of a map."""
    found = _DEGREES.findall(text)
    if len(found) != 2 or (_WORDS.search(text) and not re.search(r"[@=:/]|lat", text)):
        return None
    one, two = (
        (float(number.replace(",", ".")), (before or after))
        for before, number, after in found
    )
    return one, two


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _in_order(one: Number, two: Number, bounds: Bounds) -> Coordinates | None:
    """The reading of two numbers that falls inside `bounds`, or latitude first."""
    first, second = (
        -abs(value) if letter and letter in _NEGATIVE else value
        for value, letter in (one, two)
    )
    if one[1] and one[1] not in _LATITUDE:
        first, second = second, first
    readings = [(second, first)]
    if not (one[1] or two[1]):
        readings += [(first, second), (-second, -first), (-first, -second)]
    west, south, east, north = bounds
    for x, y in readings:
        if west <= x <= east and south <= y <= north:
            return Coordinates(x=x, y=y)
    x, y = readings[0]
    return Coordinates(x=x, y=y) if abs(x) <= 180 and abs(y) <= 90 else None
