"""Boxes drawn by chance select what shapely selects from the same features."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import requests
import shapely
from pyproj import Transformer

from tests.effort import many

UTM = "http://www.opengis.net/def/crs/EPSG/0/32719"
SEED = 1774
EDGE_M = 0.01
"""Answers are rounded to a centimetre, so what lies that near to an edge may be on either
side of it."""

to_metres = Transformer.from_crs(4326, 32719, always_xy=True).transform


class Features:
    """Every feature of a layer, with its shape in degrees and in metres."""

    def __init__(self, town: str, layer: str) -> None:
        self.address = f"{town}/ogc/collections/{layer}/items"
        features = self.ask()
        self.ids = np.array([each["id"] for each in features])
        texts = [shapely.geometry.shape(each["geometry"]).wkb for each in features]
        self.degrees = shapely.from_wkb(texts)
        self.metres = shapely.transform(
            self.degrees, lambda xy: np.column_stack(to_metres(*xy.T))
        )

    def ask(self, **parameters: str) -> list[dict[str, Any]]:
        answer = requests.get(
            self.address, params={"limit": "10000", **parameters}, timeout=30
        )
        assert answer.status_code == 200, answer.text
        features: list[dict[str, Any]] = answer.json()["features"]
        return features

    def answered(self, area: Any, **parameters: str) -> set[int]:
        bbox = ",".join(map(repr, area.bounds))
        return {each["id"] for each in self.ask(bbox=bbox, **parameters)}

    def within(self, shapes: Any, area: Any) -> set[int]:
        return set(self.ids[shapely.intersects(shapes, area)].tolist())


@pytest.fixture(scope="module", params=["place-names", "parcels", "streets"])
def features(town_url: str, request: pytest.FixtureRequest) -> Features:
    return Features(town_url, request.param)


def boxes(shapes: Any, count: int) -> list[Any]:
    """Boxes of all sizes, most of them where the features are."""
    chance = random.Random(SEED)
    west, south, east, north = shapely.total_bounds(shapes)
    drawn = []
    for _ in range(count):
        width, height = (
            (end * chance.random() ** 4) for end in (east - west, north - south)
        )
        x, y = chance.uniform(west, east - width), chance.uniform(south, north - height)
        drawn.append(shapely.box(x, y, x + width, y + height))
    return drawn


@pytest.mark.bar("R9")
@pytest.mark.parametrize("crs", ["CRS84", "EPSG:32719"])
def test_what_a_box_selects_is_what_shapely_selects(features: Features, crs: str) -> None:
    shapes, edge = features.metres, EDGE_M
    parameters = {"bbox-crs": UTM}
    if crs == "CRS84":
        shapes, edge, parameters = features.degrees, EDGE_M / 100_000, {}
    for area in boxes(shapes, many(25, 1000)):
        answered = features.answered(area, **parameters)
        surely = features.within(shapes, shapely.buffer(area, -edge, join_style="mitre"))
        perhaps = features.within(shapes, shapely.buffer(area, edge, join_style="mitre"))
        assert surely <= answered <= perhaps, area.bounds


@pytest.mark.parametrize("crs", ["CRS84", "EPSG:32719"])
@pytest.mark.parametrize("far", [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0)])
def test_a_box_without_an_area_is_the_point_or_line_it_is(
    features: Features, crs: str, far: tuple[float, float]
) -> None:
    shapes, edge = features.metres, EDGE_M
    parameters, same = {"bbox-crs": UTM}, {"filter-crs": UTM}
    if crs == "CRS84":
        shapes, edge, parameters, same = features.degrees, EDGE_M / 100_000, {}, {}
    west, south, east, north = shapely.total_bounds(shapes)
    size = np.array(far) * (east - west, north - south)
    for shape in shapes[:: max(1, len(shapes) // many(3, 100))]:
        at = shapely.get_coordinates(shape.representative_point())[0]
        area = shapely.LineString([at, at + size])
        answered = features.answered(area, **parameters)
        box = ",".join(map(repr, area.bounds))
        meeting = features.ask(filter=f"S_INTERSECTS(geometry, BBOX({box}))", **same)
        assert answered == {each["id"] for each in meeting}
        assert answered <= features.within(shapes, shapely.buffer(area, edge))
        if shape.geom_type.endswith("Polygon"):
            assert answered
