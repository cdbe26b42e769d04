"""Coordinates as people paste them: degrees in either order, with letters, or metres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geo import crs

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_SIGNS: Final = str.maketrans("−–º˚′’´‘″”“", "--°°''''\"\"\"")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")

_DECIMAL: Final = r"\d{1,3}(?:\.\d+|,\d{2,})(?!\.?\d)\s*°?"
_SIXTIETHS: Final = r"\s*[0-5]?\d(?:[.,]\d+)?(?![.,]?\d|\s*°)\s*"
_SEXAGESIMAL: Final = rf"\d{{1,3}}\s*%s{_SIXTIETHS}'?(?:{_SIXTIETHS}(?:\"|'')?)?"
_ANGLE: Final = rf"(?<!\d)(?<!\d\.)(-?(?:{_DECIMAL}|{_SEXAGESIMAL}))"
"""Decimal degrees, or degrees, minutes and perhaps seconds; `%s` follows the degrees."""
_MARKED: Final = _ANGLE % "°"
_LOOSE: Final = _ANGLE % r"[°\s]"
"""Beside a letter that says what it is, a blank does for the degree sign."""
_HEMISPHERE: Final = r"(?<![A-Z])([NSEWO])(?![A-Z])"
_HEMISPHERE_WORDS: Final = re.compile(
    r"\b([NSEWO])(?:ORTE|UR|UD|STE|ESTE|ORTH|OUTH|AST|EST)\b"
)

_LETTERS_FIRST: Final = re.compile(rf"{_HEMISPHERE}[\s:]*{_LOOSE}")
_LETTERS_LAST: Final = re.compile(rf"{_LOOSE}\s*{_HEMISPHERE}")
_NO_LETTERS: Final = re.compile(_MARKED)

_METRES: Final = re.compile(
    r"(?<!\d)(\d{6,7}(?:[.,]\d+)?)[\sMEXNY:=,;/]+(\d{6,7}(?:[.,]\d+)?)(?!\d)"
)
_ZONE: Final = re.compile(r"\D*(?:(?<!\d)(19|20|21)\s*[C-HJ-MS]?(?![A-Z]))?\D*")
"""The zones of UTM in this country, with the letter of a band or `S` for south."""
_DATUM: Final = re.compile(r"WGS\W{0,3}84")
_UTM_SOUTH: Final = 32700

_WORDS: Final = re.compile(r"[A-ZÁ-Ú]{4,}")
_WITH_WORDS: Final = re.compile(r"[@=:/°]|LAT")
"""What tells that coordinates stand among words, as in the address of a map."""


@dataclass(frozen=True, kw_only=True)
class Coordinates:
    """A pair of numbers that a text consists of."""

    x: float
    y: float
    srid: int = crs.STORAGE
    """Degrees, or metres: of the municipality's metric CRS unless another zone is named."""


def find_coordinates(text: str, bounds: Bounds) -> Coordinates | None:
    """Read the coordinates that `text` is made of, if it is.

    Longitude and latitude come in either order and with or without signs: the reading
    that falls inside `bounds` wins, else latitude first, as people write.

    >>> find_coordinates("-17.39, -66.28", (-67, -18, -66, -17))
    Coordinates(x=-66.28, y=-17.39, srid=4326)
    >>> find_coordinates("S17° 23.4' W66° 16.8'", (-67, -18, -66, -17))
    Coordinates(x=-66.28, y=-17.39, srid=4326)
    >>> find_coordinates("Av. 6 de Agosto 17", (-67, -18, -66, -17)) is None
    True
    """
    text = _HEMISPHERE_WORDS.sub(r"\1", text[:200].translate(_SIGNS).upper())
    return _metres(text) or _degrees(text, bounds)


def _metres(text: str) -> Coordinates | None:
    """Easting and northing of UTM in either order, with the zone before or after them.

    The two are told apart by their length: here the equator is far to the north.
    """
    found = _METRES.search(text)
    if not found:
        return None
    zone = _ZONE.fullmatch(
        _DATUM.sub(" ", text[: found.start()]) + " " + text[found.end() :]
    )
    east, north = sorted(_value(each) for each in found.groups())
    if not zone or not 1e5 <= east < 1e6 <= north < 1e7:
        return None
    return Coordinates(
        x=east, y=north, srid=_UTM_SOUTH + int(zone[1]) if zone[1] else crs.METRIC
    )


def _degrees(text: str, bounds: Bounds) -> Coordinates | None:
    """Two angles, the letters of their hemispheres before both, after both, or without."""
    if _WORDS.search(text) and not _WITH_WORDS.search(text):
        return None
    first = _LETTERS_FIRST.findall(text)
    last = [(letter, angle) for angle, letter in _LETTERS_LAST.findall(text)]
    for found in (first, last):
        if len(found) == 2:
            return _by_letter(found)
    bare = _NO_LETTERS.findall(text)
    return _in_order(_angle(bare[0]), _angle(bare[1]), bounds) if len(bare) == 2 else None


def _by_letter(found: list[tuple[str, str]]) -> Coordinates | None:
    """Each angle on the axis that its letter names."""
    axes = {
        "y" if letter in "NS" else "x": abs(_angle(angle)) * (-1 if letter in "SWO" else 1)
        for letter, angle in found
    }
    return _on_earth(axes["x"], axes["y"]) if len(axes) == 2 else None


def _in_order(first: float, second: float, bounds: Bounds) -> Coordinates | None:
    """The reading of two numbers that falls inside `bounds`, or latitude first."""
    west, south, east, north = bounds
    readings = [(second, first), (first, second), (-second, -first), (-first, -second)]
    for x, y in readings:
        if west <= x <= east and south <= y <= north:
            return Coordinates(x=x, y=y)
    return _on_earth(*readings[0])


def _on_earth(x: float, y: float) -> Coordinates | None:
    return Coordinates(x=x, y=y) if abs(x) <= 180 and abs(y) <= 90 else None


def _angle(text: str) -> float:
    """Degrees of an angle: each number in it is sixtieths of the one before."""
    value = 0.0
    for part in reversed(_NUMBER.findall(text)):
        value = value / 60 + _value(part)
    return -value if text.startswith("-") else value


def _value(text: str) -> float:
    return float(text.replace(",", "."))
