"""What a layer may ask of a change before any row is touched."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import models

from geo.access import Audience, Viewer
from geo.editing.acts import change_feature, remove_feature
from geo.editing.conditions import Conditions
from geo.editing.drafts import Draft, patched
from geo.editing.refusals import BadFeature, MatchDemanded
from geo.editing.values import read_property
from geo.errors_http import status_of
from geo.exchange.tests.conftest import PROVENANCE, english, town
from geo.layers import Field, Kind, Layer, find_layer
from geo.published.projections import CRS84, OGC, PROJECTIONS

__all__ = ["english", "town"]


@pytest.mark.django_db
def test_a_layer_may_demand_the_state_that_was_seen(town: Any) -> None:
    places = find_layer("place-names", Audience.STAFF)
    assert places is not None and places.editing is not None
    strict = dataclasses.replace(
        places, editing=dataclasses.replace(places.editing, demands_match=True)
    )
    row = places.model._default_manager.create(
        name="Plaza", kind="landmark", position=town.outline.point_on_surface, **PROVENANCE
    )
    by = Viewer(is_staff=True, grants=frozenset({places.editing.permission.name}))

    for unsaid in (Conditions(), Conditions(none_match='"stale"')):
        with pytest.raises(MatchDemanded) as refusal:
            remove_feature(strict, str(row.pk), seen=unsaid, by=by)
    assert status_of(refusal.value) == 428
    assert places.model._default_manager.filter(pk=row.pk).exists()
    remove_feature(strict, str(row.pk), seen=Conditions(match="*"), by=by)
    assert not places.model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("value", [10**400, -(10**400), float("inf"), True, "1"])
def test_a_number_is_one_that_a_column_can_hold(value: Any) -> None:
    width = Field(name="width_m", title="Width", kind=Kind.NUMBER)
    with pytest.raises(BadFeature, match="a number"):
        read_property(width, models.FloatField(), value)
    assert read_property(width, models.FloatField(), 10**300) == 10**300


@pytest.mark.parametrize("value", ["ayer", "2021-02-30", "", 20210203, ["2021-02-03"]])
def test_a_text_is_no_date(value: Any) -> None:
    opened = Field(name="opened", title="Opened", kind=Kind.DATE)
    with pytest.raises(BadFeature, match="a date"):
        read_property(opened, models.DateField(), value)


HERE = Point(-66.28, -17.39, srid=4326)
MULTIPOINT = {"type": "MultiPoint", "coordinates": [[-66.27, -17.38]]}


@pytest.fixture
def places() -> Layer:
    found = find_layer("place-names", Audience.STAFF)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("geometry", "uri", "x", "y"),
    [
        ({"coordinates": [-66.27, -17.38]}, CRS84.uri, -66.27, -17.38),
        ({"coordinates": [-17.38, -66.27]}, f"{OGC}EPSG/0/4326", -66.27, -17.38),
        ({"coordinates": [790_000, 8_075_000]}, f"{OGC}EPSG/0/32719", -66.27066, -17.39212),
        (MULTIPOINT, CRS84.uri, -66.27, -17.38),
    ],
)
def test_a_patch_goes_inside_the_geometry(
    places: Layer, geometry: Any, uri: str, x: float, y: float
) -> None:
    patch = {"geometry": geometry}
    draft = patched(patch, places, PROJECTIONS[uri], present=HERE)
    assert draft.has_shape and isinstance(draft.shape, Point)
    assert draft.shape.coords == pytest.approx((x, y), abs=1e-5)


@pytest.mark.parametrize(
    "geometry", [{}, {"bbox": None}, {"type": "Point"}, {"coordinates": [-66.28, -17.39]}]
)
def test_a_patch_of_nothing_leaves_the_shape(places: Layer, geometry: Any) -> None:
    draft = patched({"geometry": geometry}, places, CRS84, present=HERE)
    assert not draft.has_shape


@pytest.mark.parametrize(
    ("geometry", "present"),
    [
        ({"coordinates": None}, HERE),
        ({"type": "LineString"}, HERE),
        ({"coordinates": [-66.27, -17.38]}, None),
        ([], HERE),
        ("Point", HERE),
    ],
)
def test_what_a_patch_leaves_must_be_a_geometry(
    places: Layer, geometry: Any, present: Any
) -> None:
    with pytest.raises(BadFeature):
        patched({"geometry": geometry}, places, CRS84, present=present)


def test_null_in_the_place_of_all_properties_unsets_them(places: Layer) -> None:
    with pytest.raises(BadFeature, match="must have a value"):
        patched({"properties": None}, places, CRS84, present=HERE)
    streets = find_layer("streets", Audience.STAFF)
    assert streets is not None
    unnamed = dataclasses.replace(
        streets, fields=tuple(each for each in streets.fields if each.name == "name")
    )
    draft = patched({"properties": None}, unnamed, CRS84, present=None)
    assert draft.values == {"name": ""}
    assert patched({}, unnamed, CRS84, present=None).values == {}


@pytest.mark.django_db
def test_a_patched_row_keeps_what_is_not_named(town: Any, places: Layer) -> None:
    assert places.editing is not None
    start = town.outline.point_on_surface
    row: Any = places.model._default_manager.create(
        name="Plaza", kind="landmark", position=start, **PROVENANCE
    )
    by = Viewer(is_staff=True, grants=frozenset({places.editing.permission.name}))
    patch = {"geometry": {"coordinates": [start.x + 0.0001, start.y]}}

    def draft_for(present: Any) -> Draft:
        return patched(patch, places, CRS84, present=present)

    change_feature(places, str(row.pk), draft_for, seen=Conditions(), by=by)
    row.refresh_from_db()
    assert row.name == "Plaza"
    assert row.position.coords == pytest.approx((start.x + 0.0001, start.y))
