"""Every example filter of the standard selects as many features as the standard says.

The examples and their dataset are those of annex A of OGC 21-065r2; both are read from
where the checks are, in both encodings.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import cql2
import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from psycopg import sql

from geo.access import Audience
from geo.layers import Field, Kind, Layer
from geo.published.cql2.compiler import parse_filter
from tests import databases

CHECKS: Final = os.environ.get("LLAJTA_CHECKS", "")
FOLDER: Final = Path(CHECKS).parent / "ogc-cql2"
ENVELOPES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the envelope in the header of a GeoPackage geometry, by its code."""
COLUMNS: Final = {
    "ne_110m_populated_places_simple": {
        "name": Kind.TEXT,
        "nameascii": Kind.TEXT,
        "pop_max": Kind.INTEGER,
        "pop_min": Kind.INTEGER,
        "pop_other": Kind.INTEGER,
        "date": Kind.DATE,
        "start": Kind.DATETIME,
        "end": Kind.DATETIME,
        "boolean": Kind.BOOLEAN,
    },
    "ne_110m_admin_0_countries": {"NAME": Kind.TEXT, "POP_EST": Kind.NUMBER},
    "ne_110m_rivers_lake_centerlines": {"name": Kind.TEXT},
}
ERRATA: Final = {
    "ACCENTI(name) LIKE accenti('Ch%')": 3,
    "ACCENTI(CASEI(name)) LIKE accenti(casei('Chiș%'))": 1,
    "ACCENTI(CASEI(name)) LIKE accenti(casei('cHis%'))": 1,
}
"""Where the standard prints 2, its own dataset has Chișinău, Chicago and Chengdu.

Source: github.com/opengeospatial/ogcapi-features, issue 1011.
"""
TYPES: Final = {
    Kind.TEXT: "text",
    Kind.INTEGER: "bigint",
    Kind.NUMBER: "double precision",
    Kind.DATE: "date",
    Kind.DATETIME: "timestamptz",
    Kind.BOOLEAN: "boolean",
}


def cases() -> list[Any]:
    if not CHECKS or not FOLDER.is_dir():
        reason = "real data: LLAJTA_CHECKS is not set or has no ogc-cql2 beside it"
        return [pytest.param({}, marks=pytest.mark.skip(reason=reason))]
    listed = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
    return [
        pytest.param(case, id=f"{case['cls']} {number}")
        for number, case in enumerate(listed)
    ]


def layer_of(name: str) -> Layer:
    """The published layer that the dataset's table would be."""
    return Layer(
        name=name,
        title=name,
        description=name,
        model=get_user_model(),
        geometry="geometry",
        geometry_type="Geometry",
        rows=lambda audience: get_user_model().objects.all(),
        fields=tuple(
            Field(name=column, title=column, kind=kind)
            for column, kind in COLUMNS[name].items()
        ),
        source="Natural Earth",
    )


def bare(geometry: bytes) -> bytes:
    """The WKB of a GeoPackage geometry (OGC 12-128r19, clause 2.1.3)."""
    return geometry[8 + ENVELOPES[geometry[3] >> 1 & 7] :]


def load(dataset: sqlite3.Connection, database: psycopg.Connection, name: str) -> None:
    columns = COLUMNS[name]
    listed = ", ".join(f'"{column}"' for column in ("geom", *columns))
    rows = dataset.execute(f"SELECT {listed} FROM {name}").fetchall()
    typed = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in columns.items())
    database.execute(
        f"CREATE TEMP TABLE {name} (geometry geometry(Geometry, 4326), {typed})"
    )
    marks = ", ".join(f"%s::text::{TYPES[kind]}" for kind in columns.values())
    with database.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {name} VALUES (ST_GeomFromWKB(%s, 4326), {marks})",
            [(bare(geom), *rest) for geom, *rest in rows],
        )


@pytest.fixture(scope="module")
def dataset(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """The dataset in tables that go when the connection does."""
    source = sqlite3.connect(f"file:{FOLDER / 'ne110m4cql2.gpkg'}?mode=ro", uri=True)
    address = databases.address(str(connection.settings_dict["NAME"]))
    with psycopg.connect(address, autocommit=True, options="-c TimeZone=UTC") as database:
        for name in COLUMNS:
            load(source, database, name)
        source.close()
        yield database


@pytest.mark.bar("R3")
@pytest.mark.parametrize("case", cases())
@pytest.mark.parametrize("language", ["cql2-text", "cql2-json"])
def test_a_filter_of_the_standard_selects_what_it_should(
    dataset: psycopg.Connection, language: str, case: dict[str, Any]
) -> None:
    text = re.sub(r"\bgeom\b", "geometry", case["filter"])
    if language == "cql2-json":  # written by another's parser, so that it is not ours twice
        text = json.dumps(cql2.parse_text(text).to_json())
    found = parse_filter(text, layer_of(case["coll"]), Audience.ANYONE, language=language)
    statement = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(
        sql.Identifier(case["coll"]), found.condition
    )
    row = dataset.execute(statement, found.values).fetchone()
    assert row == (ERRATA.get(case["filter"], case["n"]),)
