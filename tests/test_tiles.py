"""Tiles hold what their layer has there, with the fields and filters that were asked."""

from __future__ import annotations

import math
from typing import Any

import mapbox_vector_tile
import pytest
import requests

from geo.access import Audience
from geo.layers import Layer, find_layer, published
from geo.tiles.statements import basemap_layers

STATES = {"contracted", "published", "awarded", "deserted", "cancelled"}
HOME = (-66.2835, -17.3975)


def tile_at(zoom: int, longitude: float = HOME[0], latitude: float = HOME[1]) -> str:
    count = 2**zoom
    column = int((longitude + 180) / 360 * count)
    north = math.asinh(math.tan(math.radians(latitude)))
    return f"{zoom}/{column}/{int((1 - north / math.pi) / 2 * count)}"


def decoded(answer: requests.Response) -> dict[str, Any]:
    assert answer.status_code in (200, 204), answer.text
    if answer.status_code == 204:
        return {}
    assert answer.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    found: dict[str, Any] = mapbox_vector_tile.decode(answer.content)
    return found


def read(town: str, layer: str, place: str, **filters: Any) -> list[dict[str, Any]]:
    answer = requests.get(f"{town}/tiles/{layer}/{place}", params=filters, timeout=30)
    return list(decoded(answer).get(layer, {}).get("features", []))


def every_tile(zoom: int) -> list[str]:
    """Every tile of this zoom that meets the municipality."""
    west, south, east, north = -66.4615, -17.4640, -66.2220, -17.0440
    _z, left, top = map(int, tile_at(zoom, west, north).split("/"))
    _z, right, bottom = map(int, tile_at(zoom, east, south).split("/"))
    return [
        f"{zoom}/{column}/{row}"
        for column in range(left, right + 1)
        for row in range(top, bottom + 1)
    ]


@pytest.mark.parametrize("layer", published(Audience.ANYONE), ids=lambda each: each.name)
def test_a_tile_carries_only_the_fields_meant_for_tiles(
    town_url: str, layer: Layer
) -> None:
    allowed = {field.name for field in layer.fields if field.in_tiles}
    clusters = {"count", "approximate", *STATES} if layer.name == "works" else set()
    zoom = max(layer.zooms[0], 14)
    tiles = [tile_at(zoom)] if layer.name == "parcels" else every_tile(12)
    found: set[str] = set()
    for place in tiles:
        for feature in read(town_url, layer.name, place):
            found |= set(feature["properties"])
    assert found <= allowed | clusters


@pytest.mark.parametrize("zoom", [7, 19, 24])
def test_outside_its_zooms_a_layer_is_empty(town_url: str, zoom: int) -> None:
    answer = requests.get(f"{town_url}/tiles/works/{tile_at(zoom)}", timeout=30)
    assert answer.status_code == 204
    assert answer.content == b""


@pytest.mark.parametrize(
    ("base", "name"), [("/collections/works", "works"), ("", "basemap")], ids=["set", "map"]
)
def test_beyond_the_limits_that_a_set_tells_there_is_no_tile(
    town_url: str, base: str, name: str
) -> None:
    address = f"{town_url}/ogc{base}/tiles/WebMercatorQuad"
    (limits,) = (
        each
        for each in requests.get(address, timeout=30).json()["tileMatrixSetLimits"]
        if each["tileMatrix"] == "14"
    )
    row, column = limits["minTileRow"], limits["minTileCol"]
    within = requests.get(f"{address}/14/{row}/{column}", timeout=30)
    assert within.status_code in (200, 204)
    for place in (
        f"14/{row - 2}/{column}",
        f"14/{limits['maxTileRow'] + 2}/{column}",
        f"14/{row}/{column - 2}",
        f"14/{row}/{limits['maxTileCol'] + 2}",
        f"19/{row * 32}/{column * 32}",
    ):
        beyond = requests.get(f"{address}/{place}", timeout=30)
        assert beyond.status_code == 404, place
        zoom, y, x = place.split("/")
        plain = requests.get(f"{town_url}/tiles/{name}/{zoom}/{x}/{y}", timeout=30)
        assert plain.status_code == 204, "a map is not told of a mistake"
    zoom, x, y = tile_at(12).split("/")
    parcels = f"{town_url}/ogc/collections/parcels/tiles/WebMercatorQuad"
    empty = requests.get(f"{parcels}/{zoom}/{y}/{x}", timeout=30)
    assert empty.status_code == 204, "its features are too small to be drawn"


def test_both_addresses_of_a_tile_give_the_same(town_url: str) -> None:
    zoom, column, row = tile_at(12).split("/")
    plain = requests.get(f"{town_url}/tiles/streets/{zoom}/{column}/{row}", timeout=30)
    base = f"{town_url}/ogc/collections/streets/tiles/WebMercatorQuad"
    assert requests.get(f"{base}/{zoom}/{row}/{column}", timeout=30).content
    assert (
        requests.get(f"{base}/{zoom}/{row}/{column}", timeout=30).content == plain.content
    )


def counted(features: list[dict[str, Any]]) -> int:
    return sum(feature["properties"].get("count", 1) for feature in features)


def test_clusters_count_each_place_of_a_work_once(town_url: str) -> None:
    address = f"{town_url}/ogc/collections/works/items?limit=10000"
    works = requests.get(address, timeout=30).json()["features"]
    placed = [each for each in works if each["geometry"]]
    single = sum(len(each["geometry"]["coordinates"]) == 1 for each in placed)
    parts = sum(len(each["geometry"]["coordinates"]) for each in placed)
    total = sum(counted(read(town_url, "works", place)) for place in every_tile(11))
    assert single <= total <= parts
    assert len(placed) <= total


def test_a_cluster_says_how_many_of_each_state(town_url: str) -> None:
    clusters = [
        feature["properties"]
        for feature in read(town_url, "works", tile_at(10))
        if "count" in feature["properties"]
    ]
    assert clusters
    for cluster in clusters:
        assert cluster["count"] > 1
        assert sum(cluster[state] for state in STATES) == cluster["count"]
        assert set(cluster) == {"count", "approximate", *STATES}


@pytest.mark.parametrize("zoom", [10, 14])
def test_filters_hold_in_tiles(town_url: str, zoom: int) -> None:
    state = "contracted"
    for place in every_tile(zoom)[:40] if zoom == 10 else [tile_at(zoom)]:
        for feature in read(town_url, "works", place, state=state):
            told = feature["properties"]
            assert told.get(state) == told["count"] if "count" in told else True
            assert "count" in told or told["state"] == state


@pytest.mark.parametrize("zoom", [10, 13, 16])
def test_a_work_that_stands_alone_is_itself(town_url: str, zoom: int) -> None:
    tiles = every_tile(zoom) if zoom < 16 else [tile_at(zoom)]
    for place in tiles:
        for feature in read(town_url, "works", place):
            told = feature["properties"]
            assert ("count" in told) != ("code" in told)


def test_fewer_streets_are_drawn_from_farther_away(town_url: str) -> None:
    kinds = {
        zoom: {
            each["properties"]["kind"] for each in read(town_url, "streets", tile_at(zoom))
        }
        for zoom in (12, 14)
    }
    assert kinds[12] <= {"avenue", "road"}
    assert kinds[12]
    assert "street" in kinds[14]


@pytest.mark.parametrize("zoom", [0, 9, 12, 14, 16])
def test_the_basemap_is_its_layers_in_one_tile(town_url: str, zoom: int) -> None:
    whole = decoded(requests.get(f"{town_url}/tiles/basemap/{tile_at(zoom)}", timeout=30))
    declared = basemap_layers(Audience.ANYONE, zoom)
    own = {name for name in whole if not name.endswith("-labels")}
    assert own <= {layer.name for layer in declared}
    for layer in declared:
        alone = read(town_url, layer.name, tile_at(zoom))
        both = whole.get(layer.name, {}).get("features", [])
        assert sorted(map(str, both)) == sorted(map(str, alone))


def test_the_basemap_grows_towards_the_ground() -> None:
    parcels = find_layer("parcels", Audience.ANYONE)
    assert parcels not in basemap_layers(Audience.ANYONE, 14)
    assert parcels in basemap_layers(Audience.ANYONE, 17)


def test_a_held_tile_is_not_sent_again(town_url: str) -> None:
    address = f"{town_url}/tiles/basemap/{tile_at(12)}"
    first = requests.get(address, timeout=30)
    held = {"If-None-Match": first.headers["ETag"]}
    again = requests.get(address, headers=held, timeout=30)
    assert again.status_code == 304
    assert again.content == b""
    assert "max-age=300" in again.headers["Cache-Control"]


def test_tiles_of_works_are_asked_for_anew_each_time(town_url: str) -> None:
    answer = requests.get(f"{town_url}/tiles/works/{tile_at(12)}", timeout=30)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_version_in_the_address_changes_nothing(town_url: str) -> None:
    address = f"{town_url}/tiles/basemap/{tile_at(12)}"
    versioned = requests.get(address, params={"v": "7"}, timeout=30)
    assert versioned.content == requests.get(address, timeout=30).content
