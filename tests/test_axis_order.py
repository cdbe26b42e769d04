"""Coordinates come in the order that each reference system and format demands."""

from __future__ import annotations

import csv
import io
from typing import Any

import mapbox_vector_tile
import pytest
import requests
from pyproj import Transformer
from shapely import from_wkt
from shapely.geometry import shape

from geo.published.projections import OGC, PROJECTIONS

LAYERS = ["place-names", "streets", "otbs", "works"]


def items(town: str, layer: str, **parameters: str) -> requests.Response:
    address = f"{town}/ogc/collections/{layer}/items"
    return requests.get(address, params={"limit": "5", **parameters}, timeout=30)


def placed(answer: requests.Response) -> dict[int, Any]:
    return {
        each["id"]: shape(each["geometry"]).centroid
        for each in answer.json()["features"]
        if each["geometry"]
    }


@pytest.mark.parametrize("layer", LAYERS)
def test_geojson_has_longitude_first(town_url: str, layer: str) -> None:
    answer = items(town_url, layer)
    assert answer.headers["Content-Crs"] == f"<{OGC}OGC/1.3/CRS84>"
    for point in placed(answer).values():
        assert -66.5 < point.x < -66.2
        assert -17.5 < point.y < -17.0


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    ("system", "metres"),
    [("EPSG/0/4326", 1e-6), ("EPSG/0/3857", 2), ("EPSG/0/32719", 2), ("EPSG/0/32720", 2)],
)
def test_each_system_has_its_authoritys_order(
    town_url: str, layer: str, system: str, metres: float
) -> None:
    plain = placed(items(town_url, layer))
    answer = items(town_url, layer, crs=f"{OGC}{system}")
    assert answer.headers["Content-Crs"] == f"<{OGC}{system}>"
    # Without always_xy the transformer keeps the authority's own order of axes.
    authority = Transformer.from_crs("OGC:CRS84", system.replace("/0/", ":"))
    for one, point in placed(answer).items():
        x, y = authority.transform(plain[one].x, plain[one].y)
        assert abs(point.x - x) < metres
        assert abs(point.y - y) < metres


def test_one_feature_is_transformed_like_a_page_of_them(town_url: str) -> None:
    uri = f"{OGC}EPSG/0/32719"
    first = items(town_url, "place-names", crs=uri).json()["features"][0]
    address = f"{town_url}/ogc/collections/place-names/items/{first['id']}"
    alone = requests.get(address, params={"crs": uri}, timeout=30)
    assert alone.json()["geometry"] == first["geometry"]
    assert alone.headers["Content-Crs"] == f"<{uri}>"


@pytest.mark.parametrize("uri", PROJECTIONS)
def test_every_offered_system_is_named_in_the_collections(town_url: str, uri: str) -> None:
    found = requests.get(f"{town_url}/ogc/collections", timeout=30).json()["collections"]
    features = [each for each in found if each["itemType"] == "feature"]
    assert features and all(uri in each["crs"] for each in features)


def test_downloads_have_longitude_first(town_url: str) -> None:
    address = f"{town_url}/descargas/place-names"
    features = requests.get(f"{address}.geojson", timeout=30).json()["features"]
    table = requests.get(f"{address}.csv", timeout=30).content.decode("utf-8-sig")
    rows = {int(row["id"]): row for row in csv.DictReader(io.StringIO(table))}
    assert len(rows) == len(features)
    for feature in features:
        row, (x, y) = rows[feature["id"]], feature["geometry"]["coordinates"]
        assert (float(row["longitude"]), float(row["latitude"])) == pytest.approx((x, y))
        assert from_wkt(row["geometry"]).coords[0] == pytest.approx((x, y))


def test_tiles_have_east_to_the_right_and_south_below(town_url: str) -> None:
    address = f"{town_url}/tiles/place-names/14"
    points = placed(items(town_url, "place-names", limit="500"))
    middle = points[min(points)]
    column = int((middle.x + 180) / 360 * 2**14)
    to_mercator = Transformer.from_crs(4326, 3857, always_xy=True).transform
    edge = 20037508.342789244
    row = int((edge - to_mercator(middle.x, middle.y)[1]) / (2 * edge) * 2**14)
    encoded = requests.get(f"{address}/{column}/{row}", timeout=30).content
    decoded = mapbox_vector_tile.decode(encoded, default_options={"y_coord_down": True})[
        "place-names"
    ]
    for feature in decoded["features"]:
        x, y = feature["geometry"]["coordinates"]
        east, north = to_mercator(points[feature["id"]].x, points[feature["id"]].y)
        size = 2 * edge / 2**14
        assert x == pytest.approx(((east + edge) / size - column) * 4096, abs=1)
        assert y == pytest.approx(((edge - north) / size - row) * 4096, abs=1)
