"""A CQL2 filter, an order or a choice of properties is what is answered, at every door."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import mapbox_vector_tile
import pytest
import requests
from pyproj import Transformer
from shapely.geometry import Polygon, shape

OGC = "http://www.opengis.net/def/crs/"
UTM = f"{OGC}EPSG/0/32719"
LATITUDE_FIRST = f"{OGC}EPSG/0/4326"

Feature = dict[str, Any]


def page(town: str, layer: str, **asked: Any) -> dict[str, Any]:
    address = f"{town}/ogc/collections/{layer}/items"
    answer = requests.get(address, params={"limit": "10000", **asked}, timeout=30)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert found["numberReturned"] == len(found["features"])
    return found


def items(town: str, layer: str, **asked: Any) -> list[Feature]:
    found = page(town, layer, **asked)
    assert found["numberMatched"] == found["numberReturned"]
    features: list[Feature] = found["features"]
    return features


def walked(town: str, layer: str, **asked: Any) -> list[Feature]:
    """Every feature of a selection, page after page."""
    found = page(town, layer, **asked)
    seen: list[Feature] = found["features"]
    while following := [each for each in found["links"] if each["rel"] == "next"]:
        assert found["features"], "a page between others that is empty"
        found = requests.get(following[0]["href"], timeout=30).json()
        seen = seen + found["features"]
    assert len(seen) == found["numberMatched"]
    return seen


def ids(features: list[Feature]) -> set[int]:
    return {feature["id"] for feature in features}


@pytest.fixture(scope="module")
def works(town_url: str) -> list[Feature]:
    return items(town_url, "works")


def test_a_filter_selects_what_it_says(town_url: str, works: list[Feature]) -> None:
    meant = {
        each["id"]
        for each in works
        if each["properties"]["year"] >= 2021 and each["properties"]["kind"] != "paving"
    }
    text = "year >= 2021 AND NOT kind = 'paving'"
    assert ids(items(town_url, "works", filter=text)) == meant
    operands = [
        {"op": ">=", "args": [{"property": "year"}, 2021]},
        {"op": "not", "args": [{"op": "=", "args": [{"property": "kind"}, "paving"]}]},
    ]
    asked = {
        "filter": json.dumps({"op": "and", "args": operands}),
        "filter-lang": "cql2-json",
    }
    assert ids(items(town_url, "works", **asked)) == meant


@pytest.mark.parametrize("name", ["district", "calls"])
def test_lists_are_compared_as_sets(town_url: str, works: list[Feature], name: str) -> None:
    one = next(each["properties"][name] for each in works if each["properties"][name])
    listed = ", ".join(map(repr, one))
    text = f"A_CONTAINS({name}, ({listed}))"
    assert ids(items(town_url, "works", filter=text)) == {
        each["id"] for each in works if set(one) <= set(each["properties"][name] or [])
    }
    text = f"A_EQUALS({name}, ({listed}))"
    assert ids(items(town_url, "works", filter=text)) == {
        each["id"] for each in works if set(one) == set(each["properties"][name] or [])
    }


def test_a_filter_a_box_and_a_property_must_all_hold(town_url: str) -> None:
    box = "-66.29,-17.41,-66.26,-17.38"
    boxed = items(town_url, "streets", bbox=box)
    kind = boxed[0]["properties"]["kind"]
    both = items(town_url, "streets", bbox=box, kind=kind, filter="name LIKE 'Calle%'")
    assert ids(both) == {
        each["id"]
        for each in boxed
        if each["properties"]["kind"] == kind
        and (each["properties"]["name"] or "").startswith("Calle")
    }


@pytest.mark.parametrize("system", [UTM, LATITUDE_FIRST])
def test_a_geometry_may_be_in_another_system(town_url: str, system: str) -> None:
    """The edges of a large projected triangle bend by metres between their ends."""
    places = items(town_url, "place-names")
    points = {each["id"]: each["geometry"]["coordinates"] for each in places}
    corners = [(-66.45, -17.45), (-66.25, -17.44), (-66.27, -17.1), (-66.45, -17.45)]
    forwards = Transformer.from_crs(4326, int(system.rsplit("/", 1)[1])).transform
    written = [forwards(latitude, longitude) for longitude, latitude in corners]
    area = Polygon(written)
    text = ",".join(f"{x!r} {y!r}" for x, y in written)
    found = items(
        town_url,
        "place-names",
        **{"filter": f"S_INTERSECTS(geometry,POLYGON(({text})))", "filter-crs": system},
    )
    inside = {
        one
        for one, (longitude, latitude) in points.items()
        if area.covers(shape_of(forwards(latitude, longitude)))
    }
    assert ids(found) == inside
    assert 0 < len(inside) < len(points)


def shape_of(position: tuple[float, float]) -> Any:
    return shape({"type": "Point", "coordinates": position})


@pytest.mark.parametrize("system", [f"{OGC}OGC/1.3/CRS84", LATITUDE_FIRST, UTM])
def test_a_point_of_an_answer_finds_its_feature_again(town_url: str, system: str) -> None:
    for street in items(town_url, "streets", crs=system, limit="10000")[:20]:
        x, y = street["geometry"]["coordinates"][0][0]
        asked = {
            "filter": f"S_INTERSECTS(geometry, POINT({x!r} {y!r}))",
            "filter-crs": system,
        }
        assert street["id"] in ids(items(town_url, "streets", **asked))


def test_a_tile_shows_what_the_filter_leaves(town_url: str) -> None:
    address = f"{town_url}/ogc/collections/streets/tiles/WebMercatorQuad/14/8996/5175"
    text = "kind = 'street' AND CASEI(name) LIKE casei('CALLE%')"
    counts = []
    for asked in ({}, {"filter": text}):
        answer = requests.get(address, params=asked, timeout=30)
        assert answer.status_code == 200
        counts.append(mapbox_vector_tile.decode(answer.content)["streets"]["features"])
    everything, some = counts
    assert 0 < len(some) < len(everything)
    assert {each["properties"]["kind"] for each in some} == {"street"}


def test_a_download_has_what_the_filter_leaves(town_url: str, works: list[Feature]) -> None:
    answer = requests.get(
        f"{town_url}/descargas/works.csv", params={"filter": "year = 2020"}, timeout=30
    )
    text = io.StringIO(answer.content.decode("utf-8-sig"), newline="")
    assert {int(row["id"]) for row in csv.DictReader(text)} == {
        each["id"] for each in works if each["properties"]["year"] == 2020
    }


def test_a_page_shows_what_the_filter_leaves(town_url: str) -> None:
    answer = requests.get(
        f"{town_url}/ogc/collections/works/items",
        params={
            "f": "html",
            "lang": "en",
            "filter": "year = 2020",
            "properties": "year",
            "sortby": "-code",
            "limit": "2",
        },
        timeout=30,
    )
    assert answer.status_code == 200
    assert answer.text.count('<th scope="row">') == 2
    assert answer.text.count('<th scope="col">') == 2
    assert "sortby=-code" in answer.text
    following = answer.text.split('rel="next" href="')[1].split('"')[0]
    assert requests.get(following.replace("&amp;", "&"), timeout=30).status_code == 200


def key(feature: Feature, *names: str) -> tuple[Any, ...]:
    values = [feature["properties"][name] for name in names]
    return tuple((value is None, value) for value in values)


@pytest.mark.parametrize(
    ("layer", "sortby", "asked"),
    [
        pytest.param("works", ("year", "kind"), {}, id="two keys"),
        pytest.param("works", ("accuracy_m",), {}, id="with rows that have no value"),
        pytest.param("works", ("published_on", "code"), {}, id="dates"),
        pytest.param("streets", ("name",), {"filter": "kind='street'"}, id="filtered"),
        pytest.param(
            "streets", ("name",), {"bbox": "-66.29,-17.41,-66.26,-17.38"}, id="in a box"
        ),
    ],
)
def test_sorted_pages_follow_each_other_without_loss(
    town_url: str, layer: str, sortby: tuple[str, ...], asked: dict[str, str]
) -> None:
    wanted = sorted(
        items(town_url, layer, **asked), key=lambda each: (*key(each, *sortby), each["id"])
    )
    seen = walked(town_url, layer, sortby=",".join(sortby), limit="23", **asked)
    assert [each["id"] for each in seen] == [each["id"] for each in wanted]


@pytest.mark.parametrize("name", ["accuracy_m", "year", "published_on"])
def test_a_turned_order_still_has_rows_without_a_value_last(
    town_url: str, name: str
) -> None:
    everything = items(town_url, "works")
    valued = [each for each in everything if each["properties"][name] is not None]
    wanted = sorted(valued, key=lambda each: each["id"])
    wanted.sort(key=lambda each: each["properties"][name], reverse=True)
    seen = walked(town_url, "works", sortby=f"-{name}", limit="17")
    assert [each["id"] for each in seen[: len(valued)]] == [each["id"] for each in wanted]
    assert ids(seen) == ids(everything)


def test_a_sorted_page_may_be_skipped_to(town_url: str) -> None:
    whole = [each["id"] for each in items(town_url, "works", sortby="-year,code")]
    some = page(town_url, "works", sortby="-year,code", limit="5", offset="7")
    assert [each["id"] for each in some["features"]] == whole[7:12]
    assert some["numberMatched"] == len(whole)


def test_only_the_properties_asked_for_are_answered(
    town_url: str, works: list[Feature]
) -> None:
    found = items(town_url, "works", properties="year,code", sortby="kind")
    assert ids(found) == ids(works)
    assert {tuple(each["properties"]) for each in found} == {("code", "year")}
    assert all("geometry" in each for each in found)
    none = items(town_url, "works", properties="")
    assert all(each["properties"] == {} for each in none)


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "en el carácter 8"), ("en", "at character 8")],
)
def test_a_refusal_says_what_is_wrong_and_where(
    town_url: str, language: str, words: str
) -> None:
    answer = requests.get(
        f"{town_url}/ogc/collections/works/items",
        params={"filter": "year = 'x'", "lang": language},
        timeout=30,
    )
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert words in answer.json()["detail"]
