"""Geometry literals brought into the storage system, or refused where they are wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.published.bounds import METRES_PER_STEP, area_of, domain_of, to_storage
from geo.published.cql2.tree import BadFilter, Box, Position, Shape
from geo.published.projections import Projection
from geo.published.refusals import BadParameter

MOST_SEGMENTS: Final = 20_000
"""Pieces that the edges of one projected shape are cut into at most."""
FARTHEST: Final = (180.0, 90.0)
"""Degrees of longitude and latitude, either way."""

_NUMBERS: Final = re.compile(r"\[(\S+) (\S+)\]")
_OPEN_RING = _("a ring of a polygon must have four points or more and end where it begins.")
_SHORT_LINE = _("a line needs two points or more.")
_ONE_POINT = _("a POINT has one position.")
_INVALID = _("this geometry is not valid near %(x)s %(y)s: its lines cross or touch.")
_OUTSIDE = _("this geometry lies outside the area where its “filter-crs” is defined.")
_NOT_ON_EARTH = _(
    "there is no longitude %(x)s, latitude %(y)s: they go from -180 to 180 and from "
    "-90 to 90."
)

Line = tuple[Position, ...]


def _point(shape: Shape, line: Line) -> shapely.Point:
    if len(line) != 1:
        raise BadFilter(shape.place, _ONE_POINT)
    return shapely.Point(line[0])


def _line(shape: Shape, line: Line) -> shapely.LineString:
    if len(line) < 2:
        raise BadFilter(shape.place, _SHORT_LINE)
    return shapely.LineString(line)


def _polygon(shape: Shape) -> shapely.Polygon:
    for ring in shape.parts:
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise BadFilter(shape.place, _OPEN_RING)
    return shapely.Polygon(shape.parts[0], shape.parts[1:])


_MAKERS: Final[dict[str, Callable[[Shape], Any]]] = {
    "POINT": lambda shape: _point(shape, shape.parts[0]),
    "LINESTRING": lambda shape: _line(shape, shape.parts[0]),
    "POLYGON": _polygon,
    "MULTIPOINT": lambda shape: shapely.MultiPoint(
        [_point(shape, line) for line in shape.parts]
    ),
    "MULTILINESTRING": lambda shape: shapely.MultiLineString(
        [_line(shape, line) for line in shape.parts]
    ),
    "MULTIPOLYGON": lambda shape: shapely.MultiPolygon(
        [_polygon(each) for each in shape.members]
    ),
}


def _made(shape: Shape) -> BaseGeometry:
    made: BaseGeometry = _MAKERS[shape.kind](shape)
    if not made.is_valid:
        where = _NUMBERS.search(shapely.is_valid_reason(made))
        x, y = where.groups() if where else ("?", "?")
        raise BadFilter(shape.place, _INVALID, x=x, y=y)
    return made


def _projected(shape: Shape, made: BaseGeometry, projection: Projection) -> Any:
    """The shape in degrees, its edges cut so that they bend as they must."""
    low_x, low_y, high_x, high_y = domain_of(projection)
    west, south, east, north = made.bounds
    if west < low_x or south < low_y or east > high_x or north > high_y:
        raise BadFilter(shape.place, _OUTSIDE)
    step = max(METRES_PER_STEP, made.length / MOST_SEGMENTS)
    cut = made.segmentize(step) if made.length else made

    def moved(points: Any) -> Any:
        return np.column_stack(to_storage(projection.srid).transform(*points.T))

    placed = shapely.transform(cut, moved)
    if not all(map(math.isfinite, placed.bounds)):
        raise BadFilter(shape.place, _OUTSIDE)
    return placed


def _stored(shape: Shape, projection: Projection) -> BaseGeometry:
    made = _made(shape)
    if projection.srid != crs.STORAGE:
        placed: BaseGeometry = _projected(shape, made, projection)
        return placed
    if projection.latitude_first:
        made = shapely.transform(made, lambda points: points[:, ::-1])
    _check_on_earth(shape, made)
    return made


def _check_on_earth(shape: Shape, made: BaseGeometry) -> None:
    """Refuse degrees that nothing has (OGC 21-065r2, annex A: “invalid coordinate”)."""
    degrees = shapely.get_coordinates(made)
    off = (np.abs(degrees) > FARTHEST).any(axis=1)
    if off.any():
        x, y = degrees[off][0]
        raise BadFilter(shape.place, _NOT_ON_EARTH, x=f"{x:g}", y=f"{y:g}")


def _collected(members: list[BaseGeometry]) -> BaseGeometry:
    """The members in one: a MULTI… where they are of one dimension."""
    parts = [part for member in members for part in shapely.get_parts(member)]
    dimensions = {part.geom_type for part in parts}
    if dimensions == {"Point"}:
        return shapely.MultiPoint(parts)
    if dimensions == {"LineString"}:
        return shapely.MultiLineString(parts)
    if dimensions == {"Polygon"}:
        return shapely.union_all(parts)
    collected: BaseGeometry = shapely.GeometryCollection(members)
    return collected


def stored_shape(shape: Shape, projection: Projection) -> BaseGeometry:
    """The geometry that `shape` means when its numbers are in `projection`.

    CRS: numbers in the axis order of `projection`; the result is longitude, latitude.

    Raises:
        BadFilter: it is not valid, or outside the area of `projection`.
    """
    if shape.kind != "GEOMETRYCOLLECTION":
        return _stored(shape, projection)
    return _collected([stored_shape(each, projection) for each in shape.members])


def stored_box(box: Box, projection: Projection) -> BaseGeometry:
    """The area, line or point that `box` means when its numbers are in `projection`.

    CRS: numbers in the axis order of `projection`; the result is longitude, latitude.

    Raises:
        BadFilter: its numbers are not four or six, or in the wrong order.
    """
    try:
        bounds = area_of(box.numbers, projection)
    except BadParameter as error:
        raise BadFilter(box.place, error.sentence, **error.said) from error
    return shapely.from_wkt(bounds.wkt)
