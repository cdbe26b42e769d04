"""A raster becomes the instance's DEM: exactly where it can be, and whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.base import CommandError
from rasterio.transform import from_origin
from rasterio.warp import Resampling, reproject
from rasterio.windows import Window

from geo.opendata.folder import FolderInUse, replacing
from geo.raster.grid import Grid
from geo.raster.importing import keep
from geo.raster.refusals import DamagedRaster
from geo.raster.sampling import elevation
from geo.raster.store import Dem, dem_folder, find_dem, get_dem
from geo.raster.tests.making import (
    BOUNDS,
    MIDDLE,
    WHOLE,
    heights_of,
    hill,
    imported,
    plane,
    write,
)
from tests.databases import ROOT


def test_cells_in_degrees_stay_what_they_are(tmp_path: Path) -> None:
    file = write(tmp_path / "a.tif", heights_of(hill()))
    imported(file)
    grid = get_dem().about.grid
    with rasterio.open(file) as source:
        original = source.read(1, window=Window(72, 72, 288, 288))
    assert get_dem().heights.shape == original.shape == (288, 288)
    assert np.array_equal(get_dem().heights, original)
    assert grid.box == pytest.approx((-66.32, -17.44, -66.24, -17.36))


def test_metres_are_converted_to_degrees(tmp_path: Path) -> None:
    degrees = heights_of(plane(0.1, 0.05)).astype("float32")
    corner = from_origin(WHOLE.west, WHOLE.north, WHOLE.step_x, WHOLE.step_y)
    metres = np.full((400, 400), -9999, dtype="float32")
    placed = from_origin(785_000, 8_082_000, 30, 30)
    reproject(
        degrees,
        metres,
        src_transform=corner,
        src_crs="EPSG:4326",
        dst_transform=placed,
        dst_crs="EPSG:32719",
        dst_nodata=-9999,
        resampling=Resampling.cubic,
    )
    file = tmp_path / "utm.tif"
    about = imported(write(file, metres, crs="EPSG:32719", transform=placed, nodata=-9999))
    assert (about.resampled, about.original_crs) == (True, "EPSG:32719")
    assert about.grid.cell_m == pytest.approx(30, abs=2)
    found = elevation(*MIDDLE)
    assert found == pytest.approx(2600, abs=0.1)


def test_the_file_that_is_published_is_cloud_optimised_and_says_where_it_is_from(
    tmp_path: Path,
) -> None:
    grid = Grid(
        west=-66.4, north=-17.3, step_x=SMALL, step_y=SMALL, rows=2000, columns=2000
    )
    imported(write(tmp_path / "a.tif", heights_of(hill(), grid), grid))
    with rasterio.open(get_dem().cog) as cog:
        assert cog.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert cog.overviews(1)
        assert cog.crs.to_epsg() == 4326
        assert cog.units == ("m",)
        assert cog.tags()["SOURCE"] == "IGM"
        assert cog.tags()["SYNTHETIC"] == "NO"
        assert np.array_equal(cog.read(1), get_dem().heights, equal_nan=True)


SMALL = 1e-4


@pytest.mark.parametrize(
    ("step", "dtype", "measured"),
    [
        pytest.param(256, "int16", 256, id="eight bits of sixteen"),
        pytest.param(1, "int16", 1, id="whole metres"),
        pytest.param(0.25, "float32", 0.25, id="quarters"),
        pytest.param(0, "float32", 0, id="not in steps"),
    ],
)
def test_the_step_of_the_heights_is_measured(
    tmp_path: Path, step: float, dtype: str, measured: float
) -> None:
    heights = heights_of(hill(1200))
    told = np.round(heights / step) * step if step else heights
    about = imported(write(tmp_path / "a.tif", told, dtype=dtype))
    assert about.quantum_m == measured


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        pytest.param({"unit": "ft"}, None, id="said by the person"),
        pytest.param({}, "foot", id="said by the file"),
    ],
)
def test_feet_become_metres(tmp_path: Path, said: dict[str, str], unit: str) -> None:
    file = write(tmp_path / "a.tif", heights_of(plane(0.01, 0)) / 0.3048, unit=unit)
    assert imported(file, BOUNDS, **said).unit == "ft"
    assert elevation(*MIDDLE) == pytest.approx(2600, abs=0.1)


@pytest.mark.parametrize("nodata", [None, -32768])
def test_voids_are_known_even_when_the_file_forgets_to_say(
    tmp_path: Path, nodata: float | None
) -> None:
    heights = heights_of(plane(0.1, 0))
    heights[200:220, 200:220] = -32768
    imported(write(tmp_path / "a.tif", heights, dtype="int16", nodata=nodata))
    dem = get_dem()
    assert np.isnan(dem.heights).sum() == 400
    assert dem.about.lowest_m > 2000
    assert dem.about.void_share == pytest.approx(400 / 288**2, abs=1e-4)


def test_a_zipped_srtm_tile_is_read(tmp_path: Path) -> None:
    rows = np.arange(1201)
    heights = (4000 - rows[:, None] + 0 * rows).astype(">i2")
    with zipfile.ZipFile(tmp_path / "S18W067.SRTMGL3.hgt.zip", "w") as archive:
        archive.writestr("S18W067.hgt", heights.tobytes())
        archive.writestr("LEEME.txt", "SRTM")
    about = imported(tmp_path / "S18W067.SRTMGL3.hgt.zip")
    assert about.grid.step_x == pytest.approx(3 / 3600)
    # The row of a node 0.4 degrees south of the tile's northern edge.
    assert elevation(-66.28, -17.40) == pytest.approx(4000 - 0.4 * 1200)


def test_what_is_finer_than_anybody_needs_can_be_taken_coarser(tmp_path: Path) -> None:
    about = imported(write(tmp_path / "a.tif", heights_of(hill())), resolution_m=90)
    assert about.grid.cell_m == pytest.approx(90, rel=0.02)
    assert elevation(*MIDDLE) == pytest.approx(2899, abs=2)


def test_a_newer_dem_takes_the_place_of_the_older(tmp_path: Path) -> None:
    first = imported(write(tmp_path / "a.tif", heights_of(plane(0.1, 0))))
    held = get_dem()
    second = imported(write(tmp_path / "b.tif", heights_of(plane(0.1, 0, at=3000))))
    assert second.version != first.version
    assert elevation(*MIDDLE) == pytest.approx(3000, abs=0.1)
    assert held.heights[144, 144] == pytest.approx(2600, abs=5), "whoever reads goes on"
    assert len(list(dem_folder().parent.glob(".dem-*"))) == 1


def test_equal_heights_have_an_equal_version(tmp_path: Path) -> None:
    file = write(tmp_path / "a.tif", heights_of(hill()))
    assert imported(file).version == imported(file).version


def test_a_file_that_breaks_off_leaves_the_dem_as_it_was(tmp_path: Path) -> None:
    before = imported(write(tmp_path / "a.tif", heights_of(plane(0.1, 0))))
    whole = write(tmp_path / "b.tif", heights_of(hill()))
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with pytest.raises(DamagedRaster):
        imported(whole)
    found = find_dem()
    assert found is not None
    assert found.about == before


CRASHING = """
import os, django
django.setup()
from dataclasses import replace
from geo.raster.importing import keep
from geo.raster.store import get_dem
dem = get_dem()
def strips():
    yield 0, dem.heights[:64]
    os._exit(9)
keep(dem.about, strips(), told=lambda step: None)
"""


def test_a_crash_in_the_middle_leaves_the_old_dem_and_no_litter(
    tmp_path: Path, var: Path
) -> None:
    before = imported(write(tmp_path / "a.tif", heights_of(plane(0.1, 0))))
    done = subprocess.run(
        [sys.executable, "-c", CRASHING],
        env={**os.environ, "LLAJTA_VAR": str(var)},
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 9
    assert len(list(var.glob(".dem-*"))) == 2, "the half one is still there"
    assert Dem.opened(dem_folder()).about == before
    imported(write(tmp_path / "a.tif", heights_of(hill())))
    assert len(list(var.glob(".dem-*"))) == 1


def test_two_imports_do_not_mix(tmp_path: Path) -> None:
    about = imported(write(tmp_path / "a.tif", heights_of(hill())))
    with replacing(dem_folder()), pytest.raises(FolderInUse):
        keep(about, iter([]), told=lambda step: None)


def test_the_command_reports_and_refuses_in_sentences(tmp_path: Path, capsys) -> None:
    bounds = django_settings.MUNICIPALITY.bounds
    step = 1 / 600
    grid = Grid(
        west=bounds[0] - 0.05,
        north=bounds[3] + 0.05,
        step_x=step,
        step_y=step,
        rows=330,
        columns=220,
    )
    told = np.round(heights_of(plane(0.02, 0.03, 3500), grid) / 100) * 100
    file = write(tmp_path / "a.tif", told, grid, dtype="int16")
    call_command("import_dem", str(file), "--dry-run", "--source", "IGM 2020")
    said = capsys.readouterr().out
    assert "IGM 2020" in said
    assert "saltos de 100 m" in said
    assert "licencia" in said
    assert find_dem() is None
    with pytest.raises(CommandError, match="unidad"):
        call_command("import_dem", str(write(tmp_path / "b.tif", told * 10, grid)))
