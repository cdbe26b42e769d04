"""The picture of the relief: light as physics has it, lines at their height, no seams."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile
from rasterio.transform import from_origin

from geo.raster import contours as contour_module
from geo.raster.contours import contour_tile, contours, interval
from geo.raster.mvt import line_tile
from geo.raster.shading import CLEAR, NOTHING, SIDE, graded, hillshade, png, shade
from geo.raster.squares import covering, latitudes, longitudes
from geo.raster.surface import Surface, evened
from geo.raster.tests.making import (
    BOUNDS,
    MIDDLE,
    WHOLE,
    heights_of,
    hill,
    metres_from_middle,
    plane,
    write,
)
from geo.tiles.address import EXTENT, Tile

HILL = Surface.over(WHOLE, heights_of(hill(height=700)), 0)


def rough(x: Any, y: Any) -> Any:
    """Ground with bumps of several sizes."""
    return (
        2800 + 180 * np.sin(x / 900 + 1) * np.cos(y / 700) + 25 * np.sin(x / 140 + y / 90)
    )


ROUGH = Surface.over(WHOLE, heights_of(rough), 0)


def picture(tile: bytes) -> tuple[np.ndarray, dict[int, tuple[int, ...]]]:
    """The palette numbers of a PNG and their colours, read by GDAL."""
    with MemoryFile(tile) as memory, warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with memory.open() as opened:
            return opened.read(1), opened.colormap(1)


def grades(tile: bytes) -> np.ndarray:
    """The palette numbers of a PNG."""
    return picture(tile)[0]


@pytest.mark.parametrize("zoom", [11, 13, 15])
def test_neighbouring_tiles_are_one_picture(zoom: int) -> None:
    """Each tile, cut from a picture of four that was drawn at once, is the same."""
    first = next(tile for tile in covering((*MIDDLE, *MIDDLE), zoom))
    level = ROUGH.for_step(360 / 2**zoom / SIDE)
    heights = level.at(
        longitudes(first, SIDE, -0.5, 2 * SIDE + 0.5),
        latitudes(first, SIDE, -0.5, 2 * SIDE + 0.5),
    )
    ys = latitudes(first, SIDE, 0.5, 2 * SIDE - 0.5)
    pixel = 40075016.685578488 / 2**zoom / SIDE * np.cos(np.radians(ys))[:, None]
    steeper = 1.18 ** max(0, 13 - zoom)
    whole = graded(shade(heights, pixel, steeper))
    for down in (0, 1):
        for across in (0, 1):
            tile = Tile(z=zoom, x=first.x + across, y=first.y + down)
            part = whole[
                down * SIDE : (down + 1) * SIDE, across * SIDE : (across + 1) * SIDE
            ]
            drawn = hillshade(ROUGH, tile)
            alone = grades(drawn) if drawn else np.full((SIDE, SIDE), CLEAR)
            assert np.array_equal(alone, part)
    assert len(np.unique(whole)) > 8


def test_a_plane_has_the_light_of_lamberts_law() -> None:
    east, north = 0.3, -0.2
    surface = Surface.over(WHOLE, heights_of(plane(east, north)), 0)
    tile = next(covering((*MIDDLE, *MIDDLE), 15))
    found = grades(hillshade(surface, tile) or NOTHING)
    normal = np.array([-east, -north, 1]) / math.sqrt(east**2 + north**2 + 1)
    light = np.array([-0.5, 0.5, math.sqrt(0.5)])
    flat = math.sqrt(0.5)
    expected = (normal @ light - flat) / (1 - flat)
    assert expected > 0
    assert np.abs(found.astype(int) - (CLEAR + expected * 11)).max() <= 0.6


def test_gdaldem_shades_the_same(tmp_path: Path) -> None:
    gdaldem = shutil.which("gdaldem")
    if gdaldem is None:
        pytest.skip("gdaldem (gdal-bin) is not installed")
    heights = heights_of(lambda x, y: 2600 + 90 * np.sin(x / 300) * np.cos(y / 420))
    metric = from_origin(800_000, 8_070_000, 30, 30)
    file = write(tmp_path / "m.tif", heights, crs="EPSG:32719", transform=metric)
    # GDAL's own data, not that of the wheels, which have another version.
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [gdaldem, "hillshade", "-q", "-alg", "ZevenbergenThorne"]
    subprocess.run([*command, str(file), str(tmp_path / "h.tif")], env=clean, check=True)
    with rasterio.open(tmp_path / "h.tif") as theirs:
        # 1 is black, 255 white; theirs are told from the darkest, ours from flat ground.
        lit = (theirs.read(1)[1:-1, 1:-1].astype(float) - 1) / 254
    flat = math.sqrt(0.5)
    apart = lit - flat
    expected = np.where(apart < 0, apart / flat, apart / (1 - flat))
    assert shade(heights.astype("float32"), 30.0) == pytest.approx(expected, abs=0.02)


def test_flat_ground_is_clear_and_unknown_ground_is_nothing() -> None:
    tile = next(covering((*MIDDLE, *MIDDLE), 13))
    assert hillshade(Surface.over(WHOLE, heights_of(plane(0, 0)), 0), tile) is None
    assert hillshade(HILL, Tile(z=13, x=0, y=0)) is None
    assert grades(NOTHING).shape == (1, 1)
    assert png(np.full((2, 3), CLEAR, np.uint8)).startswith(b"\x89PNG")


def test_clear_is_clear_and_shadow_is_black() -> None:
    _numbers, colours = picture(png(np.array([[CLEAR, 0, 31]], np.uint8)))
    assert colours[CLEAR][3] == 0
    assert colours[0] == (0, 0, 0, 255)
    assert colours[31][:3] == (255, 255, 255)
    assert 0 < colours[31][3] < 255


@pytest.mark.parametrize("quantum", [1, 10, 256])
def test_steps_are_evened_out_within_what_they_allow(quantum: int) -> None:
    true = heights_of(lambda x, y: 2900 + 0.05 * x + 0.08 * y)
    told = np.round(true / quantum) * quantum
    smooth = evened(told, quantum)
    assert np.abs(smooth - told).max() <= quantum / 2 + 0.01
    inner = (slice(40, -40), slice(40, -40))
    before, after = (np.abs(np.diff(each[inner], 2)).max() for each in (told, smooth))
    assert after < before / 3, "no more staircase"
    errors = [np.sqrt(np.mean((each - true)[inner] ** 2)) for each in (told, smooth)]
    assert errors[1] < errors[0]


def test_unknown_cells_stay_unknown() -> None:
    heights = heights_of(hill())
    heights[100:120, 100:120] = np.nan
    assert np.array_equal(np.isnan(evened(heights, 5)), np.isnan(heights))


def test_contours_of_a_round_hill_are_circles() -> None:
    height, wide = 400.0, 1500.0
    found = dict(contours(heights_of(hill(height, wide)).astype("float32"), 50))
    assert sorted(found) == [2550, 2600, 2650, 2700, 2750, 2800, 2850]
    for at, lines in found.items():
        assert len(lines) == 1
        line = lines[0]
        assert np.array_equal(line[0], line[-1]), "closed"
        degrees = (
            WHOLE.west + (line[:, 0] + 0.5) * WHOLE.step_x,
            (WHOLE.north - (line[:, 1] + 0.5) * WHOLE.step_y),
        )
        radius = np.hypot(*metres_from_middle(*degrees))
        expected = wide * math.sqrt(math.log(height / (at - 2500)))
        assert radius == pytest.approx(np.full(len(radius), expected), rel=0.01)


@given(st.integers(0, 10_000))
def test_every_end_of_a_line_is_at_the_edge(seed: int) -> None:
    """Marching squares leaves no gap: a line closes, or ends where the heights end."""
    heights = np.random.default_rng(seed).integers(0, 4, (7, 9)).astype("float32") * 10 + 3
    for at, lines in contours(heights, 10):
        ends: dict[tuple[float, ...], int] = {}
        for line in lines:
            for end in (line[0], line[-1]):
                ends[tuple(end)] = ends.get(tuple(end), 0) + 1
        for (column, row), count in ends.items():
            assert count % 2 == 0 or column in (0, 8) or row in (0, 6), at


def read(tile: bytes) -> dict[int, list[list[tuple[int, int]]]]:
    """Lines of each height in a vector tile, y downwards."""
    layer = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})[
        "contours"
    ]
    found: dict[int, list[list[tuple[int, int]]]] = {}
    for feature in layer["features"]:
        shape = feature["geometry"]
        lines = shape["coordinates"]
        lines = [lines] if shape["type"] == "LineString" else lines
        found.setdefault(feature["properties"]["ele"], []).extend(lines)
    return found


def crossings(lines: list[list[tuple[int, int]]], x: int) -> list[float]:
    """Where lines cross a vertical one."""
    found = []
    for line in lines:
        for (x1, y1), (x2, y2) in pairwise(line):
            if (x1 < x) != (x2 < x):
                found.append(y1 + (x - x1) / (x2 - x1) * (y2 - y1))
    return sorted(y for y in found if 0 <= y < EXTENT)


@pytest.mark.parametrize("zoom", [12, 14])
def test_lines_go_on_in_the_neighbouring_tile(zoom: int) -> None:
    left = next(covering((*MIDDLE, *MIDDLE), zoom))
    right = Tile(z=zoom, x=left.x + 1, y=left.y)
    ours, theirs = (read(contour_tile(ROUGH, tile, 0) or b"") for tile in (left, right))
    compared = 0
    for at in ours.keys() & theirs.keys():
        west, east = crossings(ours[at], EXTENT), crossings(theirs[at], 0)
        assert len(west) == len(east)
        assert east == pytest.approx(west, abs=2 * contour_module.TOLERANCE + 1)
        compared += len(west)
    assert compared > 3


def test_every_fifth_line_is_stronger() -> None:
    tile = next(covering((*MIDDLE, *MIDDLE), 14))
    layer = mapbox_vector_tile.decode(contour_tile(HILL, tile, 0))["contours"]
    told = {f["properties"]["ele"]: f["properties"]["index"] for f in layer["features"]}
    assert told
    assert all(strong == (ele % 50 == 0) for ele, strong in told.items())


@pytest.mark.parametrize(
    ("zoom", "uncertain", "metres"),
    [(10, 0, 200), (12, 0, 100), (13, 1, 50), (14, 1, 10), (14, 12, 20), (14, 256, 500)],
)
def test_lines_are_as_close_as_the_heights_are_sure(
    zoom: int, uncertain: float, metres: int
) -> None:
    assert interval(zoom, uncertain) == metres


def test_where_there_is_no_line_there_is_no_tile() -> None:
    tile = next(covering((*MIDDLE, *MIDDLE), 14))
    assert (
        contour_tile(Surface.over(WHOLE, heights_of(plane(0, 0, 2601)), 0), tile, 0) is None
    )
    assert contour_tile(HILL, Tile(z=14, x=0, y=0), 0) is None


def test_a_vector_tile_says_what_went_in() -> None:
    lines = [[(0, 0), (10, -5), (4096, 4160)], [(-64, 7), (300, 7)]]
    tile = line_tile("contours", [({"ele": 2600, "index": 1}, lines)])
    (feature,) = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})[
        "contours"
    ]["features"]
    assert feature["properties"] == {"ele": 2600, "index": 1}
    assert feature["geometry"]["coordinates"] == [list(map(list, line)) for line in lines]


def test_tiles_cover_the_box_and_no_more() -> None:
    west, south, east, north = BOUNDS
    for tile in covering(BOUNDS, 13):
        left, right = longitudes(tile, 1, 0, 1)
        top, bottom = latitudes(tile, 1, 0, 1)
        assert left <= east
        assert right >= west
        assert bottom <= north
        assert top >= south
    assert len(list(covering(BOUNDS, 13))) >= 2
