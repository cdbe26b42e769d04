"""How steep the ground is within polygons, for one or for all parcels of a town.

A parcel is often smaller than a cell. Then its slope is that of the ground around it, taken
at a point inside: all that a DEM of this size can say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.raster.grid import Floats, Grid
from geo.raster.sampling import bilinear
from geo.raster.store import Dem, get_dem

Shapes = NDArray[np.object_]

MOST_CELLS: Final = 2_000_000
"""Cells looked at together: 16 MB for each of the few arrays they need."""
MOST_SHAPES: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class Slope:
    """Steepness in percent: metres up for every hundred metres along."""

    mean: float
    highest: float
    """Of a single cell."""


def slopes(dem: Dem, shapes: Shapes) -> Floats:
    """Mean and highest slope of each polygon, in percent.

    *CRS*: EPSG:4326. *Shapes*: polygons × 2; NaN where the DEM knows nothing.
    Cells count whose middle lies inside. Memory does not grow with the number of polygons,
    nor with their size.
    """
    found = np.full((len(shapes), 2), np.nan)
    if not len(shapes):
        return found
    boxes = shapely.bounds(shapes)
    known = np.flatnonzero(np.isfinite(boxes).all(axis=1))
    order = known[np.lexsort((boxes[known, 0], -boxes[known, 3]))]
    for chosen in _batches(dem.about.grid, boxes, order):
        found[chosen] = _together(dem, shapes[chosen], boxes[chosen])
    return found


def slope(polygon: Polygon) -> Slope | None:
    """Slope within one polygon (EPSG:4326); None where nothing is known.

    Raises:
        NoDem: this instance has no DEM.
    """
    shapes = np.empty(1, dtype=object)
    shapes[0] = polygon
    mean, highest = slopes(get_dem(), shapes)[0]
    if np.isnan(mean):
        return None
    return Slope(mean=float(mean), highest=float(highest))


def percent(heights: NDArray[Any], grid: Grid, top: int = 0) -> Floats:
    """Slope of every cell in percent; the outermost cells lean on their inner neighbours.

    *Shapes*: rows × columns of `heights`, which begin with the row `top` of `grid`.
    *Source*: Horn, B. (1981), Proc. IEEE 69(1): differences over three by three cells.
    """
    middle = np.asarray(heights, dtype=np.float64)
    near = np.pad(middle, 1, mode="reflect", reflect_type="odd")
    width, height = grid.cell_metres(grid.latitudes(top, top + len(middle)))

    def summed(down: int, across: int) -> Floats:
        """Three neighbours on one side, the middle one twice."""
        rows, columns = middle.shape
        places = [(down, step) if down else (step, across) for step in (-1, 0, 1)]
        return np.asarray(
            sum(
                near[1 + row : 1 + row + rows, 1 + column : 1 + column + columns]
                * (1 if row and column else 2)
                for row, column in places
            )
        )

    east = (summed(0, 1) - summed(0, -1)) / (8 * width[:, None])
    north = (summed(-1, 0) - summed(1, 0)) / (8 * height[:, None])
    return np.asarray(100 * np.hypot(east, north))


def _batches(grid: Grid, boxes: Floats, order: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Polygons that lie near each other, as many as fit into memory together."""
    first = 0
    while first < len(order):
        last = min(len(order), first + MOST_SHAPES)
        while last - first > 1 and _cells(grid, boxes[order[first:last]]) > MOST_CELLS:
            last = first + (last - first + 1) // 2
        yield order[first:last]
        first = last


def _cells(grid: Grid, boxes: Floats) -> float:
    """Cells under each of the boxes, and once under all together."""
    size = (boxes[:, 2] - boxes[:, 0]) / grid.step_x + 1
    size = size * ((boxes[:, 3] - boxes[:, 1]) / grid.step_y + 1)
    wide = boxes[:, 2].max() - boxes[:, 0].min()
    tall = boxes[:, 3].max() - boxes[:, 1].min()
    return float(max(size.sum(), wide / grid.step_x * tall / grid.step_y))


def _together(dem: Dem, shapes: Shapes, boxes: Floats) -> Floats:
    """Slopes of polygons that were chosen to fit, strip by strip when one is huge."""
    grid = dem.about.grid
    around = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    top, bottom, left, right = grid.within(tuple(around))
    top, bottom = max(0, top - 2), min(grid.rows, bottom + 2)
    left, right = max(0, left - 2), min(grid.columns, right + 2)
    total, count = np.zeros(len(shapes)), np.zeros(len(shapes))
    highest = np.full(len(shapes), -np.inf)
    if bottom - top < 2 or right - left < 2:
        return np.full((len(shapes), 2), np.nan)
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    strip = max(2, MOST_CELLS // (right - left))
    alone = np.full(len(shapes), np.nan)
    for row in range(top, bottom, strip):
        end = min(bottom, row + strip)
        steep, part = _strip(dem, (row, end, left, right))
        _add(part, steep, (shapes, boxes), (total, count, highest))
        found = bilinear(steep, part.rows_at(points[:, 1]), part.columns_at(points[:, 0]))
        alone = np.where(np.isnan(alone), found, alone)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(count > 0, total / count, alone)
    return np.column_stack([mean, np.where(count > 0, highest, alone)])


def _strip(dem: Dem, part: tuple[int, int, int, int]) -> tuple[Floats, Grid]:
    """Slopes of some rows, worked out with the rows beside them."""
    top, bottom, left, right = part
    grid = dem.about.grid
    first, last = max(0, top - 1), min(grid.rows, bottom + 1)
    first, last = (first, last) if last - first > 1 else (max(0, top - 2), bottom)
    steep = percent(dem.heights[first:last, left:right], grid, first)
    kept = steep[top - first : top - first + bottom - top]
    return kept, grid.part(top, bottom, left, right)


def _add(
    grid: Grid,
    steep: Floats,
    asked: tuple[Shapes, Floats],
    tallies: tuple[Floats, Floats, Floats],
) -> None:
    """Add the cells whose middle lies inside each shape to its tallies."""
    shapes, boxes = asked
    total, count, highest = tallies
    top = np.clip(np.ceil(grid.rows_at(boxes[:, 3])), 0, grid.rows).astype(int)
    bottom = np.clip(np.floor(grid.rows_at(boxes[:, 1])) + 1, 0, grid.rows).astype(int)
    left = np.clip(np.ceil(grid.columns_at(boxes[:, 0])), 0, grid.columns).astype(int)
    right = np.clip(np.floor(grid.columns_at(boxes[:, 2])) + 1, 0, grid.columns).astype(int)
    wide, tall = np.maximum(right - left, 0), np.maximum(bottom - top, 0)
    cells = wide * tall
    if not cells.any():
        return
    shape = np.repeat(np.arange(len(shapes)), cells)
    nth = np.arange(len(shape)) - np.repeat(np.cumsum(cells) - cells, cells)
    rows = top[shape] + nth // wide[shape]
    columns = left[shape] + nth % wide[shape]
    shapely.prepare(shapes)
    inside = shapely.contains_xy(
        shapes[shape], grid.longitudes()[columns], grid.latitudes()[rows]
    )
    values = steep[rows, columns]
    inside &= np.isfinite(values)
    shape, values = shape[inside], values[inside]
    np.add.at(total, shape, values)
    np.add.at(count, shape, 1)
    np.maximum.at(highest, shape, values)


def as_shapes(geometries: Sequence[BaseGeometry]) -> Shapes:
    """Polygons as the array that `slopes` takes."""
    shapes = np.empty(len(geometries), dtype=object)
    shapes[:] = list(geometries)
    return shapes
