"""Positions for anyone: coarse in the database itself, found by an index, never undone."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import psycopg
import pytest
from pyproj import Geod

from geo.access import Audience
from geo.privacy import MASKED_AMONG
from geo.published.coarsening import INDEX_PREFIX
from geo.published.roles import connection_parts
from tests import databases
from tests.canary.database import SETTINGS, canary_template
from tests.canary.layers import RING
from tests.canary.secrets import SOUTH, WEST, Spot, spots

EARTH = Geod(ellps="WGS84")
BOX = "ST_MakeEnvelope(-66.20, -17.36, -66.195, -17.355, 4326)"

STRANGERS = """
INSERT INTO canary_account (lot, use, debtor, owed, is_public, position)
SELECT %(lot)s, 'house', '', 0, true,
  ST_SetSRID(ST_MakePoint(-66.3 + 0.2 * (n %% 141) / 141, -17.4 + 0.1 * n / %(many)s), 4326)
FROM generate_series(1, %(many)s) AS n
"""
NEIGHBOURS = """
INSERT INTO canary_account (lot, use, debtor, owed, is_public, position)
SELECT 'masked', 'house', '', 0, true, spot FROM canary_household
"""


@pytest.fixture(scope="session")
def database(worker: str) -> Iterator[str]:
    """A database of our own with the canary in it and many accounts besides."""
    name = f"llajta_precision_{worker}_{os.getpid()}"
    with databases.copied(canary_template(), name):
        with psycopg.connect(databases.address(name)) as owner:
            owner.execute(STRANGERS, {"lot": "snapped", "many": 8000})
            owner.execute(STRANGERS, {"lot": "masked", "many": 1000})
            owner.execute(NEIGHBOURS)
            owner.execute("ANALYZE canary_account")
        yield name


@pytest.fixture
def owner(database: str) -> Iterator[psycopg.Connection]:
    """The database as the platform itself writes it; what a test writes is undone."""
    with psycopg.connect(databases.address(database)) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def anyone(database: str) -> Iterator[psycopg.Connection]:
    """The database as a passer-by may read it."""
    parts = {**connection_parts(Audience.ANYONE), "dbname": database}
    with psycopg.connect(**parts, autocommit=True) as connection:
        yield connection


def plan(connection: psycopg.Connection, view: str, box: str = BOX) -> str:
    lines = connection.execute(
        f"EXPLAIN SELECT id FROM {view}"
        f" WHERE geometry && {box} AND ST_Intersects(geometry, {box})"
    )
    return "\n".join(line for (line,) in lines)


def test_a_box_finds_snapped_points_by_the_index_on_the_grid(
    anyone: psycopg.Connection,
) -> None:
    text = plan(anyone, "canary_snapped")
    assert INDEX_PREFIX in text
    assert "Seq Scan" not in text


def test_a_box_finds_masked_points_by_the_index_on_their_column(
    anyone: psycopg.Connection,
) -> None:
    # So many points are withheld there that reading the whole column costs little more.
    anyone.execute("SET enable_seqscan = off")
    assert "canary_account_moved" in plan(anyone, "canary_masked")


@pytest.mark.bar("R49")
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT key FROM masking.secret",
        "SELECT masking.displaced(ST_MakePoint(0, 0), 'canary_account 1', 1, 2)",
        "SELECT position FROM canary_account",
        "SELECT geometry FROM published_staff.canary_masked",
    ],
)
def test_nothing_that_undoes_a_mask_can_be_read(
    anyone: psycopg.Connection, statement: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        anyone.execute(statement)


@pytest.mark.bar("R49")
def test_the_secret_stands_in_no_definition_that_everybody_may_read(
    anyone: psycopg.Connection, owner: psycopg.Connection
) -> None:
    found = owner.execute("SELECT encode(key, 'hex') FROM masking.secret").fetchone()
    assert found is not None
    assert len(found[0]) == 64
    definitions = anyone.execute(
        "SELECT string_agg(definition, '') FROM pg_views UNION ALL"
        " SELECT string_agg(prosrc, '') FROM pg_proc UNION ALL"
        " SELECT string_agg(indexdef, '') FROM pg_indexes"
    ).fetchall()
    assert not any(found[0] in text for (text,) in definitions)


def points(connection: psycopg.Connection, query: str) -> np.ndarray:
    """Longitude and latitude of each row of a query for one geometry."""
    rows = connection.execute(f"SELECT ST_X(g), ST_Y(g) FROM ({query}) AS each (g)")
    return np.array(rows.fetchall())


def metres(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Distances on the spheroid, each of `first` to each of `second`."""
    a = np.repeat(first, len(second), axis=0)
    b = np.tile(second, (len(first), 1))
    return np.array(EARTH.inv(*a.T, *b.T)[2]).reshape(len(first), len(second))


@pytest.mark.bar("R49")
def test_a_masked_point_may_stand_for_enough_places(owner: psycopg.Connection) -> None:
    houses = points(owner, "SELECT spot FROM canary_household")
    kept = "FROM canary_account WHERE moved IS NOT NULL ORDER BY id LIMIT 300"
    true = points(owner, f"SELECT position {kept}")
    moved = points(owner, f"SELECT moved {kept}")
    assert len(moved) == 300
    _azimuth, _back, away = EARTH.inv(*true.T, *moved.T)
    assert (away > RING[0] - 0.01).all()
    assert (away < RING[1] + 0.01).all()
    to_houses = metres(moved, houses)
    nearer = (to_houses <= away[:, None]).sum(axis=1)
    possible = ((to_houses > RING[0] * 0.99) & (to_houses < RING[1] * 1.01)).sum(axis=1)
    assert min(nearer.min(), possible.min()) >= MASKED_AMONG


def test_masks_point_everywhere(owner: psycopg.Connection) -> None:
    kept = "FROM canary_account WHERE moved IS NOT NULL"
    true = points(owner, f"SELECT position {kept}")
    moved = points(owner, f"SELECT moved {kept}")
    azimuth, _back, away = map(np.array, EARTH.inv(*true.T, *moved.T))
    by_quarter = np.histogram(azimuth, bins=4, range=(-180, 180))[0]
    assert by_quarter.min() > 0.6 * by_quarter.mean()
    assert abs(np.median(away) - (sum(each**2 for each in RING) / 2) ** 0.5) < 20


@pytest.mark.bar("R49")
def test_where_nobody_lives_nothing_is_shown(anyone: psycopg.Connection) -> None:
    found = anyone.execute("SELECT count(geometry), count(*) FROM canary_masked").fetchone()
    assert found is not None
    assert 0 < found[0] < found[1]


def test_nobody_can_write_a_true_place_where_the_masked_one_stands(
    owner: psycopg.Connection,
) -> None:
    one = "FROM canary_account WHERE lot = 'masked' ORDER BY id LIMIT 1"
    before = points(owner, f"SELECT moved {one}")
    owner.execute(
        f"UPDATE canary_account SET moved = position WHERE id = (SELECT id {one})"
    )
    assert (points(owner, f"SELECT moved {one}") == before).all()


def test_a_corrected_place_is_masked_as_it_was(owner: psycopg.Connection) -> None:
    one = "FROM canary_account WHERE lot = 'masked' ORDER BY id LIMIT 1"
    before = points(owner, f"SELECT moved {one}")
    owner.execute(
        "UPDATE canary_account SET position = ST_Translate(position, 0.0001, 0)"
        f" WHERE id = (SELECT id {one})"
    )
    assert points(owner, f"SELECT moved {one}") - before == pytest.approx(
        np.array([[0.0001, 0]]), abs=1e-8
    )


def test_snapped_points_are_crossings_of_the_grid(anyone: psycopg.Connection) -> None:
    shown = points(anyone, "SELECT geometry FROM canary_snapped ORDER BY id LIMIT 1")
    assert shown == pytest.approx(np.array([spots("snapped")[0].crossing]), abs=1e-9)
    corner = Spot(east=WEST + 99, north=SOUTH - 99).crossing
    assert corner == Spot(east=WEST, north=SOUTH).crossing


@pytest.mark.bar("R49")
def test_layers_that_go_leave_nothing_and_mask_as_before_when_they_come_back(
    database: str, owner: psycopg.Connection
) -> None:
    every = "SELECT moved FROM canary_account WHERE moved IS NOT NULL ORDER BY id"
    traces = (
        "SELECT (SELECT count(*) FROM pg_class WHERE starts_with(relname, %s)),"
        " (SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'canary%%')"
    )
    before = points(owner, every)
    owner.rollback()
    databases.manage(database, "sync_sql", "--force")
    assert owner.execute(traces, [INDEX_PREFIX]).fetchone() == (0, 0)
    owner.rollback()
    databases.manage(database, "sync_sql", **SETTINGS)
    assert owner.execute(traces, [INDEX_PREFIX]).fetchone() == (1, 1)
    assert (points(owner, every) == before).all()
