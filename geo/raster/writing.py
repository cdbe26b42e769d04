"""Writes heights: as a grid for the server, as GeoTIFF and COG for everybody else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import rasterio
import rasterio.shutil
from numpy.lib.format import open_memmap
from rasterio.io import MemoryFile
from rasterio.windows import Window

from geo.raster.about import About
from geo.raster.grid import Grid, Heights
from geo.raster.opening import SURROUNDINGS
from geo.raster.placing import STORAGE, transform_of
from geo.raster.store import COG, HEIGHTS

Strips = Iterator[tuple[int, Heights]]
"""Rows of heights in metres from the north, each strip with its first row."""

ROWS: Final = 512
"""Rows written at a time, which are those of one row of blocks of the COG."""
_COG: Final = {
    "COMPRESS": "DEFLATE",
    "PREDICTOR": "YES",
    "BLOCKSIZE": str(ROWS),
    "RESAMPLING": "AVERAGE",
    "BIGTIFF": "IF_SAFER",
}


def write_heights(folder: Path, about: About, strips: Strips) -> None:
    """Write the strips as grid and as COG into `folder`, in constant memory."""
    grid, flat = about.grid, folder / "flat.tif"
    shape = (grid.rows, grid.columns)
    heights = open_memmap(folder / HEIGHTS, mode="w+", dtype=np.float32, shape=shape)
    tiled = {"tiled": True, "blockxsize": ROWS, "blockysize": ROWS, "bigtiff": "if_safer"}
    with rasterio.Env(**SURROUNDINGS):
        with rasterio.open(flat, "w", **_profile(grid), **tiled) as sink:
            for row, values in strips:
                heights[row : row + len(values)] = values
                window = Window(0, row, grid.columns, len(values))
                sink.write(values, 1, window=window)
            _describe(sink, about)
        heights.flush()
        rasterio.shutil.copy(flat, folder / COG, driver="COG", **_COG)
    flat.unlink()


def geotiff_bytes(heights: Heights, grid: Grid, about: About) -> bytes:
    """A GeoTIFF of these heights, as one piece."""
    packed = {"compress": "deflate", "predictor": 3}
    with rasterio.Env(**SURROUNDINGS), MemoryFile() as memory:
        with memory.open(**_profile(grid), **packed) as sink:
            sink.write(heights, 1)
            _describe(sink, about)
        return bytes(memory.read())


def _profile(grid: Grid) -> dict[str, Any]:
    return {
        "driver": "GTiff",
        "dtype": "float32",
        "count": 1,
        "crs": STORAGE,
        "transform": transform_of(grid),
        "width": grid.columns,
        "height": grid.rows,
        "nodata": math.nan,
    }


def _describe(sink: Any, about: About) -> None:
    """Write what a desktop GIS shows of the file's origin."""
    told = {
        "TIFFTAG_IMAGEDESCRIPTION": about.source,
        "TIFFTAG_COPYRIGHT": about.licence,
        "SOURCE": about.source,
        "LICENCE": about.licence,
        "SURVEYED": about.surveyed,
        "SYNTHETIC": "YES" if about.synthetic else "NO",
        "QUANTUM_M": f"{about.quantum_m:g}",
        "ACCURACY_M": f"{about.accuracy_m:g}" if about.accuracy_m else "",
        "VERTICAL_UNIT": "m",
        "ORIGINAL_CRS": about.original_crs,
    }
    sink.update_tags(**{name: text for name, text in told.items() if text})
    sink.set_band_unit(1, "m")
    sink.set_band_description(1, "elevation")
