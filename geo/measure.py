"""Metres and square metres of shapes that are stored in degrees.

Lengths, areas and distances are those on the spheroid (PostGIS `geography`, WGS 84);
planar work such as offsets is done in the municipality's metric CRS. SQL files
measure by `geography` too; a factor stands only where a bound is enough (the box of an
index, the cell of a raster), and says so.
"""

from __future__ import annotations

import threading
from typing import Final, TypeVar, cast

from django.contrib.gis.gdal import CoordTransform, OGRGeometry, SpatialReference
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import FloatField, Func

from geo import crs

Shape = TypeVar("Shape", bound=GEOSGeometry)

_ways: Final = threading.local()


class SquareMetres(Func):
    """Area on the spheroid of a stored shape, in square metres.

    *Source*: Karney, C. F. F. (2013), Algorithms for geodesics, J. Geodesy 87:43-55, as
    PostGIS implements it; edges are geodesics.
    """

    function = "ST_Area"
    template = "%(function)s((%(expressions)s)::geography)"
    output_field = FloatField()


class LengthMetres(Func):
    """Length on the spheroid of a stored line, in metres; 0 for other shapes."""

    function = "ST_Length"
    template = "%(function)s((%(expressions)s)::geography)"
    output_field = FloatField()


class MetresBetween(Func):
    """Shortest distance on the spheroid between two stored shapes, in metres."""

    function = "ST_Distance"
    template = "%(function)s((%(expressions)s)::geography)"
    arg_joiner = ")::geography, ("
    arity = 2
    output_field = FloatField()


def planar(shape: Shape) -> Shape:
    """The shape in the municipality's metric CRS, for offsets and cutting.

    *Accuracy*: within three degrees of the zone's central meridian, lengths differ from
    those on the spheroid by at most 0.1 percent.
    """
    return _transformed(shape, crs.METRIC)


def stored(shape: Shape) -> Shape:
    """The shape in the CRS in which shapes are stored."""
    return _transformed(shape, crs.STORAGE)


def widened(shape: GEOSGeometry, metres: float) -> GEOSGeometry:
    """The ground within `metres` of a stored shape, itself included.

    *Accuracy*: a quarter of a circle is drawn with eight chords, which lie at most half a
    percent of `metres` inside it.
    """
    return stored(planar(shape).buffer(metres))


def _transformed(shape: Shape, srid: int) -> Shape:
    """A copy of `shape` in another CRS; the shape itself stays as it is."""
    if shape.srid is None or shape.srid == srid:
        copy: Shape = shape.clone()
        copy.transform(srid)  # which refuses a shape that does not say its CRS
        return copy
    drawn = OGRGeometry(shape.wkb)
    drawn.transform(_way(shape.srid, srid))
    return cast(Shape, GEOSGeometry(drawn.wkb, srid=srid))


def _way(source: int, target: int) -> CoordTransform:
    """The transformation from one CRS to another, looked up once in each thread.

    Looking both up again costs eight times what the shape of a parcel takes; GDAL does
    not let two threads share one.
    """
    known: dict[tuple[int, int], CoordTransform] = _ways.__dict__.setdefault("known", {})
    if (source, target) not in known:
        ends = SpatialReference(source), SpatialReference(target)
        known[source, target] = CoordTransform(*ends)
    return known[source, target]
