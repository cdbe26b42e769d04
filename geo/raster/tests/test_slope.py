"""Slopes agree with planes and hills that are known, and with an independent program."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from geo.raster import slope as slope_module
from geo.raster.grid import Grid
from geo.raster.refusals import NoDem
from geo.raster.slope import as_shapes, percent, slope, slopes
from geo.raster.store import Dem
from geo.raster.tests.making import (
    MIDDLE,
    WHOLE,
    Ground,
    heights_of,
    hill,
    imported,
    plane,
    write,
)

Made = Callable[[Ground], Dem]


class Square(Grid):
    """Cells thirty metres wide and tall wherever they lie, like those of a metric CRS."""

    def cell_metres(self, latitude):
        return np.full(np.shape(latitude), 30.0), np.full(np.shape(latitude), 30.0)


def square(side: float, at: tuple[float, float] = MIDDLE) -> shapely.Polygon:
    """A square of so many degrees around a point."""
    (x, y), half = at, side / 2
    return shapely.box(x - half, y - half, x + half, y + half)


@pytest.mark.parametrize(
    "side", [pytest.param(0.00005, id="within a cell"), pytest.param(0.01, id="many cells")]
)
def test_a_plane_is_equally_steep_everywhere(ground: Made, side: float) -> None:
    ground(plane(0.03, 0.04))
    found = slope(square(side))
    assert found is not None
    assert found.mean == pytest.approx(5, rel=0.005)
    assert found.highest == pytest.approx(5, rel=0.005)


def test_the_steepest_of_a_hill_is_where_it_should_be(ground: Made) -> None:
    height, wide = 400.0, 1500.0
    ground(hill(height, wide))
    found = slope(square(0.06))
    # The steepest place of exp(−r²/w²) is at r = w / √2.
    assert found is not None
    assert found.highest == pytest.approx(100 * height / wide * (2 / np.e) ** 0.5, rel=0.01)
    assert 0 < found.mean < found.highest


def test_many_polygons_at_once_are_the_same_as_one_by_one(
    ground: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    dem = ground(hill())
    rng = np.random.default_rng(7)
    shapes = [
        square(side, (x, y))
        for side, x, y in zip(
            10 ** rng.uniform(-5, -1.5, 300),
            rng.uniform(-66.33, -66.23, 300),
            rng.uniform(-17.45, -17.35, 300),
            strict=True,
        )
    ]
    together = slopes(dem, as_shapes(shapes))
    alone = np.array([slopes(dem, as_shapes([shape]))[0] for shape in shapes])
    assert np.allclose(together, alone, equal_nan=True)
    assert np.isnan(together).any()
    assert np.isfinite(together).any()
    # As if memory were short: many strips and batches, the same answer.
    monkeypatch.setattr(slope_module, "MOST_CELLS", 3_000)
    assert np.allclose(slopes(dem, as_shapes(shapes)), together, equal_nan=True)


def test_the_ground_outside_has_no_slope(ground: Made) -> None:
    dem = ground(hill())
    assert slope(square(0.01, (-60.0, -17.0))) is None
    assert slopes(dem, as_shapes([])).shape == (0, 2)
    assert np.isnan(slopes(dem, as_shapes([shapely.Polygon()]))).all()


def test_voids_do_not_count(tmp_path: Path) -> None:
    heights = heights_of(plane(0.1, 0))
    heights[:, :200] = np.nan
    imported(write(tmp_path / "a.tif", heights))
    found = slope(square(0.02))
    assert found is not None
    assert found.mean == pytest.approx(10, rel=0.005)


def test_gdaldem_finds_the_same_slopes(tmp_path: Path) -> None:
    gdaldem = shutil.which("gdaldem")
    if gdaldem is None:
        pytest.skip("gdaldem (gdal-bin) is not installed")
    heights = heights_of(lambda x, y: 2600 + 90 * np.sin(x / 300) * np.cos(y / 420))
    metric = from_origin(800_000, 8_070_000, 30, 30)
    file = write(tmp_path / "m.tif", heights, crs="EPSG:32719", transform=metric)
    # GDAL's own data, not that of the wheels, which have another version.
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [gdaldem, "slope", "-q", "-p", str(file), str(tmp_path / "slope.tif")]
    subprocess.run(command, env=clean, check=True)
    with rasterio.open(tmp_path / "slope.tif") as theirs:
        expected = theirs.read(1)[1:-1, 1:-1]
    found = percent(heights.astype("float32"), Square(**vars(WHOLE)))[1:-1, 1:-1]
    assert found == pytest.approx(expected, abs=0.01)


def test_without_a_dem_there_is_no_slope() -> None:
    with pytest.raises(NoDem):
        slope(square(0.01))
