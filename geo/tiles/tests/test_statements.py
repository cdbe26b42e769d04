"""Values in tiles are written as they are in features."""

from __future__ import annotations

import dataclasses
import json

import pytest
from django.db import connection

from geo.access import Audience
from geo.layers import Field, Kind, find_layer
from geo.published.projections import CRS84
from geo.published.question import Selection
from geo.published.statements import item_statement
from geo.tiles.address import Tile
from geo.tiles.statements import tile_statement, tile_values

VIEW = """
CREATE VIEW published_anyone.moments AS
SELECT 1 AS id, timestamptz '2026-03-01 08:00:00.5-04' AS seen, date '2026-03-01' AS day,
  ST_Point(-66.28, -17.39, 4326) AS geometry
"""


@pytest.mark.django_db
def test_a_moment_has_one_spelling() -> None:
    found = find_layer("place-names", Audience.ANYONE)
    assert found is not None
    fields = (
        Field(name="seen", title="Seen", kind=Kind.DATETIME),
        Field(name="day", title="Day", kind=Kind.DATE),
    )
    layer = dataclasses.replace(found, name="moments", fields=fields)
    selection, tile = Selection(layer=layer, audience=Audience.ANYONE), Tile(z=0, x=0, y=0)
    with connection.cursor() as cursor:
        cursor.execute(VIEW)
        cursor.execute(tile_statement(selection, tile), tile_values(selection, tile))
        (encoded,) = cursor.fetchone()
        cursor.execute(item_statement(layer, Audience.ANYONE, CRS84), {"id": 1})
        (feature,) = cursor.fetchone()
    for value in json.loads(feature)["properties"].values():
        assert value.encode() in bytes(encoded)
