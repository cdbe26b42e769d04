"""A filter becomes the SQL it means, with every value bound."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.access import Audience
from geo.layers import Layer
from geo.published.cql2.compiler import parse_filter
from geo.published.cql2.pieces import Filter
from geo.published.cql2.spatial import RELATIONS
from geo.published.cql2.tree import BadFilter
from geo.published.projections import OGC, PROJECTIONS
from geo.published.refusals import BadParameter

UTM = PROJECTIONS[f"{OGC}EPSG/0/32719"]
LATITUDE_FIRST = PROJECTIONS[f"{OGC}EPSG/0/4326"]


def compiled(layer: Layer, text: str) -> Filter:
    return parse_filter(text, layer, Audience.ANYONE)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("age = 3", '("age" = {0}::bigint)'),
        ("age != 3.5", '("age" <> {0}::double precision)'),
        ("age = -3", '("age" = {0}::bigint)'),
        ("name < 'x'", '(("name" COLLATE "C") < ({0}::text COLLATE "C"))'),
        ("ill", '"ill"'),
        ("NOT ill AND ill", '((NOT "ill") AND "ill")'),
        ("ill OR ill AND ill", '("ill" OR ("ill" AND "ill"))'),
        ("age IN (1, 2)", '("age" = ANY({0}::bigint[]))'),
        ("age NOT IN (age, 2)", '(NOT ("age" IN ("age", {0}::bigint)))'),
        ("name IS NOT NULL", '(NOT ("name" IS NULL))'),
        ("name LIKE 'x%'", '("name" LIKE {0}::text)'),
        ("2 + 3 * age = 1", "({0} + ({1} * age)) = {2}"),
        ("T_AFTER(planted, DATE('2020-01-01'))", '("planted" > {0}::date)'),
        ("A_OVERLAPS(names, ('x'))", '("names" && {0}::text[])'),
        ("S_INTERSECTS(geometry, geometry)", 'ST_Intersects("geometry", "geometry")'),
    ],
)
def test_a_filter_becomes_fixed_words_and_placeholders(
    layer: Layer, text: str, shape: str
) -> None:
    found = compiled(layer, text)
    if "+" in text:
        assert list(found.values.values()) == [2, 3, 1]
        assert found.shape.index("+") < found.shape.index("*")
        return
    assert found.shape == shape.format(*(f"%(filter_{n})s" for n in range(3)))


def test_whole_numbers_stay_exact(layer: Layer) -> None:
    text = "age = 9007199254740993"
    assert list(compiled(layer, text).values.values()) == [9007199254740993]
    written = json.dumps({"op": "=", "args": [{"property": "age"}, 9007199254740993]})
    found = parse_filter(written, layer, Audience.ANYONE, language="cql2-json")
    assert list(found.values.values()) == [9007199254740993]


def test_filters_that_differ_in_values_share_a_shape(layer: Layer) -> None:
    one = compiled(layer, "age > 3 AND name IN ('a', 'b')")
    other = compiled(layer, "age  >  4000000000 and name in ('c','d','e')")
    assert one.shape == other.shape
    assert one.values != other.values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"name = 'it''s'", "it's"),
        (r"name = 'it\'s'", "it's"),
        (r"name = 'a\tb\n'", "a\tb\n"),
        (r"name LIKE 'a\_b\%'", r"a\_b\%"),
        (r"name LIKE 'C:\\temp%'", r"C:\\temp%"),
        (r"name = 'a\\''b\\\t'", "a\\\\'b\\\\\t"),
        ("name = 'ñandú ✓ 🌳'", "ñandú ✓ 🌳"),
        ("name = '%(limit)s {0} $1'", "%(limit)s {0} $1"),
        ("planted = DATE('2020-02-29')", dt.date(2020, 2, 29)),
        (
            "seen = TIMESTAMP('2020-01-01T08:00:00-04:00')",
            dt.datetime(2020, 1, 1, 12, tzinfo=dt.UTC),
        ),
    ],
)
def test_a_literal_is_the_value_it_means(layer: Layer, text: str, value: object) -> None:
    assert list(compiled(layer, text).values.values()) == [value]


def test_quoted_names_are_names(layer: Layer) -> None:
    assert compiled(layer, '"ill"').shape == '"ill"'
    with pytest.raises(BadFilter, match='ill"; DROP'):
        compiled(layer, '"ill""; DROP" = 1')


def bound_shape(found: Filter) -> BaseGeometry:
    (wkb,) = found.values.values()
    shape: BaseGeometry = shapely.from_wkb(wkb)
    return shape


def test_latitude_comes_first_where_the_authority_says_so(layer: Layer) -> None:
    for text in ("POINT(-17 -66)", "BBOX(-17,-66,-16,-65)", "MULTIPOINT((-17 -66))"):
        found = parse_filter(
            f"S_INTERSECTS(geometry,{text})",
            layer,
            Audience.ANYONE,
            projection=LATITUDE_FIRST,
        )
        assert bound_shape(found).bounds[:2] == (-66, -17)


def test_edges_of_a_projected_shape_bend_as_they_do(layer: Layer) -> None:
    ends = (780_000.0, 8_060_000.0), (800_000.0, 8_110_000.0)
    text = "S_INTERSECTS(geometry,LINESTRING({} {}, {} {}))".format(*ends[0], *ends[1])
    found = parse_filter(text, layer, Audience.ANYONE, projection=UTM)
    line = bound_shape(found)
    to_degrees = Transformer.from_crs(32719, 4326, always_xy=True).transform
    for part in (0.123, 0.5, 0.877):  # a straight line in degrees would be metres off
        x, y = (a + (b - a) * part for a, b in zip(*ends, strict=True))
        assert line.distance(shapely.Point(to_degrees(x, y))) < 1e-7


def test_a_box_over_the_date_line_is_two_areas(layer: Layer) -> None:
    area = bound_shape(compiled(layer, "S_INTERSECTS(geometry,BBOX(170,-20,-170,-10))"))
    assert area.covers(shapely.Point(175, -15))
    assert area.covers(shapely.Point(-175, -15))
    assert not area.covers(shapely.Point(0, -15))


@pytest.mark.parametrize("box", ["0,0,0,0", "0,0,0,1", "-180,-90,180,90"])
def test_a_box_without_width_is_a_line_or_a_point(layer: Layer, box: str) -> None:
    found = compiled(layer, f"S_TOUCHES(geometry,BBOX({box}))")
    assert shapely.is_valid(bound_shape(found))


ONE_DIMENSION = {
    "POINT(1 1),MULTIPOINT(2 2,3 3)": "MultiPoint",
    "LINESTRING(0 0,1 1),MULTILINESTRING((2 2,3 3))": "MultiLineString",
    "POLYGON((0 0,1 0,1 1,0 0)),POLYGON((5 5,6 5,6 6,5 5))": "MultiPolygon",
}


@pytest.mark.parametrize("members", ONE_DIMENSION)
@pytest.mark.parametrize("name", RELATIONS)
def test_a_collection_of_one_dimension_works_with_every_function(
    layer: Layer, name: str, members: str
) -> None:
    found = compiled(layer, f"{name}(geometry,GEOMETRYCOLLECTION({members}))")
    assert bound_shape(found).geom_type == ONE_DIMENSION[members]


def test_a_pattern_means_the_same_in_text_and_json(layer: Layer) -> None:
    pattern = r"C:\\temp\\%"
    said = {"op": "like", "args": [{"property": "name"}, pattern]}
    read = parse_filter(json.dumps(said), layer, Audience.ANYONE, language="cql2-json")
    assert compiled(layer, f"name LIKE '{pattern}'").values == read.values


@pytest.mark.parametrize("language", ["cql2-text", "cql2-json"])
def test_nobody_filters_by_what_only_the_staff_may_see(layer: Layer, language: str) -> None:
    texts = {
        "cql2-text": "keeper = 'x'",
        "cql2-json": '{"op":"isNull","args":[{"property":"keeper"}]}',
    }
    with pytest.raises(BadFilter) as refused:
        parse_filter(texts[language], layer, Audience.ANYONE, language=language)
    assert "keeper" not in str(refused.value).partition("There are")[2]
    parse_filter(texts[language], layer, Audience.STAFF, language=language)


def test_an_unknown_language_is_refused(layer: Layer) -> None:
    with pytest.raises(BadParameter, match="cql2-text, cql2-json"):
        parse_filter("true", layer, Audience.ANYONE, language="xpath")
