"""The `bbox` parameter: parsed, checked, and brought into the storage system.

Source: OGC 17-069r4, clause 7.15.3 and /req/core/fc-bbox-definition.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext_lazy as _
from pyproj import Transformer

from geo import crs
from geo.published.projections import CRS84, Projection
from geo.published.refusals import BadParameter

METRES_PER_STEP: Final = 400.0
"""Straight edges of a projected box are curves in degrees. A chord of this length is
less than 2 mm away from its curve at the latitudes of Bolivia."""
MOST_STEPS: Final = 200
"""Per edge, for boxes larger than any municipality."""
DOMAIN: Final = {crs.WEB_MERCATOR: (-20037508.34, -20037508.34, 20037508.34, 20037508.34)}
"""Where a system's numbers mean one place; beyond, longitudes wrap around the earth."""
UTM_DOMAIN: Final = (-1_000_000.0, 1_000_000.0, 2_000_000.0, 19_000_000.0)

_NUMBER: Final = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
THINNEST_METRES: Final = 1e-6
"""Boxes in metres that are thinner are a line: in degrees their sides fall together."""
LAST_MERIDIAN: Final = math.nextafter(180.0, 0.0)
"""So that of a box over the antimeridian no side is a mere line beside an area."""

Outline = tuple[tuple[float, float], ...]
"""Closed around an area; two ends of a box without width or height; or a point."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What was asked for, as outlines in longitude and latitude (EPSG:4326).

    Two when the box crosses the antimeridian.
    """

    outlines: tuple[Outline, ...]

    @property
    def wkt(self) -> str:
        """The area, line or point as text PostGIS reads."""
        kinds, texts = zip(*map(_written, self.outlines), strict=True)
        if len(texts) == 1:  # GEOS has a short cut for a single rectangle
            return f"{kinds[0]} {texts[0]}"
        return f"MULTI{kinds[0]} ({', '.join(texts)})"


def _written(outline: Outline) -> tuple[str, str]:
    text = "(" + ", ".join(f"{x!r} {y!r}" for x, y in outline) + ")"
    if len(outline) == 1:
        return "POINT", text
    return ("POLYGON", f"({text})") if outline[0] == outline[-1] else ("LINESTRING", text)


def _flat(numbers: Sequence[float]) -> tuple[float, float, float, float]:
    if len(numbers) not in (4, 6) or not all(map(math.isfinite, numbers)):
        raise BadParameter(
            _NOT_NUMBERS, value=",".join(f"{number:.15g}" for number in numbers)
        )
    if len(numbers) == 6:  # heights: our geometries are flat
        west, south, low, east, north, high = numbers
        if low > high:
            raise BadParameter(_UNDER_GROUND)
        return west, south, east, north
    west, south, east, north = numbers
    return west, south, east, north


_NOT_NUMBERS = _(
    "“bbox” needs four numbers (west, south, east, north) separated by commas; "
    "this is not: “%(value)s”."
)
_UNDER_GROUND = _("“bbox” has its lowest height above its highest.")
_UPSIDE_DOWN = _("“bbox” has its southern edge north of its northern edge.")
_INSIDE_OUT = _("“bbox” has its western edge east of its eastern edge.")
_OUTSIDE = _("“bbox” lies outside the area where this “bbox-crs” is defined.")


def _box(west: float, south: float, east: float, north: float) -> Outline:
    # A ring without area would be no valid polygon, which no predicate answers rightly.
    if west == east and south == north:
        return ((west, south),)
    if west == east or south == north:
        return ((west, south), (east, north))
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def _on_earth(value: float, limit: float) -> float:
    return max(-limit, min(limit, value))


def _geographic(west: float, south: float, east: float, north: float) -> Bounds:
    south, north = _on_earth(south, 90.0), _on_earth(north, 90.0)
    if west <= east:
        west, east = _on_earth(west, 180.0), _on_earth(east, 180.0)
        return Bounds(outlines=(_box(west, south, east, north),))
    # West of its own western edge: the box crosses the antimeridian (clause 7.15.3).
    west, east = min(west, LAST_MERIDIAN), max(east, -LAST_MERIDIAN)
    sides = _box(west, south, 180.0, north), _box(-180.0, south, east, north)
    return Bounds(outlines=sides)


def _densified(corners: Outline) -> Outline:
    """The outline with enough points on each edge to bend as it must."""
    points: list[tuple[float, float]] = []
    for (x1, y1), (x2, y2) in pairwise(corners):
        length = abs(x2 - x1) + abs(y2 - y1)
        steps = max(1, min(MOST_STEPS, math.ceil(length / METRES_PER_STEP)))
        points += [
            (x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps)
            for step in range(steps)
        ]
    return (*points, corners[-1])


@lru_cache(maxsize=16)
def to_storage(srid: int) -> Transformer:
    """The way from a projected system to longitude and latitude, easting first."""
    return Transformer.from_crs(srid, crs.STORAGE, always_xy=True)


def domain_of(projection: Projection) -> tuple[float, float, float, float]:
    """West, south, east, north of where a projected system's numbers mean one place."""
    return DOMAIN.get(projection.srid, UTM_DOMAIN)


def _projected(box: tuple[float, float, float, float], projection: Projection) -> Bounds:
    low_x, low_y, high_x, high_y = domain_of(projection)
    west, east = (max(low_x, min(high_x, x)) for x in (box[0], box[2]))
    south, north = (max(low_y, min(high_y, y)) for y in (box[1], box[3]))
    east = west if east - west < THINNEST_METRES else east
    north = south if north - south < THINNEST_METRES else north
    outline = _densified(_box(west, south, east, north))
    transformer = to_storage(projection.srid)
    xs, ys = transformer.transform([x for x, _y in outline], [y for _x, y in outline])
    if not all(map(math.isfinite, (*xs, *ys))):
        raise BadParameter(_OUTSIDE)
    return Bounds(outlines=(tuple(zip(xs, ys, strict=True)),))


def area_of(numbers: Sequence[float], projection: Projection) -> Bounds:
    """The area of a box whose corners have these coordinates in `projection`.

    CRS: numbers in the axis order of `projection`; the result is longitude, latitude.

    Raises:
        BadParameter: not four or six finite numbers in the right order.
    """
    west, south, east, north = _flat(numbers)
    if projection.latitude_first:
        west, south, east, north = south, west, north, east
    if south > north:
        raise BadParameter(_UPSIDE_DOWN)
    if projection.srid == crs.STORAGE:
        return _geographic(west, south, east, north)
    if west > east:
        raise BadParameter(_INSIDE_OUT)
    return _projected((west, south, east, north), projection)


def numbers_in(text: str) -> list[float] | None:
    """The numbers that commas separate in `text`; None if there is anything else.

    >>> numbers_in("-66.3,1e1"), numbers_in("1_0"), numbers_in("")
    ([-66.3, 10.0], None, None)
    """
    parts = text.split(",")
    if not all(map(_NUMBER.fullmatch, parts)):
        return None
    return [float(part) for part in parts]


def parse_bounds(text: str, projection: Projection = CRS84) -> Bounds:
    """The area that `bbox=text` means when its numbers are in `projection`.

    CRS: numbers in the axis order of `projection`; the result is longitude, latitude.

    >>> parse_bounds("170,-20,-170,-10").wkt[:40]
    'MULTIPOLYGON (((170.0 -20.0, 180.0 -20.0'

    Raises:
        BadParameter: not four or six finite numbers in the right order.
    """
    numbers = numbers_in(text)
    if numbers is None:
        raise BadParameter(_NOT_NUMBERS, value=text)
    return area_of(numbers, projection)
