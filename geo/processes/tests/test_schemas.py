"""Values are what their schema says, or are refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from geo.access import Audience
from geo.processes.declared import Input, Output, Process, offer
from geo.processes.orders import read_document, read_order
from geo.processes.refusals import BadInput, BadOrder
from geo.processes.schemas import check_schema, check_value

PLACES = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "number"}}]}


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        (1, {"type": "integer", "minimum": 1}),
        (2.0, {"type": "integer"}),
        (1, {"type": "number", "maximum": 1}),
        ("a", {"type": "string", "enum": ["a", "b"]}),
        (True, {"type": "boolean"}),
        (["a"], {"type": "array", "items": {"type": "string"}, "maxItems": 1}),
        ({}, {"type": "object"}),
        ("x", PLACES),
        ([1, 2.5], PLACES),
        (None, {}),
    ],
)
def test_what_fits_is_taken(value: Any, schema: dict[str, Any]) -> None:
    check_value("it", value, schema)


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        (0, {"type": "integer", "minimum": 1}),
        (1.5, {"type": "integer"}),
        (True, {"type": "integer"}),
        (True, {"type": "number"}),
        (1, {"type": "boolean"}),
        ("1", {"type": "number"}),
        (2, {"type": "number", "maximum": 1}),
        ("c", {"type": "string", "enum": ["a", "b"]}),
        ("", {"type": "string", "minLength": 1}),
        ("abc", {"type": "string", "maxLength": 2}),
        ("a\0", {"type": "string"}),
        ([1], {"type": "array", "items": {"type": "string"}}),
        ([], {"type": "array", "minItems": 1}),
        (["a", "b"], {"type": "array", "maxItems": 1}),
        ([], {"type": "object"}),
        (["x"], PLACES),
        ({}, PLACES),
    ],
)
def test_what_does_not_fit_is_refused_by_name(value: Any, schema: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        check_value("it", value, schema)
    assert "it" in str(refused.value)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "a+"},
        {"type": "array", "items": {"type": "string", "pattern": "a+"}},
        {"oneOf": [{"$ref": "#/x"}]},
    ],
)
def test_a_schema_promises_nothing_that_is_not_checked(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not checked"):
        check_schema(schema)


def process(
    name: str = "double", inputs: dict[str, Input] | None = None, **more: Input
) -> Process:
    return Process(
        id=name,
        title="Double",
        description="Twice as much.",
        inputs=lambda audience: inputs or more,
        output=Output(name="twice", title="Twice", schema={"type": "number"}),
        work=lambda run, given: 2 * given["it"],
    )


IT = Input(title="It", schema={"type": "number"})
OF = Input(title="Of", schema={"type": "string", "default": "ten"}, required=False)


@pytest.mark.parametrize("given", [5, {"value": 5}, {"value": 5, "mediaType": "x/y"}])
def test_a_value_is_taken_bare_or_with_its_kind(given: Any) -> None:
    order = read_order({"inputs": {"it": given}}, process(it=IT), Audience.ANYONE)
    assert order.inputs == {"it": 5}


def test_what_is_left_out_has_its_default() -> None:
    order = read_order({"inputs": {"it": 1}}, process(it=IT, of=OF), Audience.ANYONE)
    assert order.inputs == {"it": 1, "of": "ten"}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"inputs": {"it": None}},
        {"inputs": []},
        {"inputs": {"it": 1, "more": 2}},
        {"inputs": {"it": {"href": "file:///etc/passwd"}}},
        {"inputs": {"it": 1, "of": None}},
        {"inputs": {"it": 1}, "outputs": []},
        {"inputs": {"it": 1}, "outputs": None},
        {"inputs": {"it": 1}, "outputs": {"twice": 1}},
        {"inputs": {"it": 1}, "response": ["raw"]},
        {"inputs": {"it": 1}, "subscriber": None},
    ],
)
def test_an_order_that_is_not_understood_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(BadOrder):
        read_order(document, process(it=IT), Audience.ANYONE)


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"\xff", b'{"a": Infinity}'])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(BadOrder):
        read_document(body)


@pytest.mark.parametrize(
    "bad", [process("Double It"), process(inputs={"a-b": IT}), process("conflicts", it=IT)]
)
def test_a_name_that_cannot_last_is_refused_at_the_start(bad: Process) -> None:
    with pytest.raises(ValueError, match=r"kebab-case|not usable|twice"):
        offer(bad)
