"""Areas that people send: read, checked, widened by metres."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext_lazy as _

from geo import measure
from geo.editing.refusals import BadFeature
from geo.editing.shapes import read_shape
from geo.processes.refusals import BadInput
from geo.published.projections import CRS84
from geo.published.refusals import Words

MOST_VERTICES: Final = 10_000
WIDEST_DEGREES: Final = 0.5
"""About 50 km: more than any municipality's works reach."""
BEYOND_DEGREES: Final = 1.0
"""How far outside the municipality's bounds an area may lie."""
KINDS: Final = {
    *("Point", "LineString", "Polygon"),
    *("MultiPoint", "MultiLineString", "MultiPolygon"),
}

_WRONG = _("“%(name)s”: %(why)s")
_NO_KIND = _("“%(name)s” must be a point, a line or a polygon in GeoJSON.")
_TOO_MANY = _("“%(name)s” has more than %(most)s vertices. Simplify it.")
_TOO_WIDE = _("“%(name)s” reaches over more than %(most)s degrees. Ask in smaller parts.")
_ELSEWHERE = _(
    "“%(name)s” lies far outside the municipality. Longitude comes first, then latitude."
)


def read_area(name: str, value: dict[str, Any], *, metres: float = 0) -> GEOSGeometry:
    """The ground that the input `name` means, with everything within `metres` of it.

    *CRS*: read and returned in EPSG:4326, longitude first.

    Raises:
        BadInput: no geometry, not valid, too large or nowhere near.
    """
    if value.get("type") not in KINDS:
        raise BadInput(_NO_KIND, name=name)
    if _count(value.get("coordinates")) > MOST_VERTICES:
        raise BadInput(_TOO_MANY, name=name, most=MOST_VERTICES)
    try:
        shape = read_shape(value, "Geometry", CRS84)
    except BadFeature as refusal:
        raise BadInput(_WRONG, name=name, why=Words(str(refusal))) from refusal
    _check_reach(name, shape)
    return measure.widened(shape, metres) if metres else shape


def _count(coordinates: Any) -> int:
    """Positions in nested lists, as far as they are lists at all."""
    left, count = [coordinates], 0
    while left:
        each = left.pop()
        if isinstance(each, list) and each and isinstance(each[0], list):
            left += each
        else:
            count += 1
    return count


def _check_reach(name: str, shape: GEOSGeometry) -> None:
    west, south, east, north = shape.extent
    if max(east - west, north - south) > WIDEST_DEGREES:
        raise BadInput(_TOO_WIDE, name=name, most=WIDEST_DEGREES)
    town: tuple[float, float, float, float] = settings.MUNICIPALITY.bounds
    if (
        west < town[0] - BEYOND_DEGREES
        or south < town[1] - BEYOND_DEGREES
        or east > town[2] + BEYOND_DEGREES
        or north > town[3] + BEYOND_DEGREES
    ):
        raise BadInput(_ELSEWHERE, name=name)
