"""A sorted walk goes on after rows that are too long for an address."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from geo.access import Audience
from geo.layers import Layer, find_layer
from geo.published.features import read_page
from geo.published.question import Question, Selection
from geo.published.refusals import BadParameter
from geo.published.roles import role_of
from geo.published.sorting import Cursor, SortKey, parse_cursor
from tests import databases
from tests.coroutines import run_apart

VIEW = """
CREATE VIEW published_anyone.long AS
SELECT id, CASE WHEN id < 6 THEN repeat('ñ', 9000) || id % 2 END AS name,
  ST_Point(id, 0, 4326) AS geometry
FROM generate_series(1, 7) AS id;
GRANT SELECT ON published_anyone.long TO {role};
"""
IN_ORDER = [2, 4, 1, 3, 5, 6, 7]


@pytest.fixture(scope="module")
def database(worker: str, django_db_setup: None) -> Iterator[str]:
    """A database with a layer of long names."""
    name = f"llajta_long_{worker}_{os.getpid()}"
    with databases.copied(databases.schema_template(), name):
        with psycopg.connect(databases.address(name), autocommit=True) as owner:
            owner.execute(VIEW.format(role=role_of(Audience.ANYONE)))
        yield name


def asked() -> Question:
    found = find_layer("place-names", Audience.ANYONE)
    assert found is not None
    fields = tuple(
        dataclasses.replace(field, source="no_column")  # so it may be null
        for field in found.fields
        if field.name == "name"
    )
    layer: Layer = dataclasses.replace(found, name="long", fields=fields)
    return Question(
        selection=Selection(layer=layer, audience=Audience.ANYONE),
        limit=1,
        sorting=(SortKey(field=fields[0]),),
        shown=(),
    )


async def walked(question: Question) -> list[int]:
    """The ids on every page, from one `next` to the other."""
    seen: list[int] = []
    while True:
        page = await read_page(question)
        seen += [each["id"] for each in json.loads(b"[%b]" % page.features)]
        if page.following is None:
            return seen
        after = parse_cursor(page.following, question.sorting)
        question = dataclasses.replace(question, after=after)


def test_every_row_is_seen_once(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", database)
    assert run_apart(walked(asked())) == IN_ORDER


def test_after_a_row_that_has_gone_one_begins_anew(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", database)
    gone = dataclasses.replace(asked(), after=Cursor(values=(), id=99))
    with pytest.raises(BadParameter):
        run_apart(read_page(gone))
