"""A smooth surface through the heights, to draw relief from, coarser when farther out.

Heights told in whole metres, or in steps of a hundred, are terraces. Light on terraces is a
staircase and contours run along their edges. The surface is smoothed instead, but never
leaves what the data allow: half a step above or below each height.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from geo.raster.grid import Floats, Grid, Heights, coarsened

SIGMAS: Final = (24.0, 12.0, 6.0, 3.0, 1.5)
"""Cells over which terraces are evened out, the widest first."""
ROUNDS: Final = 2
MOST_CELLS: Final = 8_000_000
"""A finer DEM is averaged first: twelve metres over sixty by twenty kilometres are enough
for relief that is barely felt."""
LEAST_SIDE: Final = 8


def evened(heights: NDArray[Any], quantum_m: float) -> Heights:
    """The heights without the terraces of their steps, each within half a step of its own.

    *Shapes*: rows × columns; NaN stays NaN.
    """
    known = np.isfinite(heights)
    true = np.where(known, heights, 0).astype(np.float32)
    if quantum_m <= 0:
        return np.where(known, true, np.float32(np.nan))
    # Imported where it is used: the server draws nothing and does without it.
    from scipy.ndimage import gaussian_filter

    half, surface = np.float32(quantum_m / 2), true
    weights = known.astype(np.float32)
    for sigma in (each for each in SIGMAS for _round in range(ROUNDS)):
        weight = gaussian_filter(weights, sigma)
        blurred = gaussian_filter(np.where(known, surface, 0), sigma)
        surface = blurred / np.maximum(weight, np.float32(1e-6))
        surface = np.clip(surface, true - half, true + half)
    return np.where(known, surface, np.float32(np.nan))


@dataclass(frozen=True)
class Level:
    """The surface in cells of one size."""

    grid: Grid
    heights: Heights

    def at(self, longitudes: Floats, latitudes: Floats) -> Heights:
        """Heights where each latitude (down) crosses each longitude (across).

        A cubic B-spline over the nearest four by four cells: smooth in slope and bend, it
        never leaves the range of these cells, and depends on nothing but the point, so
        that tiles agree on their common edge.

        *Source*: Unser, M. (1999), Splines: a perfect fit, IEEE SPM 16(6), equation 6.
        """
        rows, down = _spline(self.grid.rows_at(latitudes), self.grid.rows)
        columns, across = _spline(self.grid.columns_at(longitudes), self.grid.columns)
        top, left = rows.min(), columns.min()
        part = np.asarray(
            self.heights[top : rows.max() + 1, left : columns.max() + 1], dtype=np.float64
        )
        by_column = sum(
            across[tap] * part[:, columns[tap] - left] for tap in range(len(across))
        )
        both = sum(
            down[tap][:, None] * by_column[rows[tap] - top] for tap in range(len(down))
        )
        return np.asarray(both, dtype=np.float32)


def _spline(places: Floats, count: int) -> tuple[NDArray[np.int64], Floats]:
    """Four cells for each place and their weights; NaN for places beyond the edge."""
    first = np.floor(places)
    t = places - first
    weights = np.stack(
        [
            (1 - t) ** 3 / 6,
            (3 * t**3 - 6 * t**2 + 4) / 6,
            (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6,
            t**3 / 6,
        ]
    )
    weights[:, (places < -0.5) | (places > count - 0.5)] = np.nan
    cells = first.astype(np.int64) + np.arange(-1, 3)[:, None]
    return np.clip(cells, 0, count - 1), weights


@dataclass(frozen=True)
class Surface:
    """The surface in ever larger cells, each twice as wide as those before."""

    levels: tuple[Level, ...]

    @classmethod
    def over(cls, grid: Grid, heights: NDArray[Any], quantum_m: float) -> Self:
        """The surface through `heights`."""
        factor = 1
        while grid.cells // factor**2 > MOST_CELLS:
            factor += 1
        grid = grid.coarser(factor)
        level = Level(grid, evened(_averaged(heights, factor), quantum_m))
        levels = [level]
        while min(level.grid.rows, level.grid.columns) >= 2 * LEAST_SIDE:
            level = Level(level.grid.coarser(2), coarsened(level.heights, 2))
            levels.append(level)
        return cls(tuple(levels))

    def for_step(self, step: float) -> Level:
        """The coarsest level with cells no wider than `step` degrees; else the finest."""
        fine = (each for each in reversed(self.levels) if each.grid.step_x <= step)
        return next(chain(fine, self.levels[:1]))


def _averaged(heights: NDArray[Any], factor: int) -> Heights:
    """Means of blocks, read from the disk strip by strip."""
    if factor == 1:
        return np.asarray(heights, dtype=np.float32)
    strip = factor * 256
    rows = range(0, heights.shape[0], strip)
    return np.concatenate([coarsened(heights[row : row + strip], factor) for row in rows])
