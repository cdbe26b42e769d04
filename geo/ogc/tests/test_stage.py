"""The map of an API's page shows what the page is about, and looks there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings

from geo.access import Audience
from geo.layers import find_layer
from geo.ogc.stage import (
    LARGEST,
    LIGHT,
    box_around,
    stage_of_area,
    stage_of_feature,
    stage_of_page,
    stage_of_result,
)
from geo.published.bounds import parse_bounds
from geo.published.question import Selection

ADDRESS = "/ogc/collections/works/items?f=json"
WEST, SOUTH, EAST, NORTH = settings.MUNICIPALITY.bounds


def point(lon: float = -66.28, lat: float = -17.39, **said: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": 7, "properties": said, "geometry": geometry}


def placeless() -> dict[str, Any]:
    return {"type": "Feature", "id": 8, "properties": {}, "geometry": None}


def works(bbox: str = "") -> Selection:
    layer = find_layer("works", Audience.ANYONE)
    assert layer is not None
    bounds = parse_bounds(bbox) if bbox else None
    return Selection(layer=layer, audience=Audience.ANYONE, bounds=bounds)


def test_a_page_carries_its_shapes_and_nothing_else_of_them() -> None:
    stage = stage_of_page(
        [point(state="contracted", object="long"), placeless()], works(), ""
    )
    assert stage is not None
    shown = json.loads(stage.sketch)["features"]
    assert [each["properties"] for each in shown] == [{"state": "contracted"}, {}]
    assert stage.box == (-66.28, -17.39, -66.28, -17.39)
    assert stage.frame == "-66.2800000,-17.3900000,-66.2800000,-17.3900000"


def test_many_shapes_come_after_the_page() -> None:
    many = [point() for _ in range(LIGHT // 50)]
    stage = stage_of_page(many, works(), ADDRESS)
    assert stage is not None
    assert json.loads(stage.sketch) == ADDRESS


@pytest.mark.parametrize(
    ("bbox", "box"),
    [
        pytest.param(
            "-66.3,-17.4,-66.25,-17.3", (-66.3, -17.4, -66.25, -17.3), id="in town"
        ),
        pytest.param("-66.3,-17.4,-66.3,-17.4", (-66.3, -17.4) * 2, id="a click"),
        pytest.param("-180,-90,180,90", (WEST, SOUTH, EAST, NORTH), id="the earth"),
        pytest.param("170,-20,-170,-10", (-66.28, -17.39, -66.28, -17.39), id="elsewhere"),
    ],
)
def test_it_looks_at_the_area_that_was_asked_for(
    bbox: str, box: tuple[float, float, float, float]
) -> None:
    stage = stage_of_page([point()], works(bbox), ADDRESS)
    assert stage is not None
    assert stage.box == pytest.approx(box)


def test_what_has_no_place_has_no_map() -> None:
    assert stage_of_page([placeless()], works(), ADDRESS) is None
    assert stage_of_feature(placeless(), works().layer, ADDRESS) is None
    assert stage_of_result({"total": 3, "rows": [{"name": "x", "lon": None}]}) is None
    assert box_around([]) is None


def test_a_single_place_is_ringed() -> None:
    stage = stage_of_feature(point(), works().layer, ADDRESS)
    assert stage is not None
    assert json.loads(stage.focus) == {"points": [[-66.28, -17.39, 0]]}
    assert str(works().layer.title) in stage.label and "7" in stage.label


def test_a_raster_has_its_outline() -> None:
    stage = stage_of_area("DEM", [-66.4, -17.5, -66.2, -17.2])
    shown = json.loads(stage.sketch)["features"][0]["geometry"]
    assert shown["type"] == "Polygon"
    assert stage.box == (-66.4, -17.5, -66.2, -17.2)


def test_a_result_is_drawn_however_deep_it_says_where() -> None:
    result = {
        "layers": [{"features": [point(), placeless()]}],
        "samples": [{"lon": -66.3, "lat": -17.4}, {"longitude": -66.2, "latitude": -17.3}],
    }
    stage = stage_of_result(result)
    assert stage is not None
    assert len(json.loads(stage.sketch)["features"]) == 3
    assert stage.box == (-66.3, -17.4, -66.2, -17.3)
    many = [point() for _ in range(LARGEST // 50)]
    assert stage_of_result(many) is None
