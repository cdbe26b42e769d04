"""A shape as GeoJSON has it, made into what the layer stores."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pyproj import Transformer
from shapely import MultiLineString, MultiPoint, MultiPolygon
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry
from shapely.validation import explain_validity

from geo import crs
from geo.editing.refusals import BadFeature
from geo.nesting import DEEPEST_JSON, json_is_deeper
from geo.published.projections import Projection
from geo.published.refusals import Words

MOST_VERTICES: Final = 100_000
DECIMALS: Final = 9
"""Digits of a degree that are kept: a tenth of a millimetre."""

_UNREADABLE = _("“geometry” cannot be read: %(why)s.")
_WRONG_TYPE = _("The layer takes %(wanted)s; this is %(found)s.")
_TOO_MANY = _("The shape has more than %(most)s vertices.")
_TOO_DEEP = _("Lists or collections of the shape lie more than %(most)s deep.")
_EMPTY = _("The shape is empty.")
_NOT_ON_EARTH = _("The coordinates of the shape lie outside the earth: %(where)s.")
_INVALID = _("The shape is not valid: %(why)s.")


def read_shape(geometry: Any, wanted: str, projection: Projection) -> GEOSGeometry:
    """The stored shape that `geometry` means; a single one is made multiple or back.

    *CRS*: read in `projection` with its axis order, returned in EPSG:4326.

    Raises:
        BadFeature: no GeoJSON geometry, of another type, or not valid (it says where).
    """
    shape = _fitting(_parsed(geometry), wanted)
    stored = _stored(shape, projection)
    if not shapely.is_valid(stored):
        raise BadFeature(_INVALID, why=explain_validity(stored))
    return GEOSGeometry(memoryview(shapely.to_wkb(stored)), srid=crs.STORAGE)


def written_shape(stored: GEOSGeometry, projection: Projection) -> dict[str, Any]:
    """The GeoJSON geometry that `read_shape` would make into `stored`.

    *CRS*: `stored` in EPSG:4326, written in `projection` with its axis order.
    """
    shape = shapely.from_wkb(bytes(stored.wkb))
    if projection.latitude_first:
        shape = shapely.transform(shape, lambda xy: xy[:, ::-1])
    elif not projection.is_stored:
        turn = Transformer.from_crs(crs.STORAGE, projection.srid, always_xy=True)
        shape = shapely.transform(
            shape, lambda xy: np.column_stack(turn.transform(xy[:, 0], xy[:, 1]))
        )
    written: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return written


def _parsed(geometry: Any) -> BaseGeometry:
    if json_is_deeper(geometry):
        raise BadFeature(_TOO_DEEP, most=DEEPEST_JSON)
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.GEOSException, ValueError, TypeError) as error:
        raise BadFeature(_UNREADABLE, why=Words(_why(error))) from error
    if shapely.get_num_coordinates(shape) > MOST_VERTICES:
        raise BadFeature(_TOO_MANY, most=MOST_VERTICES)
    if shape.is_empty:
        raise BadFeature(_EMPTY)
    return shape


def _why(error: Exception) -> str:
    """What is wrong, in the reader's words where they are known."""
    text = str(error).rpartition("Exception: ")[2]
    if "closed" in text:
        return gettext("a ring does not end where it begins")
    return text


def _fitting(shape: BaseGeometry, wanted: str) -> BaseGeometry:
    """The shape as the layer's type: one part made multiple, or one part taken out."""
    found = shape.geom_type
    if found == wanted or wanted == "Geometry":
        return shape
    if f"Multi{found}" == wanted:
        return _MULTIPLE[found]([shape])
    if isinstance(shape, BaseMultipartGeometry) and found == f"Multi{wanted}":
        parts: list[BaseGeometry] = list(shape.geoms)
        if len(parts) == 1:
            return parts[0]
    raise BadFeature(_WRONG_TYPE, wanted=wanted, found=found)


_MULTIPLE: Final[dict[str, Callable[[list[Any]], BaseGeometry]]] = {
    "Point": MultiPoint,
    "LineString": MultiLineString,
    "Polygon": MultiPolygon,
}


def _stored(shape: BaseGeometry, projection: Projection) -> BaseGeometry:
    if projection.latitude_first:
        shape = shapely.transform(shape, lambda xy: xy[:, ::-1])
    elif not projection.is_stored:
        turn = Transformer.from_crs(projection.srid, crs.STORAGE, always_xy=True)
        shape = shapely.transform(
            shape, lambda xy: np.column_stack(turn.transform(xy[:, 0], xy[:, 1]))
        )
    degrees = shapely.get_coordinates(shape)
    off = ~(np.isfinite(degrees) & (np.abs(degrees) <= (180.0, 90.0))).all(axis=1)
    if off.any():
        x, y = degrees[off][0]
        raise BadFeature(_NOT_ON_EARTH, where=f"{x:g}, {y:g}")
    if projection.is_stored or projection.latitude_first:
        return shape
    return shapely.transform(shape, lambda xy: xy.round(DECIMALS))
