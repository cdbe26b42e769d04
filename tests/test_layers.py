"""Promises that every layer keeps: a new layer is tested by being registered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.utils import translation

from geo.access import ANYONE, Audience, Viewer
from geo.layers import Layer, publish, published
from geo.published.binding import SAY, said_of
from geo.published.roles import connection_parts
from tests import databases

LAYERS = published()
EVERYTHING = Viewer(name="tests", is_staff=True, holds_all=True)
MARGIN_DEGREES = 0.05
"""Neighbouring ground may be shown, the next department not."""


@pytest.fixture(scope="module")
def town(worker: str) -> Iterator[str]:
    """A copy of the demonstration town of our own."""
    name = f"llajta_layers_{worker}_{os.getpid()}"
    with databases.copied(databases.town_template(), name):
        yield name


def read(town: str, layer: Layer, audience: Audience, what: str) -> list[Any]:
    """One expression of every row, as the audience's own role reads it."""
    parts = {**connection_parts(audience), "dbname": town}
    with psycopg.connect(**parts) as reader:
        reader.execute(SAY, [said_of(EVERYTHING if audience is Audience.STAFF else ANYONE)])
        return [value for (value,) in reader.execute(f"SELECT {what} FROM {layer.view}")]


@pytest.fixture(params=LAYERS, ids=lambda layer: layer.name)
def layer(request: pytest.FixtureRequest) -> Layer:
    found: Layer = request.param
    return found


def test_the_demonstration_shows_every_layer(town: str, layer: Layer) -> None:
    assert read(town, layer, layer.audience, "id"), "give the town some, in data/town/"


def test_anyone_sees_no_more_rows_than_staff(town: str, layer: Layer) -> None:
    if layer.audience is Audience.STAFF:
        with pytest.raises(psycopg.errors.UndefinedTable):
            read(town, layer, Audience.ANYONE, "id")
        return
    seen = set(read(town, layer, Audience.ANYONE, "id"))
    assert seen <= set(read(town, layer, Audience.STAFF, "id"))


def test_every_field_is_answered(town: str, layer: Layer) -> None:
    for audience in Audience:
        if audience.sees(layer.audience):
            for field in layer.fields_for(audience):
                read(town, layer, audience, f'"{field.name}"')


def test_fields_of_the_staff_are_not_answered_to_anyone(town: str, layer: Layer) -> None:
    hidden = set(layer.fields) - set(layer.fields_for(Audience.ANYONE))
    for field in hidden:
        with pytest.raises(psycopg.errors.UndefinedColumn):
            read(town, layer, Audience.ANYONE, f'"{field.name}"')


def test_shapes_are_of_the_declared_type_and_in_the_municipality(
    town: str, layer: Layer
) -> None:
    kinds = set(read(town, layer, Audience.STAFF, "GeometryType(geometry)")) - {None}
    if layer.geometry_type != "Geometry":
        assert kinds <= {layer.geometry_type.upper()}
    west, south, east, north = settings.MUNICIPALITY.bounds
    inside = (
        "geometry IS NULL OR ST_CoveredBy(geometry, ST_Expand("
        f"ST_MakeEnvelope({west}, {south}, {east}, {north}, 4326), {MARGIN_DEGREES}))"
    )
    assert all(read(town, layer, Audience.STAFF, inside))


def test_closed_vocabularies_are_closed(town: str, layer: Layer) -> None:
    for field in layer.fields:
        if field.words and not field.is_open:
            values = set(read(town, layer, Audience.STAFF, f'"{field.name}"'))
            assert values <= {value for value, _word in field.words} | {"", None}


def test_titles_are_in_both_languages(layer: Layer) -> None:
    for text in (layer.title, layer.description, layer.source):
        with translation.override("en"):
            english = str(text)
        with translation.override("es"):
            spanish = str(text)
        assert english
        assert spanish != english or english.isupper() or english == "OTBs"


def test_a_counted_layer_counts_right(town: str, layer: Layer) -> None:
    parts = {**connection_parts(Audience.STAFF), "dbname": town}
    with psycopg.connect(**parts) as reader:
        kept = reader.execute(
            "SELECT rows FROM _row_counts WHERE layer = %s", [layer.name]
        ).fetchone()
    if kept is not None:
        assert kept[0] == len(read(town, layer, Audience.STAFF, "id"))


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"name": "Not Kebab"}, id="a name no URL can have"),
        pytest.param({"time": "never"}, id="a time that is not published"),
        pytest.param({"name": "works"}, id="a name that is taken"),
    ],
)
def test_a_wrong_declaration_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"Kebab|never|twice"):
        publish(replace(LAYERS[0], **broken))
