"""Rasters that are broken, wrong or hostile get one sentence, and nothing is written."""

from __future__ import annotations

import resource
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.transform import from_origin

from geo.exchange.refusals import NoSuchFile, UnsafeFile
from geo.raster.refusals import (
    DamagedRaster,
    NotARaster,
    OddHeights,
    OddRaster,
    TooManyCells,
    Unplaced,
)
from geo.raster.store import dem_folder, find_dem
from geo.raster.tests.making import WHOLE, heights_of, hill, imported, plane, write

GROUND = heights_of(hill())
CORNER = from_origin(WHOLE.west, WHOLE.north, WHOLE.step_x, WHOLE.step_y)
VRT = """<VRTDataset rasterXSize="9" rasterYSize="9">
<VRTRasterBand dataType="Int16" band="1">
<SimpleSource><SourceFilename>/etc/passwd</SourceFilename></SimpleSource></VRTRasterBand>
</VRTDataset>"""
MEGABYTE = 2**20
BLOCK = {"tiled": True, "blockxsize": 16_384, "blockysize": 16_384}


def peak() -> int:
    """The most memory this process has taken so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize(
    ("change", "refusal", "words"),
    [
        pytest.param({"crs": None}, Unplaced, "--crs", id="no CRS"),
        pytest.param({"transform": Affine.identity()}, Unplaced, "dónde", id="no place"),
        pytest.param({"crs": "EPSG:32719"}, Unplaced, "otro lugar", id="degrees as metres"),
        pytest.param(
            {"transform": from_origin(-17.46, -66.22, WHOLE.step_y, WHOLE.step_x)},
            Unplaced,
            "cambiadas",
            id="latitude first",
        ),
        pytest.param(
            {"transform": from_origin(-60.0, -17.0, WHOLE.step_x, WHOLE.step_y)},
            Unplaced,
            "vecina",
            id="another town",
        ),
        pytest.param(
            {"transform": CORNER @ Affine.rotation(20)}, OddRaster, "girado", id="turned"
        ),
        pytest.param({"dtype": "uint8"}, OddRaster, "imagen", id="a picture"),
        pytest.param({"count": 3}, OddRaster, "3 bandas", id="several bands"),
        pytest.param({"dtype": "complex64"}, OddRaster, "imagen", id="complex numbers"),
    ],
)
def test_another_form_is_refused(
    tmp_path: Path, change: dict[str, Any], refusal: type[Exception], words: str
) -> None:
    with pytest.raises(refusal, match=words):
        imported(write(tmp_path / "a.tif", GROUND, **change))
    assert find_dem() is None


@pytest.mark.parametrize(
    ("heights", "more", "words"),
    [
        pytest.param(np.full((432, 432), np.nan), {}, "vacías", id="NaN everywhere"),
        pytest.param(np.full((432, 432), -32768), {"dtype": "int16"}, "vacías", id="void"),
        pytest.param(np.full((432, 432), 2560), {}, "misma altura", id="flat as a table"),
        pytest.param(GROUND * 3.28084, {}, "--unit ft", id="feet"),
        pytest.param(GROUND * 10, {}, "dm", id="decimetres"),
        pytest.param(GROUND - 4000, {}, "planeta", id="deeper than the Dead Sea"),
        pytest.param(GROUND * 1e9, {}, "--nodata", id="not even millimetres"),
        pytest.param(GROUND, {"unit": "parsec"}, "parsec", id="unknown unit"),
    ],
)
def test_numbers_that_are_no_heights_are_refused(
    tmp_path: Path, heights: Any, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(OddHeights, match=words):
        imported(write(tmp_path / "a.tif", heights, **more))
    assert find_dem() is None


def test_a_single_cell_is_no_relief(tmp_path: Path) -> None:
    with pytest.raises(OddRaster, match="1 × 1"):
        imported(write(tmp_path / "a.tif", GROUND[:1, :1]))


@pytest.mark.parametrize("kept", [0.999, 0.5, 0.02])
def test_a_truncated_file_is_told_from_a_whole_one(tmp_path: Path, kept: float) -> None:
    file = write(tmp_path / "a.tif", GROUND, tiled=True, compress="deflate")
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises((DamagedRaster, NotARaster), match="dañado"):
        imported(file)
    assert not dem_folder().exists()


def test_a_wrong_extension_does_not_matter_but_a_wrong_content_does(tmp_path: Path) -> None:
    write(tmp_path / "a.tif", GROUND).rename(tmp_path / "a.csv")
    imported(tmp_path / "a.csv")
    (tmp_path / "b.tif").write_text("lon,lat,height\n-66.28,-17.4,2548\n")
    with pytest.raises(NotARaster):
        imported(tmp_path / "b.tif")


@pytest.mark.parametrize(
    ("name", "content"), [("a.vrt", VRT), ("a.tif", VRT), ("a.tif", "")]
)
def test_formats_that_point_elsewhere_are_not_opened(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(NotARaster):
        imported(tmp_path / name)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile):
        imported(tmp_path / "none.tif")


def test_archives_are_judged_before_they_are_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../S18W067.hgt", b"x")
    with pytest.raises(UnsafeFile):
        imported(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for name in ("one.tif", "two.tif"):
            archive.write(write(tmp_path / name, GROUND), name)
    with pytest.raises(NotARaster, match="2 rásteres"):
        imported(tmp_path / "two.zip")


def sparse(file: Path, side: int, step: float, **more: Any) -> Path:
    """A raster of which nothing is written but its size."""
    corner = from_origin(WHOLE.west, WHOLE.north, step, step)
    profile = {"driver": "GTiff", "dtype": "int16", "count": 1, "crs": "EPSG:4326"}
    profile |= {"width": side, "height": side, "transform": corner, "sparse_ok": True}
    with rasterio.open(file, "w", **{**profile, "bigtiff": "yes", **more}):
        return file


def test_ten_thousand_million_cells_do_not_take_the_memory(tmp_path: Path) -> None:
    before = peak()
    file = sparse(tmp_path / "a.tif", 100_000, 0.12 / 100_000, tiled=True)
    assert file.stat().st_size < 10 * MEGABYTE
    with pytest.raises(TooManyCells, match="--resolution"):
        imported(file)
    with pytest.raises(TooManyCells, match="gdal_translate"):
        imported(file, resolution_m=30)
    assert peak() - before < 200 * MEGABYTE


def test_one_enormous_block_is_not_decoded(tmp_path: Path) -> None:
    before = peak()
    file = sparse(tmp_path / "a.tif", 16_384, 0.12 / 16_384, **BLOCK)
    with pytest.raises(OddRaster, match="bloque"):
        imported(file)
    assert peak() - before < 100 * MEGABYTE


def test_a_large_raster_around_a_small_town_costs_only_the_town(tmp_path: Path) -> None:
    before = peak()
    file = sparse(tmp_path / "a.tif", 60_000, SECOND_OF_ARC, tiled=True)
    with pytest.raises(OddHeights):  # the same height everywhere
        imported(file)
    assert peak() - before < 100 * MEGABYTE


SECOND_OF_ARC = 1 / 3600


def test_a_band_can_be_chosen_and_must_exist(tmp_path: Path) -> None:
    profile = {"driver": "GTiff", "dtype": "float32", "count": 2, "crs": "EPSG:4326"}
    profile |= {"width": 432, "height": 432, "transform": CORNER}
    with rasterio.open(tmp_path / "a.tif", "w", **profile) as sink:
        sink.write(np.zeros((432, 432), "float32"), 1)
        sink.write(GROUND.astype("float32"), 2)
    assert imported(tmp_path / "a.tif", band=2).highest_m == pytest.approx(2900, abs=1)
    with pytest.raises(OddRaster, match="banda 5"):
        imported(tmp_path / "a.tif", band=5)


def test_an_unknown_crs_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unplaced, match="EPSG:99999"):
        imported(write(tmp_path / "a.tif", heights_of(plane(1, 0))), crs="EPSG:99999")
