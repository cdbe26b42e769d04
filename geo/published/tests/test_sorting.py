"""The sortby and properties parameters, and the cursor between sorted pages."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from geo.access import Audience
from geo.layers import Field, Kind, Layer
from geo.published.order import beyond, order_by
from geo.published.parameters import Parameters
from geo.published.question import parse_question
from geo.published.refusals import BadParameter
from geo.published.sorting import (
    LONGEST_CURSOR,
    Cursor,
    cursor_text,
    parse_cursor,
    parse_sortby,
)

LAYER = Layer(
    name="trees",
    title="Trees",
    description="Trees of the avenues.",
    model=get_user_model(),
    geometry="position",
    geometry_type="Point",
    rows=lambda audience: get_user_model().objects.all(),
    fields=(
        Field(name="name", title="Name"),
        Field(name="age", title="Age", kind=Kind.INTEGER),
        Field(name="height", title="Height", kind=Kind.NUMBER),
        Field(name="ill", title="Ill", kind=Kind.BOOLEAN),
        Field(name="planted", title="Planted", kind=Kind.DATE),
        Field(name="seen", title="Seen", kind=Kind.DATETIME),
        Field(name="zones", title="Zones", kind=Kind.INTEGERS),
        Field(name="keeper", title="Keeper", audience=Audience.STAFF),
    ),
    source="test",
)


def cursor(*values: Any) -> str:
    return cursor_text(json.dumps(values).encode())


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("age", '"age" ASC NULLS LAST, id'),
        ("+age", '"age" ASC NULLS LAST, id'),
        (" age", '"age" ASC NULLS LAST, id'),
        ("-age,name", '"age" DESC NULLS LAST, "name" COLLATE "C" ASC NULLS LAST, id'),
    ],
)
def test_an_order_is_what_was_asked(text: str, order: str) -> None:
    keys = parse_sortby(text, LAYER, Audience.ANYONE)
    assert order_by(keys).as_string(None) == order


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("no_such", id="no such property"),
        pytest.param("age,age", id="twice"),
        pytest.param("age,-age", id="both ways"),
        pytest.param("--age", id="two signs"),
        pytest.param("zones", id="a list"),
        pytest.param("geometry", id="the geometry"),
        pytest.param("age;DROP TABLE x", id="SQL"),
        pytest.param("keeper", id="what only the staff may see"),
        pytest.param("AGE", id="capitals"),
    ],
)
def test_what_cannot_be_sorted_by_is_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        parse_sortby(text, LAYER, Audience.ANYONE)


@pytest.mark.parametrize("name", ["sortby", "properties", "filter"])
def test_a_hidden_field_is_refused_like_one_that_is_not(name: str) -> None:
    said = []
    for field in ("keeper", "nobody"):
        given = Parameters(pairs=((name, field),))
        with pytest.raises(BadParameter) as refused:
            parse_question(given, LAYER, Audience.ANYONE)
        said.append(str(refused.value).replace(field, "…"))
    assert said[0] == said[1]
    pairs = ((name, "keeper IS NULL" if name == "filter" else "keeper"),)
    parse_question(Parameters(pairs=pairs), LAYER, Audience.STAFF)


def test_a_cursor_says_where_the_page_ended() -> None:
    keys = parse_sortby("name,height,ill,planted,seen", LAYER, Audience.ANYONE)
    values = ["Molle", 2.5, True, "2020-01-01", "2020-01-01T10:00:00.5+00:00"]
    found = parse_cursor(cursor(*values, 7), keys)
    assert found.id == 7
    assert found.values[:3] == ("Molle", 2.5, True)
    assert parse_cursor(cursor(*[None] * 5, 7), keys).values == (None,) * 5


def test_rows_without_a_value_come_after_all_others() -> None:
    keys = parse_sortby("-age", LAYER, Audience.ANYONE)
    known = beyond(keys, parse_cursor(cursor(3, 7), keys)).as_string(None)
    assert known == (
        '(("age" < %(after_0)s::bigint OR "age" IS NULL) OR '
        '("age" = %(after_0)s::bigint AND id > %(after)s))'
    )
    unknown = beyond(keys, parse_cursor(cursor(None, 7), keys)).as_string(None)
    assert unknown == '(false OR ("age" IS NULL AND id > %(after)s))'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("7", id="an id"),
        pytest.param("....", id="no base64"),
        pytest.param("ñ", id="no ASCII"),
        pytest.param(cursor(7), id="too few values"),
        pytest.param(cursor(1, 2, 7), id="too many values"),
        pytest.param(cursor("x", 7), id="a text as age"),
        pytest.param(cursor(1.5, 7), id="half an age"),
        pytest.param(cursor(True, 7), id="a truth as age"),
        pytest.param(cursor(2**63, 7), id="an age too large"),
        pytest.param(cursor([], 7), id="a list as age"),
        pytest.param(cursor(1, -7), id="a negative id"),
        pytest.param(cursor(1, 2**63), id="an id too large"),
        pytest.param(cursor(1, True), id="a truth as id"),
        pytest.param(cursor_text(b'{"a":1}'), id="an object"),
        pytest.param(cursor_text(b'{"id":"7"}'), id="a text as id"),
        pytest.param(cursor_text(b'{"id":-7}'), id="a negative id alone"),
        pytest.param(cursor_text(b"[" * 3000), id="three thousand lists"),
        pytest.param(base64.b64encode(b"[1,7]" + b" " * 9000).decode(), id="too long"),
        pytest.param(base64.b64encode(b"\xff\xfe").decode(), id="no text"),
    ],
)
def test_what_is_no_cursor_is_refused(text: str) -> None:
    keys = parse_sortby("age", LAYER, Audience.ANYONE)
    with pytest.raises(BadParameter, match=r"after|“after”|«after»"):
        parse_cursor(text, keys)


def test_a_row_too_long_for_an_address_is_remembered_by_its_id() -> None:
    keys = parse_sortby("name", LAYER, Audience.ANYONE)
    text = cursor("ñ" * 9000, 7)
    assert len(text) <= LONGEST_CURSOR
    assert parse_cursor(text, keys) == Cursor(values=(), id=7)


def test_a_text_that_cannot_be_stored_is_no_cursor() -> None:
    keys = parse_sortby("name", LAYER, Audience.ANYONE)
    for name in ("a\0b", "\ud800"):
        with pytest.raises(BadParameter):
            parse_cursor(cursor(name, 7), keys)


def test_properties_keep_the_layers_order() -> None:
    given = Parameters(pairs=(("properties", "age,name"),))
    question = parse_question(given, LAYER, Audience.ANYONE)
    assert [field.name for field in question.fields] == ["name", "age"]
