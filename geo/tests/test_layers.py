"""What the register of layers accepts, and who sees what of it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist

from geo.access import Audience
from geo.layers import Field, Layer, find_layer, publish, published
from geo.precision import EXACT, Masked, Precision, Snapped, Withheld

WORKS = find_layer("works", Audience.ANYONE)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Works", id="capitals"),
        pytest.param("public works", id="a space"),
        pytest.param("works_2", id="an underscore"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_name_that_cannot_be_a_url_for_ever_is_refused(name: str) -> None:
    assert WORKS is not None
    with pytest.raises(ValueError, match="kebab-case"):
        publish(dataclasses.replace(WORKS, name=name))


@pytest.mark.parametrize("name", ["limit", "bbox", "id", "Año", "a-b"])
def test_a_field_that_would_hide_a_parameter_is_refused(name: str) -> None:
    assert WORKS is not None
    layer = dataclasses.replace(
        WORKS, name="elsewhere", fields=(Field(name=name, title="x"),)
    )
    with pytest.raises(ValueError, match="not usable"):
        publish(layer)


def test_a_layer_cannot_be_published_twice() -> None:
    assert WORKS is not None
    with pytest.raises(ValueError, match="twice"):
        publish(dataclasses.replace(WORKS, title="Another"))


def test_the_public_sees_no_layer_that_staff_does_not() -> None:
    everything = set(published(Audience.STAFF))
    assert set(published(Audience.ANYONE)) <= everything


def test_a_staff_field_is_not_among_the_publics() -> None:
    assert WORKS is not None
    secret = Field(name="phone", title="Phone", audience=Audience.STAFF)
    layer = dataclasses.replace(WORKS, fields=(*WORKS.fields, secret))
    assert secret not in layer.fields_for(Audience.ANYONE)
    assert secret in layer.fields_for(Audience.STAFF)


def test_the_public_contract_of_the_layers_stands() -> None:
    """Names for ever: other people's programs read them."""
    contract = {
        "districts": {"number", "name"},
        "otbs": {"name", "district"},
        "streets": {"name"},
        "parcels": {"code", "district", "otb"},
        "place-names": {"name"},
        "works": {
            *("code", "object", "kind", "state", "year", "district", "otb"),
            *("place_level", "place_words", "accuracy_m", "calls"),
        },
    }
    for name, fields in contract.items():
        layer = find_layer(name, Audience.ANYONE)
        assert layer is not None
        assert fields <= {field.name for field in layer.fields_for(Audience.ANYONE)}


def test_staff_see_positions_as_they_are_stored() -> None:
    assert WORKS is not None
    layer = dataclasses.replace(WORKS, precision=Withheld())
    assert layer.precision_for(Audience.ANYONE) == Withheld()
    assert layer.precision_for(Audience.STAFF) == EXACT


def coarse(**changes: Any) -> Layer:
    """A layer of points that is in no register, declared in another way."""
    places = find_layer("place-names", Audience.ANYONE)
    assert places is not None
    return dataclasses.replace(places, name="elsewhere", **changes)


def mask(column: str = "position", nearest: int = 100, farthest: int = 200) -> Masked:
    return Masked(
        column=column, among=User, places="email", nearest=nearest, farthest=farthest
    )


@pytest.mark.parametrize("precision", [Snapped(metres=100), mask()], ids=repr)
def test_a_shape_that_is_no_point_cannot_be_moved(precision: Precision) -> None:
    with pytest.raises(ValueError, match="only points"):
        publish(coarse(geometry_type="MultiPolygon", precision=precision))


def test_a_mask_needs_its_column_and_a_grid_a_stored_geometry() -> None:
    with pytest.raises(FieldDoesNotExist, match="nowhere"):
        publish(coarse(precision=mask(column="nowhere")))
    with pytest.raises(FieldDoesNotExist, match="computed"):
        publish(coarse(geometry="computed", precision=Snapped(metres=100)))


def test_a_grid_without_width_and_a_ring_without_a_hole_are_refused() -> None:
    with pytest.raises(ValueError, match="a metre"):
        Snapped(metres=0)
    with pytest.raises(ValueError, match="ring"):
        mask(nearest=0)
    with pytest.raises(ValueError, match="ring"):
        mask(nearest=200, farthest=100)
