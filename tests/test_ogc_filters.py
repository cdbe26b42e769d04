"""What a filter, a box, a time or a page asks for is what is answered, to the feature."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from pyproj import Transformer
from shapely.geometry import box, shape

OGC = "http://www.opengis.net/def/crs/"
UTM = f"{OGC}EPSG/0/32719"


@pytest.fixture(scope="module")
def works(town_url: str) -> list[dict[str, Any]]:
    return everything(town_url, "works")


def items(town: str, layer: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    address = f"{town}/ogc/collections/{layer}/items?{urlencode(pairs)}"
    answer = requests.get(address, timeout=30)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def everything(town: str, layer: str, **filters: str) -> list[dict[str, Any]]:
    found = items(town, layer, [("limit", "10000"), *filters.items()])
    assert found["numberReturned"] == found["numberMatched"]
    features: list[dict[str, Any]] = found["features"]
    return features


def ids(features: list[dict[str, Any]]) -> set[int]:
    return {feature["id"] for feature in features}


def having(features: list[dict[str, Any]], name: str, value: Any) -> set[int]:
    return {each["id"] for each in features if each["properties"][name] == value}


def test_one_value_selects_its_features(town_url: str, works: list[Any]) -> None:
    kind = works[0]["properties"]["kind"]
    assert ids(everything(town_url, "works", kind=kind)) == having(works, "kind", kind)


def test_two_values_of_one_property_are_alternatives(
    town_url: str, works: list[Any]
) -> None:
    kinds = sorted({each["properties"]["kind"] for each in works})[:2]
    pairs = [("limit", "10000"), *(("kind", kind) for kind in kinds)]
    found = items(town_url, "works", pairs)["features"]
    assert ids(found) == having(works, "kind", kinds[0]) | having(works, "kind", kinds[1])


def test_two_properties_must_both_hold(town_url: str, works: list[Any]) -> None:
    first = works[0]["properties"]
    found = everything(town_url, "works", kind=first["kind"], year=str(first["year"]))
    assert ids(found) == having(works, "kind", first["kind"]) & having(
        works, "year", first["year"]
    )


@pytest.mark.parametrize("name", ["district", "otb", "calls"])
def test_a_list_is_asked_whether_it_holds_a_value(
    town_url: str, works: list[Any], name: str
) -> None:
    value = next(each["properties"][name][0] for each in works if each["properties"][name])
    holding = {each["id"] for each in works if value in each["properties"][name]}
    assert ids(everything(town_url, "works", **{name: str(value)})) == holding


def test_a_date_is_a_value_too(town_url: str, works: list[Any]) -> None:
    day = next(filter(None, (each["properties"]["published_on"] for each in works)))
    assert ids(everything(town_url, "works", published_on=day)) == having(
        works, "published_on", day
    )


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("2020-01-01/2022-06-30", "2020-01-01", "2022-06-30"),
        ("2020-01-01T00:00:00Z/2022-06-30T00:00:00Z", "2020-01-01", "2022-06-30"),
        ("../2021-01-01", "0000", "2021-01-01"),
        ("2021-01-01/..", "2021-01-01", "9999"),
    ],
)
def test_a_time_selects_its_days_and_the_undated(
    town_url: str, works: list[Any], span: str, first: str, last: str
) -> None:
    days = {each["id"]: each["properties"]["published_on"] for each in works}
    meant = {one for one, day in days.items() if day is None or first <= day <= last}
    assert ids(everything(town_url, "works", datetime=span)) == meant


@pytest.mark.parametrize("layer", ["otbs", "streets", "place-names"])
def test_a_box_selects_what_it_touches(town_url: str, layer: str) -> None:
    features = everything(town_url, layer)
    shapes = {each["id"]: shape(each["geometry"]) for each in features}
    middle = next(iter(shapes.values())).centroid
    area = box(middle.x - 0.004, middle.y - 0.003, middle.x + 0.005, middle.y + 0.004)
    asked = ",".join(map(repr, area.bounds))
    assert ids(everything(town_url, layer, bbox=asked)) == {
        one for one, each in shapes.items() if each.intersects(area)
    }


def test_a_projected_box_selects_what_it_touches_on_the_ground(town_url: str) -> None:
    forwards = Transformer.from_crs(4326, 32719, always_xy=True).transform
    points = {
        each["id"]: forwards(*each["geometry"]["coordinates"])
        for each in everything(town_url, "place-names")
    }
    xs, ys = zip(*points.values(), strict=True)
    west, east = sorted(xs)[len(xs) // 4] + 0.5, sorted(xs)[3 * len(xs) // 4] + 0.5
    south, north = sorted(ys)[len(ys) // 4] + 0.5, sorted(ys)[3 * len(ys) // 4] + 0.5
    found = everything(
        town_url,
        "place-names",
        **{"bbox": f"{west},{south},{east},{north}", "bbox-crs": UTM},
    )
    assert ids(found) == {
        one for one, (x, y) in points.items() if west <= x <= east and south <= y <= north
    }


@pytest.mark.parametrize(
    "filters", [{}, {"kind": "street"}, {"bbox": "-66.29,-17.41,-66.26,-17.38"}]
)
def test_pages_follow_each_other_without_loss(
    town_url: str, filters: dict[str, str]
) -> None:
    pairs = [("limit", "97"), *filters.items()]
    page = items(town_url, "streets", pairs)
    seen = [each["id"] for each in page["features"]]
    while following := [link for link in page["links"] if link["rel"] == "next"]:
        assert len(page["features"]) == 97
        page = requests.get(following[0]["href"], timeout=30).json()
        seen += [each["id"] for each in page["features"]]
        assert page["features"], "a last page that is empty"
    assert page["numberMatched"] == len(seen) == len(set(seen))
    assert set(seen) == ids(everything(town_url, "streets", **filters))


@pytest.mark.parametrize(
    "filters", [{}, {"kind": "street"}, {"bbox": "-66.4,-17.45,-66.23,-17.1"}]
)
@pytest.mark.parametrize("offset", [0, 5, 50, 5000])
def test_the_number_that_match_is_exact_on_every_page(
    town_url: str, filters: dict[str, str], offset: int
) -> None:
    listed = everything(town_url, "streets", **filters)
    pairs = [("limit", "9"), ("offset", str(offset)), *filters.items()]
    page = items(town_url, "streets", pairs)
    assert page["numberMatched"] == len(listed)
    shown = [each["id"] for each in page["features"]]
    assert shown == [each["id"] for each in listed][offset : offset + 9]
    links = {link["rel"] for link in page["links"]}
    assert ("next" in links) == (offset + 9 < len(listed))


def test_a_page_after_the_last_is_empty(town_url: str) -> None:
    page = items(town_url, "streets", [("after", "999999999999999999999")])
    assert page["features"] == []
    assert page["numberMatched"] == len(everything(town_url, "streets"))
