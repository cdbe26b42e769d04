"""What the server says of the relief: tiles, heights, parts of the DEM, or none at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasterio.io import MemoryFile

from geo.errors import Refusal
from geo.errors_http import refused, status_of
from geo.published.refusals import BadParameter
from geo.published.sending import headers_of_known
from geo.published.wire import Answer, Request
from geo.raster import serving
from geo.raster.coverage import MOST, coverage
from geo.raster.refusals import NoDem
from geo.raster.shading import NOTHING
from geo.raster.squares import covering
from geo.raster.store import Dem, get_dem
from geo.raster.tests.making import (
    MIDDLE,
    Ground,
    heights_of,
    hill,
    imported,
    metres_from_middle,
    plane,
    write,
)
from geo.tiles.address import Tile
from tests.coroutines import run_apart

Made = Callable[[Ground], Dem]
HERE = next(covering((*MIDDLE, *MIDDLE), 12))
AWAY = Tile(z=12, x=0, y=0)


def asking(query: str = "", **headers: str) -> Request:
    return Request(
        method="GET",
        path="/",
        query=query,
        scheme="http",
        headers={"host": "localhost", **headers},
    )


def said(answer: Answer) -> dict[str, Any]:
    assert isinstance(answer.body, bytes)
    document: dict[str, Any] = json.loads(answer.body)
    return document


def test_a_tile_with_its_version_is_kept_for_ever(ground: Made) -> None:
    dem = ground(hill(900))
    plain = run_apart(serving.hillshade_tile(asking(), HERE))
    named = run_apart(serving.hillshade_tile(asking(f"v={dem.about.version}"), HERE))
    other = run_apart(serving.hillshade_tile(asking("v=older"), HERE))
    assert plain.body == named.body == dem.hillshade.find(HERE)
    assert "immutable" in named.headers["cache-control"]
    assert (
        "immutable" not in plain.headers["cache-control"] + other.headers["cache-control"]
    )
    assert plain.headers["etag"] == named.headers["etag"]


def test_away_from_the_dem_tiles_are_clear(ground: Made) -> None:
    ground(hill(900))
    assert run_apart(serving.hillshade_tile(asking(), AWAY)).body == NOTHING
    assert run_apart(serving.contours_tile(asking(), AWAY)).status == 204
    assert run_apart(serving.contours_tile(asking(), HERE)).body


def test_tile_sets_say_where_the_relief_is(ground: Made) -> None:
    dem = ground(hill(900))
    shade = said(run_apart(serving.hillshade_set(asking())))
    assert shade["bounds"] == list(dem.about.grid.box)
    assert (shade["minzoom"], shade["maxzoom"]) == (8, 13)
    assert shade["tiles"][0].endswith(
        f"/tiles/hillshade/{{z}}/{{x}}/{{y}}?v={dem.about.version}"
    )
    lines = said(run_apart(serving.contours_set(asking())))
    assert lines["vector_layers"][0]["id"] == "contours"
    for zoom in range(shade["minzoom"], shade["maxzoom"] + 1):
        assert any(dem.hillshade.find(tile) for tile in covering(dem.about.grid.box, zoom))


def test_without_a_dem_the_map_asks_for_no_tile() -> None:
    for answer in (serving.hillshade_set, serving.contours_set):
        told = said(run_apart(answer(asking())))
        assert told["minzoom"] > 19, "deeper than the map goes"
    assert run_apart(serving.hillshade_tile(asking(), HERE)).body == NOTHING
    assert run_apart(serving.contours_tile(asking(), HERE)).status == 204


def test_without_a_dem_it_is_said_politely() -> None:
    for answer in (
        serving.elevation_answer(asking("lon=-66.28&lat=-17.4")),
        coverage(asking()),
    ):
        with pytest.raises(NoDem) as refusal:
            run_apart(answer)
        problem = refused(refusal.value, "es")
        assert problem.status == 404
        assert "import_dem" in said(problem)["detail"]


def test_the_height_of_a_point_is_told_in_words_too(ground: Made) -> None:
    sloping = plane(0.1, 0)
    ground(sloping)
    told = said(run_apart(serving.elevation_answer(asking("lon=-66.27&lat=-17.4"))))
    expected = sloping(*metres_from_middle(-66.27, -17.4))
    assert told["elevation_m"] == pytest.approx(expected, abs=0.1)
    assert told["text"].endswith("m s. n. m.")
    english = asking("lon=-66.27&lat=-17.4&lang=en")
    assert "above sea level" in said(run_apart(serving.elevation_answer(english)))["text"]
    nowhere = said(run_apart(serving.elevation_answer(asking("lon=0&lat=0"))))
    assert nowhere["elevation_m"] is None


@pytest.mark.parametrize(
    "query",
    [
        "",
        "lon=-66.28",
        "lon=a&lat=b",
        "lon=nan&lat=0",
        "lon=1_0&lat=0",
        "lon=0&lat=91",
        "lon=0&lat=0&z=1",
    ],
)
def test_a_point_must_be_one(ground: Made, query: str) -> None:
    ground(plane(0.1, 0))
    with pytest.raises(Refusal) as refusal:
        run_apart(serving.elevation_answer(asking(query)))
    assert status_of(refusal.value) == 400


def test_what_coarse_heights_are_worth_is_said(tmp_path: Path) -> None:
    told = np.round(heights_of(hill(1200)) / 256) * 256
    imported(write(tmp_path / "a.tif", told, dtype="int16"))
    answer = said(run_apart(serving.elevation_answer(asking("lon=-66.28&lat=-17.4"))))
    assert answer["uncertain_m"] == 256
    assert "128" in answer["note"]


def part(query: str) -> tuple[np.ndarray, tuple[float, ...]]:
    """Heights and bounds of a GeoTIFF that was asked for."""
    answer = run_apart(coverage(asking(query)))
    assert isinstance(answer.body, bytes)
    with MemoryFile(answer.body) as memory, memory.open() as found:
        assert found.crs.to_epsg() == 4326
        return found.read(1), tuple(found.bounds)


@pytest.mark.parametrize(
    "query",
    [
        "f=tiff&bbox=-66.29,-17.41,-66.27,-17.40",
        "f=tiff&subset=Lon(-66.29:-66.27),Lat(-17.41:-17.40)",
        "f=tiff&subset=Lat(-17.41:-17.40),Long(-66.29:-66.27)",
        "f=tiff&subset=Lat(-17.41:-17.40)&subset=Lon(-66.29:-66.27)",
    ],
)
def test_a_part_is_the_cells_of_that_part(ground: Made, query: str) -> None:
    dem = ground(hill())
    heights, bounds = part(query)
    assert bounds == pytest.approx((-66.29, -17.41, -66.27, -17.40))
    assert np.array_equal(heights, dem.heights[144:180, 108:180])


def test_a_star_is_the_edge_of_the_whole(ground: Made) -> None:
    dem = ground(hill())
    heights, _bounds = part("f=tiff&subset=Lon(*:-66.27),Lat(-17.41:-17.40)")
    assert np.array_equal(heights, dem.heights[144:180, :180])
    heights, _bounds = part("f=tiff&subset=Lon(-66.29:*),Lat(*:*)")
    assert np.array_equal(heights, dem.heights[:, 108:])


def test_larger_cells_are_the_mean_of_theirs(ground: Made) -> None:
    dem = ground(hill())
    heights, bounds = part("f=tiff&bbox=-66.29,-17.41,-66.27,-17.40&scale-factor=4")
    cells = dem.heights[144:180, 108:180].reshape(9, 4, 18, 4)
    assert heights == pytest.approx(cells.mean(axis=(1, 3)), abs=0.01)
    assert bounds == pytest.approx((-66.29, -17.41, -66.27, -17.40))


def test_coverage_json_puts_each_height_where_it_is(ground: Made) -> None:
    sloping = plane(0.1, 0.02)
    ground(sloping)
    answer = run_apart(coverage(asking("f=json&bbox=-66.29,-17.41,-66.27,-17.40")))
    assert answer.content_type == "application/prs.coverage+json"
    document = said(answer)
    axes = document["domain"]["axes"]
    x, y = (np.linspace(axes[a]["start"], axes[a]["stop"], axes[a]["num"]) for a in "xy")
    assert x[0] < x[-1]
    assert y[0] > y[-1]
    (name,) = document["ranges"]
    held = document["ranges"][name]
    assert (held["axisNames"], held["shape"]) == (["y", "x"], [len(y), len(x)])
    values = np.array(held["values"]).reshape(held["shape"])
    expected = sloping(*metres_from_middle(*np.meshgrid(x, y)))
    assert values == pytest.approx(expected, abs=0.02)


def test_unknown_heights_are_null(tmp_path: Path) -> None:
    heights = heights_of(plane(0.1, 0))
    heights[200:210, 200:210] = np.nan
    imported(write(tmp_path / "a.tif", heights))
    document = said(run_apart(coverage(asking("f=json"))))
    assert document["ranges"]["elevation"]["values"].count(None) == 100


def test_the_whole_is_the_file_itself_and_can_be_read_in_parts(ground: Made) -> None:
    ground(hill())

    async def read(**headers: str) -> tuple[Answer, bytes]:
        answer = await coverage(asking("f=tiff", **headers))
        assert not isinstance(answer.body, bytes)
        return answer, b"".join([piece async for piece in answer.body])

    whole, content = run_apart(read())
    assert content == get_dem().cog.read_bytes()
    assert whole.headers["accept-ranges"] == "bytes"
    some, beginning = run_apart(read(range="bytes=0-99"))
    assert (some.status, beginning) == (206, content[:100])


@pytest.mark.parametrize("query", ["", "f=json", "f=tiff&scale-factor=2"])
def test_what_was_read_since_the_import_is_not_sent_again(ground: Made, query: str) -> None:
    ground(hill(900))

    def answered(**headers: str) -> tuple[Request, Answer]:
        asked = replace(asking(query, **headers), method="HEAD")
        return asked, run_apart(coverage(asked))

    _asked, first = answered()
    held = {"if-modified-since": first.headers["last-modified"]}
    assert headers_of_known(*answered(**held)) is not None
    older = {"if-modified-since": "Thu, 01 Jan 2015 00:00:00 GMT"}
    assert headers_of_known(*answered(**older)) is None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("bbox=1,2,3", "oeste"),
        ("bbox=-66.27,-17.41,-66.29,-17.40", "oeste"),
        ("bbox=nan,-17.41,-66.29,-17.40", "oeste"),
        ("bbox=", "oeste"),
        ("bbox=-66.2_9,-17.41,-66.27,-17.40", "oeste"),
        ("bbox=-66.29,-17.41,9,-66.27,-17.40,0", "oeste"),
        ("bbox=0,0,1,1", "cubre"),
        ("subset=Lon(-66.3)", "Lon"),
        ("subset=", "Lon"),
        ("subset=Lat(-17.41:-17.40),Lat(-17.41:-17.40)", "Lon"),
        ("scale-factor=", "scale-factor"),
        ("subset=Time(1:2)", "Lon"),
        ("subset=Lon(-66.27:-66.29)", "Lon"),
        ("bbox=-66.29,-17.41,-66.27,-17.40&subset=Lon(-66.3:-66.2)", "ambos"),
        ("scale-factor=0", "scale-factor"),
        ("scale-factor=1.5", "scale-factor"),
        ("f=png", "formato"),
    ],
)
def test_what_cannot_be_understood_is_refused(ground: Made, query: str, words: str) -> None:
    ground(hill())
    with pytest.raises(BadParameter) as refusal:
        run_apart(coverage(asking(query)))
    assert words.lower() in str(refusal.value).lower()


def test_too_many_cells_are_refused_with_the_way_out(
    ground: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground(hill())
    monkeypatch.setitem(MOST, "json", 10_000)
    with pytest.raises(BadParameter, match="scale-factor=3"):
        run_apart(coverage(asking("f=json")))
    document = said(run_apart(coverage(asking("f=json&scale-factor=3"))))
    assert document["ranges"]["elevation"]["shape"] == [96, 96]
