"""Maps to take along: small, whole, the same tiles as the map's own, and in parts."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
import shapely
from pmtiles.reader import MemorySource, Reader

from geo.raster.archive import Archive
from tests import databases
from tests.takeaway import take_along
from tiles.offline.areas import FIRST_ZOOM, LAST_ZOOM, Area
from tiles.offline.cutting import MOST_BYTES, cut

AT = "/tiles/offline"


class Built:
    """A server whose maps were cut, and the folder they are in."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    @property
    def areas(self) -> list[dict[str, Any]]:
        found = requests.get(f"{self.url}{AT}/index.json", timeout=30)
        assert found.headers["Content-Type"] == "application/json"
        areas: list[dict[str, Any]] = found.json()["areas"]
        return areas


@pytest.fixture(scope="module")
def built(serve: Callable[..., str], bare_var: Callable[[str], Path]) -> Built:
    var = bare_var("offline")
    take_along(var)
    url = serve("offline", databases.town_template(), LLAJTA_VAR=str(var))
    return Built(url, var / "offline")


def test_every_district_and_otb_has_its_map(built: Built) -> None:
    for kind, layer in (("district", "districts"), ("otb", "otbs")):
        items = f"{built.url}/ogc/collections/{layer}/items"
        page = requests.get(items, params={"limit": 1000}, timeout=30).json()
        wanted = {f"{kind}-{each['id']}.pmtiles" for each in page["features"]}
        assert {each["file"] for each in built.areas if each["kind"] == kind} == wanted
        title = next(each["title"] for each in built.areas if each["kind"] == kind)
        assert title.startswith(("Distrito ", "OTB "))
    assert (
        requests.get(built.url + built.areas[0]["feature"], timeout=30).status_code == 200
    )


def test_a_map_is_what_the_index_says(built: Built) -> None:
    for each in built.areas[:3]:
        answer = requests.get(f"{built.url}{AT}/{each['file']}", timeout=30)
        assert answer.headers["Content-Type"] == "application/vnd.pmtiles"
        assert len(answer.content) == each["bytes"] <= MOST_BYTES
        assert hashlib.sha256(answer.content).hexdigest() == each["sha256"]
        header = Reader(MemorySource(answer.content)).header()
        assert [header["min_zoom"], header["max_zoom"]] == each["zooms"]
        assert header["min_lon_e7"] / 1e7 == pytest.approx(each["bounds"][0], abs=1e-5)


def test_a_program_may_fetch_a_part(built: Built) -> None:
    address = f"{built.url}{AT}/{built.areas[0]['file']}"
    part = requests.get(address, headers={"Range": "bytes=0-6"}, timeout=30)
    assert (part.status_code, part.content) == (206, b"PMTiles")
    held = {"If-Modified-Since": part.headers["Last-Modified"]}
    assert requests.get(address, headers=held, timeout=30).status_code == 304


def test_its_tiles_are_those_of_the_map_itself(built: Built) -> None:
    area = built.areas[0]
    west, south, east, north = area["bounds"]
    shape = Area(
        kind="district", id=1, title="", ground=shapely.box(west, south, east, north)
    )
    archive = Archive(built.folder / area["file"])
    seen = 0
    for zoom in (FIRST_ZOOM, 13, LAST_ZOOM):
        for tile in list(shape.tiles(zoom))[:40]:
            if packed := archive.find(tile):
                address = f"{built.url}/tiles/basemap/{tile.z}/{tile.x}/{tile.y}"
                assert gzip.decompress(packed) == requests.get(address, timeout=30).content
                seen += 1
    assert seen > 10


def test_what_would_be_too_large_leaves_out_the_nearest_zoom(
    built: Built, tmp_path: Path
) -> None:
    told = built.areas[0]
    archive = Archive(built.folder / told["file"])
    area = Area(kind="district", id=1, title="", ground=shapely.box(*told["bounds"]))
    most = told["bytes"] // 2
    made = cut(archive, area, tmp_path / "small.pmtiles", most=most)
    assert FIRST_ZOOM < made.last_zoom < LAST_ZOOM
    assert (tmp_path / "small.pmtiles").stat().st_size <= most


def test_only_files_of_the_build_are_served(built: Built) -> None:
    for name in ("none.pmtiles", "..%2Findex.json", "all.tiles", ".index.json"):
        assert requests.get(f"{built.url}{AT}/{name}", timeout=30).status_code == 404


def test_the_page_says_the_size_before_anything_is_fetched(
    built: Built, town_url: str
) -> None:
    page = requests.get(f"{built.url}/mapas-sin-red/", timeout=30).text
    for each in built.areas:
        assert f'data-offline="{each["file"]}" data-bytes="{each["bytes"]}"' in page
    assert "Mapas para llevar" in page and "kB" in page.replace("KB", "kB")
    empty = requests.get(f"{town_url}/mapas-sin-red/", timeout=30).text
    assert "Todavía no se hizo ningún mapa." in empty
