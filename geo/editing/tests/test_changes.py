"""What a layer may ask of a change before any row is touched."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.db import models

from geo.access import Audience, Viewer
from geo.editing.acts import remove_feature
from geo.editing.conditions import Conditions
from geo.editing.refusals import BadFeature, MatchDemanded
from geo.editing.values import read_property
from geo.errors_http import status_of
from geo.exchange.tests.conftest import PROVENANCE, english, town
from geo.layers import Field, Kind, find_layer

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
