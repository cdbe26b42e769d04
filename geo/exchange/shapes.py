"""Shapes of a batch made fit for PostGIS: converted, flat, finite, of sane size.

Only what the database could not read is judged here; the rest is its own set-based check.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import crs as stored
from geo.exchange.columns import Column
from geo.exchange.faults import Fault
from geo.exchange.positions import Convert, Coordinates, is_identity
from geo.nesting import DEEPEST_SHAPE, wkb_is_deeper

MOST_VERTICES: Final = 200_000
"""Per feature. The most detailed limit of a Bolivian municipality has some 10,000."""

VERTEX_BYTES: Final = 16
POINT_BYTES: Final = 21
LITTLE_ENDIAN_POINT: Final = np.frombuffer(struct.pack("<BI", 1, 1), dtype=np.uint8)
EWKB_POINT: Final = np.frombuffer(
    struct.pack("<BII", 1, 1 | 0x2000_0000, stored.STORAGE), dtype=np.uint8
)
MULTIPLE: Final = 4
"""First type id of those with parts."""

PLAIN_TYPES: Final = range(8)
"""Type ids of shapely up to the collection; curves come after."""

HEAD_BYTES: Final = 9
"""Of a collection in WKB, before its first part."""
SAFE_LEVELS: Final = 1_000
"""Not deep enough to hurt GEOS, so that the usual multiple shapes need no closer look."""

Faults = dict[int, tuple[Fault, str]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Prepared:
    """A batch's shapes, ready for COPY."""

    shapes: Column
    """EWKB in EPSG:4326; null where the row has no usable shape."""
    faults: Faults
    """By index of the row."""


def prepare(
    shapes: Column, convert: Convert, *, single: bool = False, mend: bool = False
) -> Prepared:
    """Convert WKB shapes to stored ones.

    `single` takes multiple shapes of one part apart; `mend` closes rings that are open.
    """
    points = _points(shapes)
    if points is not None:
        return _prepare_points(shapes, points, convert)
    with np.errstate(invalid="ignore"):  # GEOS on NaN, which is refused below
        return _prepare_any(shapes, convert, single=single, mend=mend)


def sample(shapes: Column) -> Coordinates:
    """One vertex of every row that has one, as it stands in the file."""
    points = _points(shapes)
    if points is not None:
        return points
    with np.errstate(invalid="ignore"):  # GEOS on NaN
        geometries = shapely.from_wkb(
            np.array(_readable(shapes, {}), dtype=object), on_invalid="ignore"
        )
        bounds = shapely.bounds(geometries)
    return np.ascontiguousarray(bounds[np.isfinite(bounds).all(axis=1)][:, :2])


def _points(shapes: Column) -> Coordinates | None:
    """The coordinates, if every shape that is there is a plain point: the quick way."""
    there = shapes.lengths[shapes.lengths >= 0]
    if not len(there) or (there != POINT_BYTES).any():
        return None
    records = shapes.data.reshape(-1, POINT_BYTES)
    if (records[:, :5] != LITTLE_ENDIAN_POINT).any():
        return None
    return np.ascontiguousarray(records[:, 5:]).view("<f8").reshape(-1, 2)


def _prepare_points(shapes: Column, points: Coordinates, convert: Convert) -> Prepared:
    present = shapes.lengths >= 0
    rows = np.flatnonzero(present)
    stored_points = convert(points)
    empty = np.isnan(points).all(axis=1)
    finite = np.isfinite(stored_points).all(axis=1)
    beyond = finite & _beyond(stored_points[:, 0], stored_points[:, 1])
    faults: Faults = {}
    _blame(faults, rows[empty], Fault.EMPTY_SHAPE)
    _blame(faults, rows[~finite & ~empty], Fault.NOT_FINITE)
    _blame(faults, rows[beyond], Fault.BEYOND_WORLD)
    usable = finite & ~beyond
    records = np.empty((int(usable.sum()), len(EWKB_POINT) + VERTEX_BYTES), dtype=np.uint8)
    records[:, : len(EWKB_POINT)] = EWKB_POINT
    records[:, len(EWKB_POINT) :] = (
        np.ascontiguousarray(stored_points[usable]).view(np.uint8).reshape(-1, VERTEX_BYTES)
    )
    there = present.copy()
    there[rows] = usable
    lengths = np.where(there, records.shape[1], -1).astype(np.int32)
    return Prepared(shapes=Column(lengths=lengths, data=records.reshape(-1)), faults=faults)


def _prepare_any(shapes: Column, convert: Convert, *, single: bool, mend: bool) -> Prepared:
    faults: Faults = {}
    values = _readable(shapes, faults)
    given = np.array([value is not None for value in values], dtype=bool)
    geometries = shapely.from_wkb(
        np.array(values, dtype=object), on_invalid="fix" if mend else "ignore"
    )
    broken = np.flatnonzero(given & shapely.is_missing(geometries))
    _blame(faults, broken, Fault.BROKEN_SHAPE, "ring")
    curved = ~np.isin(shapely.get_type_id(geometries), PLAIN_TYPES) & _there(geometries)
    for row in np.flatnonzero(curved).tolist():
        faults[row] = (Fault.WRONG_TYPE, "CURVE")
    geometries[curved] = None
    if single:
        alone = (shapely.get_num_geometries(geometries) == 1) & (
            shapely.get_type_id(geometries) >= MULTIPLE
        )
        geometries[alone] = shapely.get_geometry(geometries[alone], 0)
    geometries = _converted(geometries, convert, faults)
    ewkb = shapely.to_wkb(
        shapely.set_srid(geometries, stored.STORAGE),
        include_srid=True,
        byte_order=1,
        output_dimension=2,
    )
    return Prepared(shapes=Column.of_bytes(ewkb.tolist()), faults=faults)


def _readable(shapes: Column, faults: Faults) -> list[bytes | None]:
    """The WKB of every row, but for what GEOS had better not read."""
    values = shapes.values()
    for row in np.flatnonzero(shapes.lengths > MOST_VERTICES * VERTEX_BYTES).tolist():
        about = int(shapes.lengths[row]) // VERTEX_BYTES
        faults[row], values[row] = (Fault.TOO_MANY_VERTICES, str(about)), None
    for row in _perhaps_deep(shapes).tolist():
        value = values[row]
        if value is not None and wkb_is_deeper(value):
            faults[row], values[row] = (Fault.TOO_DEEP, str(DEEPEST_SHAPE)), None
    return values


def _perhaps_deep(shapes: Column) -> NDArray[np.intp]:
    """Rows long enough to be nested too deep, but for what their type says is plain."""
    long = np.flatnonzero(shapes.lengths > HEAD_BYTES * DEEPEST_SHAPE)
    at = shapes.starts[long]
    little = shapes.data[at] == LITTLE_ENDIAN_POINT[0]
    kinds = (shapes.data[at + 1] + shapes.data[at + 2].astype(np.int64) * 256) % 1000
    plain = little & np.isin(kinds, (1, 2, 3))
    multiple = little & np.isin(kinds, (4, 5, 6))
    short = shapes.lengths[long] <= HEAD_BYTES * SAFE_LEVELS
    found: NDArray[np.intp] = long[~(plain | (multiple & short))]
    return found


def _converted(geometries: Any, convert: Convert, faults: Faults) -> Any:
    """Convert every vertex at once, and drop shapes that have no place afterwards."""
    _drop_unfinite(geometries, faults)
    if not is_identity(convert):
        geometries = shapely.transform(geometries, convert)
        _drop_unfinite(geometries, faults)
    west, south, east, north = shapely.bounds(geometries).T
    placed = np.isfinite(west)
    beyond = placed & (_beyond(west, south) | _beyond(east, north))
    _blame(faults, np.flatnonzero(beyond), Fault.BEYOND_WORLD)
    around = placed & ~beyond & (east - west > 180)
    _blame(faults, np.flatnonzero(around), Fault.ANTIMERIDIAN)
    geometries[beyond | around] = None
    return geometries


def _drop_unfinite(geometries: Any, faults: Faults) -> None:
    vertices, owner = shapely.get_coordinates(geometries, return_index=True)
    lost = np.unique(owner[~np.isfinite(vertices).all(axis=1)])
    _blame(faults, lost, Fault.NOT_FINITE)
    geometries[lost] = None


def _beyond(longitude: NDArray[Any], latitude: NDArray[Any]) -> NDArray[np.bool_]:
    outside: NDArray[np.bool_] = (np.abs(longitude) > 180) | (np.abs(latitude) > 90)
    return outside


def _there(geometries: Any) -> NDArray[np.bool_]:
    present: NDArray[np.bool_] = ~shapely.is_missing(geometries)
    return present


def _blame(faults: Faults, rows: Any, fault: Fault, detail: str = "") -> None:
    for row in rows.tolist():
        faults[row] = (fault, detail)
