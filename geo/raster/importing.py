"""Makes a raster file the DEM of this instance: judged, clipped, written, exchanged."""

from __future__ import annotations

import datetime as dt
import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rasterio.errors import RasterioError
from rasterio.windows import Window

from geo.opendata.folder import replacing
from geo.raster.about import About
from geo.raster.building import EDITION, build_relief
from geo.raster.checks import UNITS, Judged, damaged, judge_heights
from geo.raster.grid import Box, Heights
from geo.raster.opening import Raster, Reading, opened
from geo.raster.placing import Placed, place, warped
from geo.raster.store import ABOUT, HEIGHTS, dem_folder
from geo.raster.writing import ROWS, Strips, write_heights


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What the person who imports a DEM says about it."""

    now: dt.datetime
    source: str
    licence: str = ""
    surveyed: str = ""
    accuracy_m: float = 0.0
    synthetic: bool = False


def import_dem(
    file: Path,
    bounds: Box,
    reading: Reading,
    provenance: Provenance,
    *,
    told: Callable[[str], None],
    dry_run: bool = False,
) -> About:
    """Judge the raster and, unless it is a dry run, make it the DEM of this instance.

    Memory does not grow with the file. Nothing of the DEM before is touched until the new
    one is complete.

    Raises:
        NotADem: it was refused; the message says why and what to do.
        FolderInUse: another import is under way.
    """
    with opened(file, reading) as raster:
        placed = place(raster, bounds, reading.resolution_m)
        told("reading")
        judged = judge_heights(raster, placed.window, reading)
        about = _about(raster, placed, judged, provenance)
        strips = _strips(raster, placed, judged)
        if dry_run:
            return _measured(about, strips)
        return keep(about, strips, told=told)


def keep(about: About, strips: Strips, *, told: Callable[[str], None]) -> About:
    """Write heights, COG and relief into a new folder, then exchange it for the old one.

    Raises:
        FolderInUse: another import is under way.
    """
    with replacing(dem_folder()) as folder:
        told("writing")
        seen = _Sum()
        write_heights(folder, about, seen.watched(strips))
        about = seen.said(about)
        told("relief")
        zooms = build_relief(folder, about, np.load(folder / HEIGHTS, mmap_mode="r"))
        about = replace(about, zooms=zooms)
        about.write(folder / ABOUT)
    return about


def _about(raster: Raster, placed: Placed, judged: Judged, provenance: Provenance) -> About:
    epsg = raster.crs.to_epsg()
    return About(
        source=provenance.source,
        licence=provenance.licence,
        surveyed=provenance.surveyed,
        imported_at=provenance.now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        synthetic=provenance.synthetic,
        original_crs=f"EPSG:{epsg}" if epsg else raster.crs.to_string()[:200],
        resampled=not placed.exact,
        unit=judged.unit,
        quantum_m=judged.quantum_m,
        accuracy_m=provenance.accuracy_m,
        lowest_m=math.nan,
        highest_m=math.nan,
        void_share=1.0,
        grid=placed.grid,
        version="",
    )


def _strips(raster: Raster, placed: Placed, judged: Judged) -> Strips:
    metres = np.float32(UNITS[judged.unit])
    with warped(raster, placed, judged.nodata) as view:
        for row in range(0, placed.grid.rows, ROWS):
            height = min(ROWS, placed.grid.rows - row)
            window = Window(0, row, placed.grid.columns, height)
            try:
                values: Heights = view.read(raster.band, window=window)
            except RasterioError as error:
                raise damaged() from error
            yield row, values * metres


@dataclass(kw_only=True)
class _Sum:
    """What is seen of the heights while they pass."""

    lowest: float = math.inf
    highest: float = -math.inf
    known: int = 0
    check: int = EDITION

    def watched(self, strips: Strips) -> Strips:
        """The same strips, looked at while they pass."""
        for row, values in strips:
            self.add(values)
            yield row, values

    def add(self, values: Heights) -> None:
        known = values[np.isfinite(values)]
        self.check = zlib.crc32(values.tobytes(), self.check)
        if known.size:
            self.known += known.size
            self.lowest = min(self.lowest, float(known.min()))
            self.highest = max(self.highest, float(known.max()))

    def said(self, about: About) -> About:
        return replace(
            about,
            lowest_m=round(self.lowest, 2),
            highest_m=round(self.highest, 2),
            void_share=round(1 - self.known / about.grid.cells, 4),
            version=f"{self.check:08x}",
        )


def _measured(about: About, strips: Strips) -> About:
    seen = _Sum()
    for _strip in seen.watched(strips):
        pass
    return seen.said(about)
