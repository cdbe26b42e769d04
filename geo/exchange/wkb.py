"""WKB written from the coordinates of GeoJSON, KML and tables.

Source: OGC 06-103r4, clause 8 (well-known binary); RFC 7946, section 3.1.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.exchange.columns import Column
from geo.nesting import DEEPEST_SHAPE

_HEAD: Final = struct.Struct("<BI")
_COUNT: Final = struct.Struct("<I")
_POINT: Final = struct.Struct("<BIdd")
NAN: Final = float("nan")


class NotAGeometry(Exception):
    """The object is no geometry; the text says what it is."""


class TooDeep(NotAGeometry):
    """Collections lie deeper within each other than anybody draws."""


def points(
    x: NDArray[np.float64], y: NDArray[np.float64], present: NDArray[np.bool_]
) -> Column:
    """Points from two arrays of coordinates; rows not `present` are null."""
    records = np.empty((len(x), 21), dtype=np.uint8)
    records[:, :5] = np.frombuffer(_HEAD.pack(1, 1), dtype=np.uint8)
    records[:, 5:] = np.column_stack((x, y)).astype("<f8").view(np.uint8)
    return Column.of_records(records, present)


def geometry(shape: Any, *, levels: int = DEEPEST_SHAPE) -> bytes | None:
    """The WKB of a GeoJSON geometry object; None for null.

    Raises:
        TooDeep: collections lie more than `levels` deep within each other.
        NotAGeometry: of an unknown type, or its coordinates are no numbers.

    >>> geometry({"type": "Point", "coordinates": [1, 2, 3]}).hex()
    '0101000000000000000000f03f0000000000000040'
    >>> geometry({"type": "Polygon", "coordinates": []}).hex()
    '010300000000000000'
    >>> geometry(None) is None
    True
    """
    if shape is None:
        return None
    try:
        kind = shape["type"]
        if kind == "GeometryCollection":
            return _collection(shape["geometries"], levels)
        return _WRITERS[kind](shape["coordinates"])
    except KeyError as error:
        raise NotAGeometry(str(shape.get("type"))) from error
    except _NO_NUMBERS as error:
        raise NotAGeometry("coordinates") from error


def point(position: Sequence[float]) -> bytes:
    """One position; without any, the empty point (by convention NaN)."""
    if not position:
        return _POINT.pack(1, 1, NAN, NAN)
    return _POINT.pack(1, 1, position[0], position[1])


def line(positions: Sequence[Sequence[float]]) -> bytes:
    """A line through the positions."""
    return _HEAD.pack(1, 2) + _path(positions)


def polygon(rings: Sequence[Sequence[Sequence[float]]]) -> bytes:
    """A polygon: the outer ring, then its holes."""
    return _HEAD.pack(1, 3) + _COUNT.pack(len(rings)) + b"".join(map(_path, rings))


def many(kind: int, parts: Sequence[bytes]) -> bytes:
    """A collection of whole geometries: 4 points, 5 lines, 6 polygons, 7 any."""
    return _HEAD.pack(1, kind) + _COUNT.pack(len(parts)) + b"".join(parts)


def _path(positions: Sequence[Sequence[float]]) -> bytes:
    flat = array("d", chain.from_iterable(positions))
    if len(flat) != 2 * len(positions):  # heights, or positions of different lengths
        flat = array("d", chain.from_iterable((at[0], at[1]) for at in positions))
    return _COUNT.pack(len(positions)) + flat.tobytes()


def _collection(members: Sequence[Any], levels: int) -> bytes:
    if not levels:
        raise TooDeep(str(DEEPEST_SHAPE))
    parts = (geometry(member, levels=levels - 1) for member in members)
    return many(7, [part for part in parts if part is not None])


_NO_NUMBERS: Final = (
    *(TypeError, ValueError, IndexError, AttributeError, struct.error),
    OverflowError,  # a whole number of four hundred digits
)
_WRITERS: Final[dict[str, Callable[[Any], bytes]]] = {
    "Point": point,
    "LineString": line,
    "Polygon": polygon,
    "MultiPoint": lambda members: many(4, list(map(point, members))),
    "MultiLineString": lambda members: many(5, list(map(line, members))),
    "MultiPolygon": lambda members: many(6, list(map(polygon, members))),
}
KINDS: Final = frozenset({*_WRITERS, "GeometryCollection"})
"""Types of geometry that GeoJSON has."""
