"""Rasters made for tests: surfaces of which height and slope are known everywhere."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_origin

from geo.raster.about import About
from geo.raster.grid import Box, Floats, Grid, metres_per_degree
from geo.raster.importing import Provenance, import_dem
from geo.raster.opening import Reading

BOUNDS: Box = (-66.30, -17.42, -66.26, -17.38)
"""A small municipality; two hundredths of a degree around it are kept as well."""
MIDDLE = (-66.28, -17.40)
SECOND = 1 / 3600
WHOLE = Grid(west=-66.34, north=-17.34, step_x=SECOND, step_y=SECOND, rows=432, columns=432)
"""The cells of most test rasters: 30 m, well beyond the municipality."""
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)

Ground = Callable[[Any, Any], Any]
"""Height of a point, by metres east and north of the middle."""


def plane(east: float, north: float, at: float = 2600.0) -> Ground:
    """Ground that climbs by so much for each metre to the east and to the north."""
    return lambda x, y: at + east * x + north * y


def hill(height: float = 400.0, wide_m: float = 1500.0) -> Ground:
    """A round hill in the middle."""
    return lambda x, y: 2500 + height * np.exp(-(x**2 + y**2) / wide_m**2)


def metres_from_middle(longitudes: Any, latitudes: Any) -> tuple[Any, Any]:
    """Metres east and north of the middle, as if the earth were flat around it."""
    along, across = metres_per_degree(MIDDLE[1])
    return (
        (np.asarray(longitudes) - MIDDLE[0]) * along,
        (np.asarray(latitudes) - MIDDLE[1]) * across,
    )


def heights_of(ground: Ground, grid: Grid = WHOLE) -> Floats:
    """The ground at the middle of every cell."""
    longitudes, latitudes = np.meshgrid(grid.longitudes(), grid.latitudes())
    return np.asarray(ground(*metres_from_middle(longitudes, latitudes)))


def write(file: Path, heights: Any, grid: Grid = WHOLE, **more: Any) -> Path:
    """A GeoTIFF of `heights`; `more` changes its profile."""
    profile = {
        "driver": "GTiff",
        "dtype": "float32",
        "count": 1,
        "crs": "EPSG:4326",
        "transform": from_origin(grid.west, grid.north, grid.step_x, grid.step_y),
        "height": heights.shape[-2],
        "width": heights.shape[-1],
        **more,
    }
    unit = profile.pop("unit", None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        sink = rasterio.open(file, "w", **profile)
    with sink:
        sink.write(heights.astype(profile["dtype"]), 1)
        if unit:
            sink.set_band_unit(1, unit)
    return file


def imported(file: Path, bounds: Box = BOUNDS, **reading: Any) -> About:
    """Import `file` as the instance's DEM."""
    said = Provenance(now=NOW, source="IGM", licence="CC-BY-4.0")
    return import_dem(file, bounds, Reading(**reading), said, told=lambda step: None)
