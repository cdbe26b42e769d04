"""An invented relief for the demonstration town: a flat valley under a steep range.

It is plausible and nothing more: a few heights across the valley are facts, ridges and
ravines are drawn by chance. Equal facts and seed give an equal relief, byte for byte.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d, zoom
from shapely import Polygon

from data.town.facts import Facts, Position
from geo.raster.about import About
from geo.raster.grid import Box, Floats, Grid, Heights, metres_per_degree
from geo.raster.placing import around

SECOND: Final = 1 / 3600
"""Degrees of a cell: about 30 metres, like the models anybody can download."""
FOOT_COLUMNS: Final = 120
"""Places at which the foot of the hills is looked up."""


@dataclass(frozen=True, kw_only=True)
class Roughness:
    """Bumps of one size: how far apart from west to east and south to north, how high."""

    wide_m: float
    tall_m: float
    height_m: float
    ridged: bool = False


BUMPS: Final = (
    Roughness(wide_m=5200, tall_m=9000, height_m=420),
    Roughness(wide_m=1700, tall_m=5200, height_m=330, ridged=True),
    Roughness(wide_m=800, tall_m=1500, height_m=110, ridged=True),
    Roughness(wide_m=380, tall_m=500, height_m=34),
    Roughness(wide_m=160, tall_m=180, height_m=9),
)
"""Spurs and ravines run down from the crest, so they are longer than wide."""
FOOTHILLS_M: Final = 2600.0
"""From the foot to where bumps reach their full height."""
FAN_M: Final = 2.0
"""Bumps of the valley floor: old beds and fans."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """Heights from south to north across the valley, side by side."""

    south: Any
    floor: Any
    north: Any


def read_section(folder: Path) -> Section:
    """The heights that are facts."""
    sides: dict[str, list[tuple[float, float]]] = {"s": [], "f": [], "n": []}
    with (folder / "relief.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            sides[row["side"]].append((float(row["distance"]), float(row["height_m"])))
    curves = {
        side: PchipInterpolator(*zip(*sorted(points), strict=True))
        for side, points in sides.items()
    }
    return Section(south=curves["s"], floor=curves["f"], north=curves["n"])


def relief_grid(bounds: Box) -> Grid:
    """The cells of the invented relief."""
    west, south, east, north = around(bounds)
    return Grid(
        west=west,
        north=north,
        step_x=SECOND,
        step_y=SECOND,
        rows=round((north - south) / SECOND),
        columns=round((east - west) / SECOND),
    )


def draw_relief(facts: Facts, section: Section, grid: Grid, *, seed: int) -> Heights:
    """Heights of every cell of `grid`, in metres."""
    rng = np.random.default_rng(seed)
    southern, northern = _feet(facts.valley, grid)
    latitudes = grid.latitudes()[:, None]
    _along, across = metres_per_degree(float(latitudes.mean()))
    beyond_north = (latitudes - northern) * across
    beyond_south = (southern - latitudes) * across
    share = np.clip((latitudes - southern) / (northern - southern), 0, 1)
    away = np.maximum(beyond_north, beyond_south)
    wild = np.clip(away / FOOTHILLS_M, 0, 1)
    wild = wild * wild * (3 - 2 * wild)
    bumps, fans = _bumps(grid, rng)
    # Bumps also bend the range itself, so that no crest runs straight.
    bent = np.maximum(beyond_north + 2.2 * bumps * wild, 0)
    heights = np.where(
        beyond_north > 0,
        section.north(bent.clip(max=section.north.x[-1])),
        np.where(
            beyond_south > 0,
            section.south(beyond_south.clip(0, section.south.x[-1])),
            section.floor(share),
        ),
    )
    small = np.where(beyond_south > 0, 0.15, 0.5)
    heights = heights + bumps * wild * small + fans * (1 - wild)
    return np.asarray(heights, dtype=np.float32)


def _feet(valley: tuple[Position, ...], grid: Grid) -> tuple[Floats, Floats]:
    """Latitude of the southern and the northern foot of the hills at every column."""
    floor = Polygon(valley)
    west, south, east, north = floor.bounds
    inset = (east - west) / 50  # its ends are where the drawing stops, not hills
    places = np.linspace(west + inset, east - inset, FOOT_COLUMNS)
    cuts = shapely.intersection(
        [shapely.LineString([(x, south - 1), (x, north + 1)]) for x in places], floor
    )
    bounds = shapely.bounds(cuts)
    southern, northern = (
        np.interp(grid.longitudes(), places, gaussian_filter1d(edge, 2))
        for edge in (bounds[:, 1], bounds[:, 3])
    )
    return southern, northern


def _bumps(grid: Grid, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Bumps of the hills in metres, and those of the valley floor."""
    width, height = grid.cell_metres(grid.north - grid.rows * grid.step_y / 2)
    total = np.zeros((grid.rows, grid.columns))
    fans = total
    for bump in BUMPS:
        size = (bump.tall_m / float(height), bump.wide_m / float(width))
        noise = _noise((grid.rows, grid.columns), size, rng)
        if bump.ridged:
            noise = 0.8 - 1.6 * np.sqrt(np.abs(noise) + 0.01)
        total = total + bump.height_m * noise
        fans = FAN_M * noise
    return total, fans


def _noise(
    shape: tuple[int, int], size: tuple[float, float], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Smooth chance around 0, its bumps as far apart as `size` says, in cells."""
    coarse = tuple(int(cells / bump) + 4 for cells, bump in zip(shape, size, strict=True))
    drawn = zoom(rng.standard_normal(coarse) * 0.5, size, order=3, mode="nearest")
    return np.asarray(drawn[: shape[0], : shape[1]], dtype=np.float64)


def about_relief(grid: Grid, *, now: dt.datetime, source: str) -> About:
    """What is to be known about it: above all, that it is invented."""
    return About(
        source=source,
        licence="CC0-1.0",
        surveyed="",
        imported_at=now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        synthetic=True,
        original_crs="EPSG:4326",
        resampled=False,
        unit="m",
        quantum_m=0.0,
        accuracy_m=0.0,
        lowest_m=0.0,
        highest_m=0.0,
        void_share=0.0,
        grid=grid,
        version="",
    )
