"""Where the cells of a DEM lie, and how wide they are on the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

Heights = NDArray[np.float32]
Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_AXIS: Final = 6378137.0
"""Equatorial radius of WGS 84 in metres."""
_ECCENTRICITY: Final = 0.00669437999014
"""Square of the first eccentricity of WGS 84."""


def metres_per_degree(latitude: Any) -> tuple[Any, Any]:
    """Metres of one degree of longitude and of latitude, at this latitude.

    *Source*: Snyder, Map Projections: A Working Manual (1987), equations 4-18 to 4-21.

    >>> [round(each) for each in metres_per_degree(0.0)]
    [111320, 110574]
    """
    phi = np.radians(latitude)
    flat = 1 - _ECCENTRICITY * np.sin(phi) ** 2
    along = _AXIS * np.cos(phi) / np.sqrt(flat)
    across = _AXIS * (1 - _ECCENTRICITY) / flat**1.5
    return along * math.pi / 180, across * math.pi / 180


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Cells of equal size in degrees, the first row northernmost.

    *CRS*: EPSG:4326, longitude before latitude. `west` and `north` are the outer edge of
    the first cell, so its middle lies half a step further.
    """

    west: float
    north: float
    step_x: float
    step_y: float
    """Both positive, in degrees."""
    rows: int
    columns: int

    @property
    def box(self) -> Box:
        """The outer edges of all cells."""
        east = self.west + self.columns * self.step_x
        south = self.north - self.rows * self.step_y
        return self.west, south, east, self.north

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return self.rows * self.columns

    @property
    def cell_m(self) -> float:
        """The longer side of a cell in the middle of the grid, in metres."""
        x, y = self.cell_metres(self.north - self.rows * self.step_y / 2)
        return float(max(x, y))

    def cell_metres(self, latitude: Any) -> tuple[Any, Any]:
        """Width and height of a cell at this latitude, in metres."""
        along, across = metres_per_degree(latitude)
        return along * self.step_x, across * self.step_y

    def longitudes(self, first: int = 0, last: int | None = None) -> Floats:
        """Longitude of the middle of each column."""
        middles = np.arange(first, last or self.columns, dtype=np.float64) + 0.5
        return np.asarray(self.west + middles * self.step_x, dtype=np.float64)

    def latitudes(self, first: int = 0, last: int | None = None) -> Floats:
        """Latitude of the middle of each row."""
        middles = np.arange(first, last or self.rows, dtype=np.float64) + 0.5
        return np.asarray(self.north - middles * self.step_y, dtype=np.float64)

    def columns_at(self, longitudes: Any) -> Floats:
        """Column of each longitude; whole numbers are the middles of cells."""
        return np.asarray((np.asarray(longitudes) - self.west) / self.step_x - 0.5)

    def rows_at(self, latitudes: Any) -> Floats:
        """Row of each latitude; whole numbers are the middles of cells."""
        return np.asarray((self.north - np.asarray(latitudes)) / self.step_y - 0.5)

    def within(self, box: Box) -> tuple[int, int, int, int]:
        """First and last row and column (the last excluded) of the cells that meet `box`.

        >>> grid = Grid(west=0, north=10, step_x=1, step_y=1, rows=10, columns=10)
        >>> grid.within((2.0, 3.0, 4.0, 5.5))
        (4, 7, 2, 4)
        """
        west, south, east, north = box
        grain = 1e-6  # an edge that is meant to lie on another one does
        top = math.floor((self.north - north) / self.step_y + grain)
        bottom = math.ceil((self.north - south) / self.step_y - grain)
        left = math.floor((west - self.west) / self.step_x + grain)
        right = math.ceil((east - self.west) / self.step_x - grain)
        return (
            min(max(top, 0), self.rows),
            min(max(bottom, 0), self.rows),
            min(max(left, 0), self.columns),
            min(max(right, 0), self.columns),
        )

    def part(self, top: int, bottom: int, left: int, right: int) -> Self:
        """The grid of some rows and columns of this one."""
        return type(self)(
            west=self.west + left * self.step_x,
            north=self.north - top * self.step_y,
            step_x=self.step_x,
            step_y=self.step_y,
            rows=bottom - top,
            columns=right - left,
        )

    def coarser(self, factor: int) -> Self:
        """The grid whose cells each hold `factor` by `factor` of these."""
        return type(self)(
            west=self.west,
            north=self.north,
            step_x=self.step_x * factor,
            step_y=self.step_y * factor,
            rows=-(-self.rows // factor),
            columns=-(-self.columns // factor),
        )


def coarsened(heights: NDArray[Any], factor: int) -> Heights:
    """Mean of each block of `factor` by `factor` cells; unknown ones do not count.

    *Shapes*: rows × columns; blocks at the southern and eastern edge may be smaller.
    """
    if factor == 1:
        return np.asarray(heights, dtype=np.float32)
    rows, columns = heights.shape
    down, across = np.arange(0, rows, factor), np.arange(0, columns, factor)

    def summed(values: NDArray[Any]) -> Floats:
        by_row = np.add.reduceat(values, down, axis=0, dtype=np.float64)
        return np.asarray(np.add.reduceat(by_row, across, axis=1))

    known = np.isfinite(heights)
    count = summed(known)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (summed(np.where(known, heights, 0)) / count).astype(np.float32)
