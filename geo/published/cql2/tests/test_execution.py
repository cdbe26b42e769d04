"""What the compiler lets through is SQL that PostgreSQL understands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from geo.access import Audience
from geo.layers import Layer
from geo.published.cql2.compiler import OPERATIONS, parse_filter
from geo.published.refusals import BadParameter
from tests import databases
from tests.effort import many

EXAMPLES: Final = many(200, 20_000)

TREES: Final = """
CREATE TEMP TABLE trees (
  name text, age bigint, height double precision, ill boolean, planted date,
  seen timestamptz, names text[], zones bigint[], geometry geometry(Geometry, 4326));
INSERT INTO trees VALUES
  ('Molle', 7, 2.5, true, '2020-02-29', '2020-01-01T12:00Z', '{a,b}', '{4,5}',
   'SRID=4326;POINT(-66.3 -17.4)'),
  ('ñ', 0, 1e300, false, '1999-12-31', '1999-12-31T00:00Z', '{}', '{}',
   'SRID=4326;POLYGON((0 0,1 0,1 1,0 0))'),
  ('Ñ', -1, 0, NULL, NULL, NULL, NULL, NULL, NULL),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
   'SRID=4326;GEOMETRYCOLLECTION(POINT(0 0),LINESTRING(0 0,1 1))');
"""


@pytest.fixture(scope="module")
def trees(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """Four trees, one of them known by its place alone."""
    address = databases.address(str(connection.settings_dict["NAME"]))
    with psycopg.connect(address, autocommit=True) as database:
        database.execute(TREES)
        yield database


def counted(trees: psycopg.Connection, layer: Layer, text: str) -> int:
    found = parse_filter(text, layer, Audience.ANYONE)
    statement = sql.SQL("SELECT count(*) FROM trees WHERE {}").format(found.condition)
    row = trees.execute(statement, found.values).fetchone()
    assert row is not None
    count: int = row[0]
    return count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("true", 4),
        ("false", 0),
        ("NULL IS NULL", 4),
        ("name > 'Molle'", 2),
        ("CASEI(name) = CASEI('Ñ')", 2),
        ("CASEI('Straße') = CASEI('STRASSE')", 4),
        ("CASEI('\u1e9e') = 'ss'", 4),
        ("CASEI('\u039f\u0394\u039f\u03a3') LIKE CASEI('\u03bf\u03b4\u03bf\u03c2%')", 4),
        ("ACCENTI(CASEI(name)) = 'n'", 2),
        ("ill", 1),
        ("NOT ill", 1),
        ("ill <> true", 1),
        ("age = 7.0", 1),
        ("age / 0 = 1", 0),
        ("age % 2 = 1", 1),
        ("age DIV 2 = 3", 1),
        ("age ^ 2 = 49", 1),
        ("-age = 1", 1),
        ("planted = '2020-02-29'", 1),
        ("'2020-02-29' >= planted", 2),
        ("planted IN ('2020-02-29', '1999-12-31')", 2),
        ("planted BETWEEN '2020-01-01' AND '2020-12-31'", 1),
        ("seen IN ('2020-01-01T12:00:00Z')", 1),
        ("planted BETWEEN DATE('2020-01-01') AND DATE('2020-12-31')", 1),
        ("T_INTERSECTS(planted, TIMESTAMP('2020-02-29T23:59:59Z'))", 1),
        ("T_AFTER(planted, TIMESTAMP('2020-02-28T23:59:59Z'))", 1),
        ("T_EQUALS(seen, DATE('2020-01-01'))", 0),
        ("T_INTERSECTS(seen, DATE('2020-01-01'))", 1),
        ("T_DURING(INTERVAL(seen, seen), INTERVAL('2020-01-01', '2020-01-02'))", 1),
        ("T_CONTAINS(INTERVAL('2020-01-01', '..'), INTERVAL(seen, seen))", 1),
        ("T_MEETS(INTERVAL('..', planted), INTERVAL('2020-02-29', '..'))", 1),
        ("T_BEFORE(INTERVAL('..', planted), INTERVAL('2000-01-01', '..'))", 1),
        ("A_EQUALS(names, ('b','a','a'))", 1),
        ("A_CONTAINS(zones, (4))", 1),
        ("A_CONTAINEDBY(zones, (4,5,6))", 2),
        ("A_EQUALS(names, ())", 1),
        ("A_OVERLAPS(('x','a'), names)", 1),
        ("A_EQUALS(('a','b'), ('b','a'))", 4),
        ("A_CONTAINS((1,2), (1.0))", 4),
        ("A_CONTAINEDBY((), (true))", 4),
        ("A_OVERLAPS((DATE('2020-02-29')), (planted))", 1),
        ("A_CONTAINS((TIMESTAMP('2020-01-01T12:00:00Z')), (seen))", 1),
        ("A_CONTAINS(zones, (age - 3))", 1),
        ("A_OVERLAPS((CASEI(name)), ('molle', CASEI('Ñ')))", 3),
        ("geometry IS NULL", 1),
        ("S_EQUALS(geometry, POINT(-66.3 -17.4))", 1),
        ("S_EQUALS(geometry, POINT(-66.30000005 -17.39999996))", 1),
        ("S_EQUALS(geometry, POINT(-66.3000002 -17.4))", 0),
        ("S_EQUALS(geometry, POLYGON((1 1,0.00000004 0,0.99999996 0,1 1)))", 1),
        ("S_EQUALS(geometry, LINESTRING(0 0,1 0,1 1,0 0))", 0),
        ("NOT S_EQUALS(geometry, POINT(-66.3 -17.4))", 2),
        ("S_DISJOINT(geometry, POINT(0 0))", 1),
        ("S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(0 0),LINESTRING(9 9,8 8)))", 2),
        ("S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(-66.30000005 -17.39999996)))", 1),
        (
            "S_WITHIN(geometry, GEOMETRYCOLLECTION(POLYGON((9 9,8 9,8 8,9 9)),"
            "POLYGON((-67 -18,-66 -18,-66 -17,-67 -17,-67 -18))))",
            1,
        ),
        ("name IN ('Molle', 'ñ')", 2),
        ("age IN (7, 0.5)", 1),
        ("age IN (7, age + 1)", 1),
        ("seen IN (TIMESTAMP('2020-01-01T12:00:00Z'))", 1),
        ("ill IN (true, false)", 2),
        (f"name LIKE '{'%o' * 200}'", 0),
        (f"name LIKE '{'%_' * 200}%'", 0),
    ],
)
def test_a_filter_counts_right(
    trees: psycopg.Connection, layer: Layer, text: str, count: int
) -> None:
    assert counted(trees, layer, text) == count


VALUES: Final = st.sampled_from(
    [
        *("name", "age", "height", "ill", "planted", "seen", "names", "zones", "geometry"),
        *("'x'", "''", "1", "-2.5", "1e308", "0", "TRUE", "NULL", "('a')", "(1, 2)", "()"),
        *("DATE('2020-01-01')", "TIMESTAMP('2020-01-01T00:00:00Z')", "POINT(0 0)"),
        *("INTERVAL('..', planted)", "INTERVAL(seen, '2020-01-01')", "BBOX(0,0,1,1)"),
        "GEOMETRYCOLLECTION(POINT(0 0),LINESTRING(0 0,1 1))",
        *("LINESTRING(0 0,0 0)", "MULTIPOINT(0 0,1 1)", "BBOX(170,-90,-170,90)"),
    ]
)
SIGNS: Final = st.sampled_from(
    ["=", "<>", "<", ">=", "+", "-", "*", "/", "%", "^", "DIV", "AND", "OR", "LIKE", "IN"]
)
CALLS: Final = st.sampled_from(sorted(name for name in OPERATIONS if name.isidentifier()))


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, SIGNS, inner).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(CALLS, inner, inner).map(lambda parts: "{}({}, {})".format(*parts)),
        st.tuples(inner, inner, inner).map("{0[0]} BETWEEN {0[1]} AND {0[2]}".format),
        inner.map("CASEI({})".format),
        inner.map("ACCENTI({})".format),
        inner.map("(NOT {})".format),
        inner.map("({} IS NULL)".format),
    )


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.recursive(VALUES, larger, max_leaves=8))
def test_no_filter_is_beyond_the_database(
    trees: psycopg.Connection, layer: Layer, text: str
) -> None:
    try:
        counted(trees, layer, text)
    except (BadParameter, psycopg.DataError, psycopg.errors.InternalError_):
        """Refused, or what `calculable` makes a refusal of."""


def test_a_filter_the_data_cannot_bear_says_so(
    trees: psycopg.Connection, layer: Layer
) -> None:
    for text in ("age ^ 4000 > 1", "(0 - age) ^ 0.5 > 1", "height * 1e308 = 1"):
        with pytest.raises(psycopg.DataError):
            counted(trees, layer, text)
