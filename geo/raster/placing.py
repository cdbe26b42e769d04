"""Where a raster lies, and which cells of the platform's own grid it fills."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from affine import Affine
from django.utils.translation import gettext as _
from pyproj import Transformer
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.warp import calculate_default_transform, transform_bounds
from rasterio.windows import Window

from geo import crs
from geo.raster.grid import Box, Grid, metres_per_degree
from geo.raster.opening import Raster
from geo.raster.refusals import TooManyCells, Unplaced

MARGIN: Final = 0.02
"""Degrees around the municipality that are kept too: about two kilometres."""
MOST_CELLS: Final = 64_000_000
"""A grid of 256 MB: five metres over sixty by thirty kilometres is a tenth of it."""
STORAGE: Final = CRS.from_epsg(crs.STORAGE)
UNDECLARED: Final = -32768.0
"""Where a file declares no void, so that cells the warper does not reach stay empty."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The cells to fill, and the part of the file that fills them."""

    grid: Grid
    window: Window
    """In the raster, rounded outwards."""
    exact: bool
    """Whether the cells are the file's own."""


def around(bounds: Box, margin: float = MARGIN) -> Box:
    """The box with a margin on every side."""
    west, south, east, north = bounds
    return west - margin, south - margin, east + margin, north + margin


def place(raster: Raster, bounds: Box, resolution_m: float) -> Placed:
    """The cells of the raster that are wanted around `bounds`.

    Raises:
        Unplaced: the raster lies elsewhere.
        TooManyCells: they are more than one municipality can use.
    """
    wanted = around(bounds)
    lying = _lying(raster)
    if not _meet(lying, wanted):
        raise _elsewhere(lying, wanted)
    exact = raster.crs == STORAGE and not resolution_m
    grid = _own_grid(raster, wanted) if exact else _new_grid(raster, wanted, resolution_m)
    if grid.cells > MOST_CELLS:
        raise _too_many(grid)
    return Placed(grid=grid, window=_window(raster, grid.box), exact=exact)


def _lying(raster: Raster) -> Box:
    try:
        lying: Box = transform_bounds(raster.crs, STORAGE, *raster.dataset.bounds)
    except RasterioError as error:
        raise _impossible() from error
    if not all(map(math.isfinite, lying)):
        raise _impossible()
    return lying


def _impossible() -> Unplaced:
    return Unplaced(
        _(
            "The raster's coordinates have no place on Earth in its CRS. Ask its owner "
            "for the right one and say it: --crs EPSG:n."
        )
    )


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )


def _elsewhere(lying: Box, wanted: Box) -> Unplaced:
    west, south, east, north = lying
    said = {"west": west, "south": south, "east": east, "north": north}
    if _meet((south, west, north, east), wanted):
        return Unplaced(
            _(
                "The raster has longitude and latitude swapped: it lies from %(west).2f, "
                "%(south).2f to %(east).2f, %(north).2f. Ask for it with longitude first."
            )
            % said
        )
    return Unplaced(
        _(
            "The raster lies elsewhere, not over the municipality: from longitude "
            "%(west).2f to %(east).2f and latitude %(south).2f to %(north).2f. Look for "
            "the neighbouring tile of the series, or check --crs."
        )
        % said
    )


def _too_many(grid: Grid) -> TooManyCells:
    enough = grid.cell_m * math.sqrt(grid.cells / MOST_CELLS)
    return TooManyCells(
        _(
            "The raster has %(count)d million cells over the municipality; at most "
            "%(most)d million can be used. Take it coarser: --resolution %(metres)d."
        )
        % {
            "count": grid.cells // 10**6,
            "most": MOST_CELLS // 10**6,
            "metres": math.ceil(enough),
        }
    )


def _own_grid(raster: Raster, wanted: Box) -> Grid:
    turned, dataset = raster.dataset.transform, raster.dataset
    whole = Grid(
        west=turned.c,
        north=turned.f,
        step_x=turned.a,
        step_y=-turned.e,
        rows=dataset.height,
        columns=dataset.width,
    )
    return whole.part(*whole.within(wanted))


def _new_grid(raster: Raster, wanted: Box, resolution_m: float) -> Grid:
    """Square cells on the ground, about as fine as the file's, over what both cover."""
    lying = _lying(raster)
    west, south = max(lying[0], wanted[0]), max(lying[1], wanted[1])
    east, north = min(lying[2], wanted[2]), min(lying[3], wanted[3])
    along, across = metres_per_degree((south + north) / 2)
    if resolution_m:
        step_x, step_y = resolution_m / along, resolution_m / across
    else:
        step_x, step_y = _native_steps(raster)
    return Grid(
        west=west,
        north=north,
        step_x=float(step_x),
        step_y=float(step_y),
        rows=max(2, math.ceil((north - south) / step_y)),
        columns=max(2, math.ceil((east - west) / step_x)),
    )


def _native_steps(raster: Raster) -> tuple[float, float]:
    dataset = raster.dataset
    turned: Any = calculate_default_transform(
        raster.crs, STORAGE, dataset.width, dataset.height, *dataset.bounds
    )[0]
    return float(turned.a), float(-turned.e)


def _window(raster: Raster, box: Box) -> Window:
    """The part of the file under `box`, with the neighbours that interpolation reads."""
    west, south, east, north = box
    transformer = Transformer.from_crs(crs.STORAGE, raster.crs.to_wkt(), always_xy=True)
    left, bottom, right, top = transformer.transform_bounds(west, south, east, north)
    corners = [
        ~raster.dataset.transform @ (x, y) for x in (left, right) for y in (bottom, top)
    ]
    columns, rows = zip(*corners, strict=True)
    width, height = raster.dataset.width, raster.dataset.height
    reach = 0 if raster.crs == STORAGE else 2
    grain = 1e-6
    first_row = min(max(0, math.floor(min(rows) + grain) - reach), height - 1)
    first_column = min(max(0, math.floor(min(columns) + grain) - reach), width - 1)
    last_row = min(height, math.ceil(max(rows) - grain) + reach)
    last_column = min(width, math.ceil(max(columns) - grain) + reach)
    return Window(first_column, first_row, last_column - first_column, last_row - first_row)


def transform_of(grid: Grid) -> Affine:
    """The grid's place as GDAL writes it."""
    return Affine(grid.step_x, 0, grid.west, 0, -grid.step_y, grid.north)


def warped(raster: Raster, placed: Placed, nodata: float | None) -> WarpedVRT:
    """A view of the raster through the platform's grid; NaN where nothing is known."""
    grid = placed.grid
    fine = min(_native_steps(raster)) if not placed.exact else grid.step_x
    coarser = min(grid.step_x, grid.step_y) > fine * 1.5
    chosen = Resampling.average if coarser else Resampling.bilinear
    return WarpedVRT(
        raster.dataset,
        src_crs=raster.crs,
        crs=STORAGE,
        transform=transform_of(grid),
        width=grid.columns,
        height=grid.rows,
        resampling=Resampling.nearest if placed.exact else chosen,
        src_nodata=UNDECLARED if nodata is None else nodata,
        nodata=math.nan,
        dtype="float32",
        warp_mem_limit=64,
    )
