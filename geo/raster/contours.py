"""Lines of equal height in a tile, by marching squares on the smooth surface.

Source: Maple, C. (2003), Geometric design and space planning using the marching squares
and marching cube algorithms, Proc. GMAG, 90-95.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.raster.grid import Floats, Heights
from geo.raster.mvt import Line, line_tile
from geo.raster.squares import EQUATOR_M, latitudes, longitudes, step_of
from geo.raster.surface import Surface
from geo.tiles.address import BUFFER, EXTENT, Tile

NAME: Final = "contours"
INTERVALS: Final = {10: 200, 12: 100, 13: 50, 14: 10}
"""Metres from line to line, from this zoom on. At 14 the style draws every second one."""
NICE: Final = (10, 20, 50, 100, 200, 500, 1000)
FIRST: Final = min(INTERVALS)
FINEST: Final = max(INTERVALS)
INDEX: Final = 5
"""Every so many lines there is a stronger one that tells its height."""
SIDES: Final = (32, 64)
"""Cells along the edge of a tile: one is a `BUFFER` of the largest."""
TOLERANCE: Final = 3.0
"""Tile units a line may be moved to be shorter: less than half a pixel."""


def interval(zoom: int, uncertain_m: float) -> int:
    """Metres from line to line; never less than the heights are sure of."""
    wanted = next(
        INTERVALS[each] for each in sorted(INTERVALS, reverse=True) if each <= zoom
    )
    least = max(wanted, uncertain_m)
    return next((nice for nice in NICE if nice >= least), NICE[-1])


def contour_tile(surface: Surface, tile: Tile, uncertain_m: float) -> bytes | None:
    """The tile's contours as a vector tile; None where there are none."""
    step = interval(tile.z, uncertain_m)
    side = _side(surface, tile)
    margin = side * BUFFER // EXTENT or 1
    level = surface.for_step(step_of(tile.z, side))
    heights = level.at(
        longitudes(tile, side, -margin, side + margin),
        latitudes(tile, side, -margin, side + margin),
    )
    if np.isnan(heights).all():
        return None
    unit = EXTENT / side
    features = []
    for height, lines in contours(heights, step):
        shown = _in_units(lines, unit, margin)
        if shown:
            strong = int(height % (step * INDEX) == 0)
            features.append(({"ele": height, "index": strong}, shown))
    return line_tile(NAME, features) if features else None


def _side(surface: Surface, tile: Tile) -> int:
    """Cells along the tile's edge: two for each of the surface's, within reason."""
    finest = surface.levels[0].grid
    middle = finest.north - finest.rows * finest.step_y / 2
    width = EQUATOR_M / 2**tile.z * math.cos(math.radians(middle))
    wanted = 2 * width / finest.cell_m
    return next((side for side in SIDES if side >= wanted), SIDES[-1])


def _in_units(lines: list[Floats], unit: float, margin: int) -> list[Line]:
    shapes = shapely.simplify(
        [shapely.LineString((line - margin) * unit) for line in lines], TOLERANCE
    )
    found: list[Line] = []
    for shape in shapes:
        points = np.rint(shapely.get_coordinates(shape)).astype(int)
        moved = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
        if moved.sum() > 1:
            found.append([(int(x), int(y)) for x, y in points[moved]])
    return found


def contours(heights: Heights, step: int) -> Iterator[tuple[int, list[Floats]]]:
    """Each multiple of `step` that occurs, with its lines.

    *Shapes*: a line is points × (column, row) of `heights`.
    """
    segments, multiples = _segments(np.asarray(heights, dtype=np.float64), step)
    if not len(segments):
        return
    order = np.argsort(multiples, kind="stable")
    found, which = np.unique(multiples[order], return_inverse=True)
    pieces: Any = shapely.linestrings(segments[order])
    merged: Any = shapely.line_merge(shapely.multilinestrings(pieces, indices=which))
    for multiple, whole in zip(found, merged, strict=True):
        lines = [shapely.get_coordinates(part) for part in shapely.get_parts(whole)]
        yield int(multiple) * step, lines


# Corners of a cell: upper left 8, upper right 4, lower right 2, lower left 1.
# Its edges: 0 above, 1 right, 2 below, 3 left.
_CUTS: Final[dict[int, tuple[tuple[int, int], ...]]] = {
    1: ((3, 2),), 2: ((2, 1),), 3: ((3, 1),), 4: ((0, 1),), 6: ((0, 2),), 7: ((3, 0),),
    8: ((3, 0),), 9: ((0, 2),), 11: ((0, 1),), 12: ((3, 1),), 13: ((2, 1),), 14: ((3, 2),),
}  # fmt: skip
_SADDLES: Final = {
    (5, True): ((3, 0), (2, 1)),
    (5, False): ((3, 2), (0, 1)),
    (10, True): ((3, 2), (0, 1)),
    (10, False): ((3, 0), (2, 1)),
}
"""Two opposite corners above: the middle of the cell decides which belong together."""


def _segments(heights: NDArray[Any], step: int) -> tuple[Floats, NDArray[np.int64]]:
    """Pieces of lines within single cells, and the multiple of `step` each belongs to.

    *Shapes*: segments × 2 ends × (column, row). An end is computed alike for the edge that
    two cells share, so pieces meet exactly.
    """
    rows, columns, multiples = _cut_cells(heights, step)
    levels = multiples * float(step)
    case = np.zeros(len(rows), dtype=np.int64)
    for (down, across), weight in zip(_CORNERS, (8, 4, 2, 1), strict=True):
        case += weight * (heights[rows + down, columns + across] >= levels)
    pieces, owners = [np.empty((0, 2, 2))], [np.empty(0, dtype=np.int64)]
    for kind in np.unique(case):
        cells = np.flatnonzero(case == kind)
        for chosen, cuts in _cuts(heights, levels, int(kind), (rows, columns, cells)):
            at = rows[chosen], columns[chosen], levels[chosen]
            for edges in cuts:
                ends = [_crossing(heights, edge, at) for edge in edges]
                pieces.append(np.stack(ends, axis=1))
                owners.append(multiples[chosen])
    return np.concatenate(pieces), np.concatenate(owners)


_CORNERS: Final = ((0, 0), (0, 1), (1, 1), (1, 0))
Numbers = NDArray[Any]


def _cut_cells(heights: NDArray[Any], step: int) -> tuple[Numbers, Numbers, Numbers]:
    """Row and column of each cell that a line crosses, once for each line."""
    corners = np.stack(
        [heights[:-1, :-1], heights[:-1, 1:], heights[1:, 1:], heights[1:, :-1]]
    )
    low, high = corners.min(axis=0), corners.max(axis=0)  # NaN if one corner is
    known = np.isfinite(low)
    first = np.floor(np.where(known, low, 0) / step).astype(np.int64) + 1
    last = np.floor(np.where(known, high, 0) / step).astype(np.int64)
    count = np.where(known, np.maximum(last - first + 1, 0), 0)
    rows, columns = np.nonzero(count)
    count, first = count[rows, columns], first[rows, columns]
    nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(rows, count), np.repeat(columns, count), np.repeat(first, count) + nth


def _cuts(
    heights: NDArray[Any],
    levels: Numbers,
    kind: int,
    cut: tuple[Numbers, Numbers, Numbers],
) -> Iterator[tuple[Numbers, tuple[tuple[int, int], ...]]]:
    """Cells of one case with the edges their pieces join."""
    rows, columns, cells = cut
    if kind in _CUTS:
        yield cells, _CUTS[kind]
        return
    total = sum(
        heights[rows[cells] + down, columns[cells] + across] for down, across in _CORNERS
    )
    high = total / 4 >= levels[cells]
    for is_high in (True, False):
        yield cells[high == is_high], _SADDLES[kind, is_high]


def _crossing(
    heights: NDArray[Any], edge: int, at: tuple[Numbers, Numbers, Numbers]
) -> Floats:
    """Where the line crosses this edge of each cell, as column and row."""
    rows, columns, levels = at
    first_row = rows + (1 if edge == 2 else 0)
    first_column = columns + (1 if edge == 1 else 0)
    lies = edge in (0, 2)  # from left to right; else from above to below
    first = heights[first_row, first_column]
    second = heights[first_row + (not lies), first_column + lies]
    part = (levels - first) / (second - first)
    if lies:
        return np.stack([first_column + part, first_row], axis=1)
    return np.stack([first_column, first_row + part], axis=1)
