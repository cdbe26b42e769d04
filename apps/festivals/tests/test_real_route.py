"""The plan of the real way of the entry of Urkupiña, traced from the press of 2025."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString

from apps.festivals.queries import rules_broken
from apps.festivals.terms import Breach, Side
from apps.festivals.tests.making import TODAY, codes, draw, make_festival, make_plan


@pytest.fixture
def route(real_data: Path) -> LineString:
    """The route of the entry, 4.3 km."""
    found = json.loads((real_data / "DERIVED_urkupina_rutas.geojson").read_text())
    entry = next(
        each
        for each in found["features"]
        if each["properties"]["id"] == "entrada_folklorica_2025"
    )
    drawn = GEOSGeometry(json.dumps(entry["geometry"]))
    assert isinstance(drawn, LineString)
    return drawn


@pytest.mark.django_db
def test_the_real_route_holds_a_plan_of_more_than_eight_hundred_modules(
    route: LineString,
) -> None:
    plan = make_plan(make_festival(route=route), run=10)
    draw(plan, prefix="B", side=Side.RIGHT, run=10)
    assert len(codes(plan)) >= 800
    assert {each.breach for each in rules_broken(plan, on=TODAY)} <= {Breach.LANE}
