"""What is wrong with a filter is said, with its place, and costs next to nothing."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from geo.access import Audience
from geo.layers import Layer
from geo.published.cql2.compiler import LONGEST, OPERATIONS, parse_filter
from geo.published.cql2.tree import BadFilter
from geo.published.projections import OGC, PROJECTIONS
from geo.published.refusals import BadParameter

UTM = PROJECTIONS[f"{OGC}EPSG/0/32719"]
AT_ONCE = 0.5
"""Seconds of the processor, whatever else the machine does; it should be a tenth."""

WRONG = [
    pytest.param("", "character 1: .*too early", id="nothing"),
    pytest.param("a b c (", "character 3", id="words"),
    pytest.param("age =", "character 6: .*too early", id="half a comparison"),
    pytest.param("S_INTERSECTS(", "too early", id="half a function"),
    pytest.param("1=1; DROP TABLE x", "character 4", id="SQL after it"),
    pytest.param("age = 1 -- x", "character 12.*“x”", id="a comment"),
    pytest.param("'", "character 1: .*never closed", id="a quotation mark"),
    pytest.param('"', "character 1: .*never closed", id="another"),
    pytest.param("age = 1 = 1", "character 9", id="two comparisons"),
    pytest.param("age NOT = 1", "character 9", id="NOT before a sign"),
    pytest.param("(age = 1", "“.” is missing|too early", id="an open parenthesis"),
    pytest.param("year = 1", "no property “year” here.*name, age", id="no such property"),
    pytest.param("pg_sleep(10) = 1", "no operation “pg_sleep”", id="a function of SQL"),
    pytest.param("lo_import('/etc/passwd')=1", "no operation", id="one that reads files"),
    pytest.param(
        "S_DWITHIN(geometry,POINT(1 1),5)", "no operation", id="not the standard's"
    ),
    pytest.param("age", "true or false is needed", id="a number as condition"),
    pytest.param("1", "true or false is needed", id="a literal as condition"),
    pytest.param("age = '1'", "number cannot be compared with a text", id="unlike sorts"),
    pytest.param("ill > 1", "cannot be compared", id="a truth and a number"),
    pytest.param("planted = '2020-1-1'", "character 11.*not a date", id="half a date"),
    pytest.param("planted = name", "written DATE", id="a text as a date"),
    pytest.param("seen IN ('2020-01-01')", "character 10.*zone", id="a date as a moment"),
    pytest.param("planted > TIMESTAMP('2020-01-01T00:00:00Z')", "cannot", id="day, moment"),
    pytest.param("age = NULL", "IS NULL", id="equals NULL"),
    pytest.param("names = 'x'", "A_EQUALS", id="a list as a value"),
    pytest.param("geometry = 'x'", "S_INTERSECTS", id="a geometry as a value"),
    pytest.param("age IN ()", "IN needs a list", id="an empty list"),
    pytest.param("age IN (1,'x')", "cannot be compared", id="a mixed list"),
    pytest.param("age LIKE 'x'", "a text is needed", id="a number like a text"),
    pytest.param("name LIKE name", "pattern", id="a property as pattern"),
    pytest.param(r"name LIKE 'x\\'", None, id="a pattern that ends well"),
    pytest.param("name + 1 = 2", "a number is needed", id="a sum of texts"),
    pytest.param("CASEI(age) = 'x'", "a text is needed", id="a number without case"),
    pytest.param("CASEI(name, name) = 'x'", "works on 1, not on 2", id="two arguments"),
    pytest.param("AND(ill)", "character 1", id="AND as a function"),
    pytest.param(
        "DATE('2021-02-30') = planted", "character 1.*2021-02-30", id="30 February"
    ),
    pytest.param("seen = TIMESTAMP('2020-01-01T00:00:00')", "zone", id="no zone"),
    pytest.param("seen = TIMESTAMP('2020-01-01T25:00:00Z')", "exists", id="hour 25"),
    pytest.param("T_AFTER(planted, '2020-01-01')", "a date is needed", id="a text's time"),
    pytest.param("T_AFTER(planted, INTERVAL('x','..'))", "“x”", id="an odd interval"),
    pytest.param("T_AFTER(planted, INTERVAL(1,'..'))", "interval is between", id="from 1"),
    *(
        pytest.param(
            f"T_AFTER(planted, INTERVAL({ends}))", "character 18: .*before it", id=ends
        )
        for ends in (
            "'2020-01-02','2020-01-01'",
            "'2020-01-01T00:00:01Z','2020-01-01T00:00:00Z'",
            "'2020-01-02','2020-01-01T23:59:59Z'",
        )
    ),
    pytest.param("T_AFTER(planted,INTERVAL('2020-01-02','2020-01-02'))", None, id="a day"),
    pytest.param(
        "T_AFTER(planted, INTERVAL('2020-01-01T12:00:00Z','2020-01-01'))",
        None,
        id="from noon on",
    ),
    pytest.param("INTERVAL('..','..') = planted", "temporal function", id="lone interval"),
    *(
        pytest.param(f"{name}({operands})", f"character {place}: {name} takes", id=name)
        for name, operands, place in (
            ("T_CONTAINS", "INTERVAL('..','2020-01-01'), planted", 41),
            ("T_DURING", "planted, INTERVAL('2020-01-01','..')", 10),
            ("T_FINISHEDBY", "planted, planted", 14),
            ("T_FINISHES", "DATE('2020-01-01'), INTERVAL(planted, planted)", 12),
            ("T_MEETS", "planted, DATE('2020-01-01')", 9),
            ("T_METBY", "seen, TIMESTAMP('2020-01-01T00:00:00Z')", 9),
            ("T_OVERLAPPEDBY", "name, INTERVAL('..','..')", 16),
            ("T_OVERLAPS", "INTERVAL('..','..'), '2020-01-01'", 33),
            ("T_STARTEDBY", "planted, INTERVAL(planted, '..')", 13),
            ("T_STARTS", "1, INTERVAL('..','..')", 10),
        )
    ),
    pytest.param("A_CONTAINS(names, (1))", "cannot be in a list", id="a number in texts"),
    pytest.param("A_CONTAINS(names, zones)", "one kind", id="unlike lists"),
    pytest.param("A_CONTAINS((1), ('1'))", "cannot be in a list", id="two unlike lists"),
    pytest.param("A_CONTAINS(names, ((1)))", "cannot be in a list", id="a number's list"),
    pytest.param(
        "A_CONTAINEDBY((), (NULL))", "cannot be in a list", id="nothing in a list"
    ),
    pytest.param("A_EQUALS((NULL), ())", "cannot be in a list", id="nothing in the first"),
    pytest.param("A_CONTAINS(names, (NULL))", "cannot be in a list", id="NULL in a list"),
    pytest.param("A_CONTAINS(zones, (zones))", "cannot be in a list", id="a list's list"),
    pytest.param("A_CONTAINS(age, (1))", "list of texts is needed", id="no list"),
    pytest.param(
        "S_INTERSECTS(name, POINT(1 1))", "a geometry is needed", id="a text's place"
    ),
    pytest.param("S_INTERSECTS(geometry, POINT(1,1))", "two coordinates", id="a comma"),
    pytest.param(
        "S_INTERSECTS(geometry, POINT(1))", "two coordinates", id="one coordinate"
    ),
    pytest.param("S_INTERSECTS(geometry, POINT(NaN 1))", "number.*“NaN”", id="NaN"),
    pytest.param(
        "S_INTERSECTS(geometry, POINT(1e999 1))", "larger than any", id="infinity"
    ),
    pytest.param("S_INTERSECTS(geometry, POINT EMPTY)", "empty", id="an empty point"),
    pytest.param(
        "S_INTERSECTS(geometry, POINT(90 180))",
        "character 24.*no longitude 90, latitude 180",
        id="a latitude that nothing has",
    ),
    pytest.param(
        "S_DISJOINT(geometry, MULTIPOINT(7.02 49.92, 181 0))",
        "no longitude 181, latitude 0",
        id="a longitude that nothing has, among others",
    ),
    pytest.param(
        "S_INTERSECTS(geometry, POINT(1 1, 2 2))", "one position", id="two points"
    ),
    pytest.param(
        "S_INTERSECTS(geometry, LINESTRING(1 1))", "two points", id="a short line"
    ),
    pytest.param(
        "S_INTERSECTS(geometry, POLYGON((0 0,1 1,1 0)))", "ring", id="an open ring"
    ),
    pytest.param(
        "S_INTERSECTS(geometry, POLYGON((0 0,1 1,1 0,0 1,0 0)))",
        r"character 24.*near 0\.5 0\.5",
        id="a bow tie",
    ),
    pytest.param("S_INTERSECTS(geometry, BBOX(1,2,3))", "four numbers", id="half a box"),
    pytest.param("S_INTERSECTS(geometry, BBOX(0,9,1,0))", "southern", id="upside down"),
    pytest.param(
        "S_TOUCHES(geometry, GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1)))",
        "GEOMETRYCOLLECTION",
        id="a mixed collection",
    ),
    pytest.param(
        "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(1 1))))",
        "inside another",
        id="a collection of collections",
    ),
    pytest.param("age = 1 AND name = 'a\x00b'", "cannot be stored", id="a zero byte"),
]


def refuse(layer: Layer, text: str, **more: Any) -> str:
    began = time.process_time()
    with pytest.raises(BadParameter) as refused:
        parse_filter(text, layer, Audience.ANYONE, **more)
    assert time.process_time() - began < AT_ONCE
    return str(refused.value)


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_wrong_filter_is_refused_with_its_place(
    layer: Layer, text: str, said: str | None
) -> None:
    if said is None:
        parse_filter(text, layer, Audience.ANYONE)
        return
    with pytest.raises(BadFilter, match=f"(?s){said}"):
        parse_filter(text, layer, Audience.ANYONE)
    assert len(refuse(layer, text)) < 400


def op(name: str, *args: Any) -> dict[str, Any]:
    return {"op": name, "args": list(args)}


AGE, SHAPE = {"property": "age"}, {"property": "geometry"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("{", "character 2", id="half an object"),
        pytest.param("NaN", "“NaN”", id="NaN"),
        pytest.param('{"op":"=","args":[1,Infinity]}', "Infinity", id="infinity"),
        pytest.param("[" * 1000, "deep", id="a thousand lists"),
        pytest.param("[" * 20_000, "deep", id="twenty thousand lists"),
        pytest.param("9" * 5000, "number", id="five thousand digits"),
        pytest.param("1e999", "larger", id="a number too large"),
        pytest.param("{}", "no part", id="an empty object"),
        pytest.param(op("=", AGE), "“=” works on 2", id="one operand"),
        pytest.param({"op": 1, "args": []}, "“op” must be", id="a number as name"),
        pytest.param({"op": "=", "args": {}}, "“args” must be", id="an object as list"),
        pytest.param({**op("=", AGE, 1), "x": 1}, "no part", id="one member too many"),
        pytest.param(op("=", {"property": 1}, 1), "args/0/property", id="a property 1"),
        pytest.param(op("=", AGE, {"date": "x"}), "args/1/date", id="an odd date"),
        pytest.param(op("=", AGE, {"interval": ["x"]}), "two ends", id="one end"),
        pytest.param(op("pg_sleep", 10), "no operation", id="pg_sleep"),
        pytest.param(op("=", AGE, "\ud800"), "stored", id="half a surrogate pair"),
        pytest.param(op("=", AGE, "\0"), "stored", id="a zero byte"),
        pytest.param(op("=", {"property": "\ud800"}, 1), "stored", id="a surrogate's name"),
        pytest.param(
            op("s_intersects", SHAPE, {"type": "Sphere"}), "Sphere", id="a sphere"
        ),
        pytest.param(op("s_intersects", SHAPE, {"type": 1}), "no type", id="type 1"),
        pytest.param(
            op("s_intersects", SHAPE, {"bbox": "x"}), "list of num", id="a word box"
        ),
        pytest.param(
            op("s_intersects", SHAPE, {"type": "Point", "coordinates": [1, "x"]}),
            "args/1/coordinates/0",
            id="a letter as coordinate",
        ),
        pytest.param(
            op("s_intersects", SHAPE, {"type": "Polygon", "coordinates": [[]]}),
            "missing here",
            id="an empty ring",
        ),
        pytest.param(
            op("s_intersects", SHAPE, {"type": "Point", "coordinates": [[[[1, 1]]]]}),
            "position is",
            id="too many lists",
        ),
        pytest.param(
            op("s_intersects", SHAPE, {"type": "GeometryCollection", "geometries": [1]}),
            "missing",
            id="a number as geometry",
        ),
    ],
)
def test_a_wrong_object_is_refused_with_its_place(
    layer: Layer, written: Any, said: str
) -> None:
    text = written if isinstance(written, str) else json.dumps(written)
    assert said in refuse(layer, text, language="cql2-json")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 40_000, id="parentheses never closed"),
        pytest.param("(" * 5000 + "ill" + ")" * 5000, id="five thousand parentheses"),
        pytest.param("(" * 60 + "ill x" + ")" * 60, id="sixty around a mistake"),
        pytest.param("NOT " * 10_000 + "ill", id="ten thousand NOT"),
        pytest.param("-" * 10_000 + "1 = age", id="ten thousand signs"),
        pytest.param("1" + "+1" * 10_000 + " = age", id="a long sum"),
        pytest.param("CASEI(" * 60 + "name" + ")" * 60 + "='x'", id="sixty functions"),
        pytest.param("ill OR " * 5000 + "ill", id="five thousand alternatives"),
        pytest.param(f"age IN ({','.join('1' * 9000)})", id="nine thousand values"),
        pytest.param("x" * (LONGEST + 1), id="one character too many"),
        pytest.param(
            f"S_INTERSECTS(geometry,LINESTRING({','.join(['1 1'] * 10_001)}))",
            id="one vertex too many",
        ),
        pytest.param(
            f"S_INTERSECTS(geometry,LINESTRING({','.join(['1 1'] * 1_000_000)}))",
            id="a million vertices",
        ),
        pytest.param("((((((((((((((((((((ill", id="what a parser may try for ever"),
    ],
)
def test_too_much_is_refused_at_once(layer: Layer, text: str) -> None:
    refuse(layer, text)


def test_a_large_shape_within_limits_costs_little(layer: Layer) -> None:
    ring = [(n * 1.0, 8_000_000.0 + n * n // 100) for n in range(2500)]
    ring += [(0.0, ring[-1][1]), ring[0]]
    text = ",".join(f"{x:.0f} {y:.0f}" for x, y in ring)
    began = time.process_time()
    parse_filter(
        f"S_INTERSECTS(geometry,POLYGON(({text})))", layer, Audience.ANYONE, projection=UTM
    )
    assert time.process_time() - began < AT_ONCE * 2


def test_outside_a_systems_area_is_refused(layer: Layer) -> None:
    text = "S_INTERSECTS(geometry,POINT(1e9 1e9))"
    assert "outside" in refuse(layer, text, projection=UTM)


def test_degrees_are_judged_in_their_own_order(layer: Layer) -> None:
    geographic = PROJECTIONS[f"{OGC}EPSG/0/4326"]
    parse_filter(
        "S_INTERSECTS(geometry,POINT(-17 -66))",
        layer,
        Audience.ANYONE,
        projection=geographic,
    )
    text = "S_INTERSECTS(geometry,POINT(-117 -17))"
    assert "longitude -17, latitude -117" in refuse(layer, text, projection=geographic)


def test_only_the_standards_operations_are_known() -> None:
    families = ("s_", "t_", "a_")
    others = {name for name in OPERATIONS if not name.startswith(families)}
    assert others == {
        *("and", "or", "not", "=", "<>", "<", ">", "<=", ">=", "between", "in", "like"),
        *("isnull", "casei", "accenti", "+", "-", "*", "/", "div", "%", "^"),
    }
    assert len(OPERATIONS) - len(others) == 8 + 15 + 4
