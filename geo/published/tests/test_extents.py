"""Where layers are: one that cannot be read keeps nobody from hearing of the others."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from geo.access import Audience
from geo.layers import Layer, find_layer
from geo.published.features import Extent, read_extents
from geo.published.refusals import DatabaseAway
from geo.published.roles import role_of
from tests import databases
from tests.coroutines import run_apart

PLACE = """
INSERT INTO territory_place (name, kind, position, source, certainty)
VALUES ('Ñ', 'school', ST_SetSRID(ST_Point(-66.28, -17.39), 4326), 'prueba', 'drawn')
"""
CROOKED = """
CREATE VIEW published_anyone.{name} AS
SELECT 1 AS id, ST_Point({how}, 0, 4326) AS geometry;
GRANT SELECT ON published_anyone.{name} TO {role};
"""
BOX = (-66.28, -17.39, -66.28, -17.39)


@pytest.fixture(scope="module")
def database(worker: str, django_db_setup: None) -> Iterator[str]:
    """One place, a layer that is too slow and one that cannot be calculated."""
    name = f"llajta_extents_{worker}_{os.getpid()}"
    role = role_of(Audience.ANYONE)
    with databases.copied(databases.schema_template(), name):
        with psycopg.connect(databases.address(name), autocommit=True) as owner:
            owner.execute(
                f"ALTER ROLE {role} IN DATABASE {name} SET statement_timeout = '300ms'"
            )
            owner.execute(PLACE)
            slow, wrong = "length(pg_sleep(30)::text)", "1 / (random() * 0)"
            for view, how in (("slow", slow), ("wrong", wrong)):
                owner.execute(CROOKED.format(name=view, how=how, role=role))
        yield name


def places(name: str = "place-names") -> Layer:
    found = find_layer("place-names", Audience.ANYONE)
    assert found is not None
    return dataclasses.replace(found, name=name)


@pytest.mark.parametrize("name", ["slow", "wrong", "gone"])
def test_a_layer_that_cannot_be_read_hides_no_other(
    database: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", database)
    found = run_apart(read_extents([places(name), places()], Audience.ANYONE))
    assert found == {name: Extent(), "place-names": Extent(box=BOX)}


def test_a_database_that_is_away_is_no_extent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "llajta_nowhere")
    with pytest.raises(DatabaseAway):
        run_apart(read_extents([places("elsewhere")], Audience.ANYONE))
