"""Forms and results of processes, as people meet them."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from geo.access import Audience
from geo.ogc.processes.forms import controls, kind_of, read_form
from geo.ogc.processes.tables import MOST_ROWS, shown
from geo.processes.declared import Input, Output, Process
from geo.processes.schemas import GEOMETRY

SCHEMAS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "choice": {"type": "string", "enum": ["a", "b"]},
    "choices": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
    "lines": {"oneOf": [{"type": "string"}, {"type": "array"}]},
    "geometry": {"type": "object", "format": GEOMETRY},
}
PROCESS = Process(
    id="all",
    title="All",
    description="Every kind of control.",
    inputs=lambda audience: {
        kind: Input(title=kind, schema=schema, words={"a": "Alpha"}, required=False)
        for kind, schema in SCHEMAS.items()
    },
    output=Output(name="out", title="Out", schema={}),
    work=lambda run, given: None,
)


@pytest.mark.parametrize(("kind", "schema"), SCHEMAS.items(), ids=[*SCHEMAS])
def test_a_control_suits_its_values(kind: str, schema: dict[str, Any]) -> None:
    assert kind_of(schema) == kind


def test_what_was_typed_becomes_values() -> None:
    form = QueryDict(mutable=True)
    form.update({"text": " x ", "number": "1,5", "choice": "a", "geometry": '{"a": 1}'})
    form.update({"lines": "Sucre y Beni\n\n[-66.2, -17.3]\r\n"})
    form.setlist("choices", ["a", "b"])
    assert read_form(PROCESS, Audience.ANYONE, form) == {
        "text": "x",
        "number": 1.5,
        "choice": "a",
        "choices": ["a", "b"],
        "lines": ["Sucre y Beni", [-66.2, -17.3]],
        "geometry": {"a": 1},
    }


def test_what_cannot_be_read_stays_as_it_was_typed() -> None:
    form = QueryDict("number=many&geometry={&lines=[1")
    found = read_form(PROCESS, Audience.ANYONE, form)
    assert found == {"number": "many", "geometry": "{", "lines": ["[1"]}


def test_what_was_left_empty_was_not_given() -> None:
    assert read_form(PROCESS, Audience.ANYONE, QueryDict("text=&number=+&extra=1")) == {}


def test_a_form_shows_again_what_was_typed() -> None:
    form = QueryDict("text=mine&choice=b&choices=a")
    shown_again = {each.name: each for each in controls(PROCESS, Audience.ANYONE, form)}
    assert shown_again["text"].value == "mine"
    chosen = [option.value for option in shown_again["choice"].options if option.is_chosen]
    assert chosen == ["b"]
    assert [option.title for option in shown_again["choices"].options] == ["Alpha", "b"]


def test_a_result_is_facts_and_tables() -> None:
    value = {
        "matched": 12345,
        "nothing": None,
        "total": {"count": 2, "sum": None},
        "areas": [
            {"id": 1, "name": "D-1", "mean": 0.5},
            {"id": 2, "name": "D-2", "mean": None},
        ],
    }
    found = shown(value, {"total": "Total", "count": "Count"}, Audience.ANYONE)
    assert [title for title, _text in found.facts] == ["matched", "Total: Count"]
    (table,) = found.tables
    assert table.columns == ("name", "mean")
    assert [row.cells[0] for row in table.rows] == ["D-1", "D-2"]
    assert table.rows[1].cells[1] == ""


def test_features_are_a_table_under_the_titles_of_their_layer() -> None:
    feature = {"id": 7, "properties": {"name": "Ironcollo"}, "href": "/ogc/x/7"}
    value = {"layers": [{"layer": "otbs", "title": "OTB", "features": [feature]}]}
    _layers, features = shown(value, {}, Audience.ANYONE).tables
    assert features.title == "OTB"
    assert features.columns == ("Nombre",)
    assert features.rows[0].address == "/ogc/x/7"


def test_a_page_leaves_out_what_nobody_would_read() -> None:
    value = {"places": [{"n": number} for number in range(MOST_ROWS + 5)]}
    (table,) = shown(value, {}, Audience.ANYONE).tables
    assert (len(table.rows), table.left_out) == (MOST_ROWS, 5)
