"""A layer with every kind of value, in a database of its own, and its files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import translation
from psycopg import sql

from geo.access import Audience
from geo.exchange.exports.formats import FORMATS
from geo.exchange.exports.order import Ending
from geo.exchange.exports.ordering import order_of
from geo.exchange.exports.texts import stream
from geo.exchange.exports.writing import make
from geo.layers import Field, Kind, Layer, find_layer
from geo.published.parameters import Parameters
from geo.published.question import parse_selection
from geo.published.roles import role_of
from tests import databases
from tests.coroutines import run_apart

LONG = "ñ" * 200
PLACES = find_layer("place-names", Audience.ANYONE)
assert PLACES is not None
BENCHES = Layer(
    name="benches",
    title="Bancos de plaza: 100 % ñandú",
    description="",
    model=PLACES.model,
    geometry="spot",
    geometry_type="Point",
    rows=PLACES.rows,
    fields=(
        Field(name="name", title="Nombre", source="bench_name"),
        Field(name="material", title="Material", words=(("wood", "madera"),)),
        Field(name="seats", title="Asientos", kind=Kind.INTEGER),
        Field(name="weight", title="Peso", kind=Kind.NUMBER, unit="kg"),
        Field(name="placed_on_day", title="Puesto el", kind=Kind.DATE),
        Field(name="placed_on_time", title="Visto", kind=Kind.DATETIME),
        Field(name="shaded", title="Con sombra", kind=Kind.BOOLEAN),
        Field(name="users", title="Usos", kind=Kind.TEXTS),
        Field(name="districts", title="Distritos", kind=Kind.INTEGERS),
        Field(name="keeper", title="Cuidador", audience=Audience.STAFF),
    ),
    source="Parques",
)
ROWS = [
    (1, "Ñandú 🦤", "wood", 4, 12.5, "2024-02-29", "2024-02-29 16:30+00", True,
     ["leer", "mate"], [1, 4], "Juana Secreta", -66.28, -17.39),
    (2, None, None, None, None, None, None, None, None, None, None, None, None),
    (3, "=1+1", "stone", -3, -0.25, "1899-12-31", "1870-01-01 00:00+00", False,
     [], [], "Juana Secreta", -66.27, -17.38),
    (4, LONG, "wood", 9_007_199_254_740_993, 1e12, "2030-01-01", None, True,
     ["a;b"], [2], None, -66.26, -17.37),
    (5, 'a "b" <i>&amp;</i>\n\x01</script>', "wood", 0, 0.0, None, None, None,
     None, None, None, -66.25, -17.36),
]  # fmt: skip

TABLE = """
CREATE TABLE bench (id bigint PRIMARY KEY, name text, material text, seats bigint,
  weight float8, placed_on_day date, placed_on_time timestamptz, shaded boolean,
  users text[], districts bigint[], keeper text, geometry geometry(Point, 4326))
"""
ROW = """
INSERT INTO bench VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
  ST_SetSRID(ST_Point(%s, %s), 4326))
"""

Written = Callable[..., Path]


@pytest.fixture(scope="session")
def bench_database(worker: str, django_db_setup: None) -> Iterator[str]:
    name = f"llajta_benches_{worker}_{os.getpid()}"
    with databases.copied(databases.schema_template(), name):
        with psycopg.connect(databases.address(name), autocommit=True) as owner:
            owner.execute(TABLE)
            with owner.cursor() as cursor:
                cursor.executemany(ROW, ROWS)
            for audience in Audience:
                names = [field.name for field in BENCHES.fields_for(audience)]
                columns = map(sql.Identifier, ["id", *names, "geometry"])
                view = sql.Identifier(f"published_{audience}", "benches")
                owner.execute(
                    sql.SQL("CREATE VIEW {} AS SELECT {} FROM bench").format(
                        view, sql.SQL(", ").join(columns)
                    )
                )
                role = sql.Identifier(role_of(audience))
                owner.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(view, role))
        yield name


@pytest.fixture
def benches(bench_database: str) -> Iterator[None]:
    """Read from the database with the benches, in Spanish."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = bench_database
    with translation.override("es"):
        yield
    connection.settings_dict["NAME"] = before


async def _saved(selection: Any, extension: str, file: Path) -> None:
    with file.open("wb") as out:
        async for piece in await stream(selection, extension):
            out.write(piece)


@pytest.fixture
def written(benches: None, tmp_path: Path) -> Written:
    """`written("xlsx", "material=wood", audience)` is the file of the chosen benches."""

    def write(
        extension: str, query: str = "", audience: Audience = Audience.ANYONE
    ) -> Path:
        selection = parse_selection(Parameters.parse(query), BENCHES, audience)
        own = tmp_path / f"{extension}-{audience}-{len(list(tmp_path.iterdir()))}"
        own.mkdir()
        file, form = own / f"benches.{extension}", FORMATS[extension]
        if form.is_streamed:
            run_apart(_saved(selection, extension, file))
        else:
            report = make(order_of(selection, form, file))
            assert report.ending is Ending.DONE
        return file

    return write
