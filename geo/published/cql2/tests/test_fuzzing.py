"""Whatever is sent as a filter, the answer is SQL with bound values, or a refusal."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.access import Audience
from geo.layers import Layer
from geo.published.cql2.compiler import OPERATIONS, parse_filter
from geo.published.projections import PROJECTIONS
from geo.published.refusals import BadParameter
from tests.effort import many

pytestmark = pytest.mark.bar("R61")

CANARY: Final = "kqzx7"
"""A text that no SQL of ours has."""
MODEST: Final = settings(
    max_examples=many(200, 50_000),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

WORDS: Final = st.sampled_from(
    [
        *("name", "age", "ill", "planted", "names", "geometry", "keeper", f"'{CANARY}'"),
        *("AND", "OR", "NOT", "IN", "LIKE", "BETWEEN", "IS", "NULL", "TRUE", "(", ")", ","),
        *("=", "<>", "<", "+", "-", "*", "/", "%", "^", "DIV", "1", "2.5", "1e308", "'%_'"),
        *("CASEI(", "S_INTERSECTS(geometry,", "POINT(1 1)", "BBOX(0,0,1,1)", "EMPTY"),
        *("DATE('2020-01-01')", "INTERVAL('..',", "'2020-01-01')", "T_AFTER(planted,"),
        *("POLYGON((0 0,1 0,1 1,0 0))", "A_CONTAINS(names,", '"', "'", "\\", "\0", "é"),
        *(f'"{CANARY}"', f"{CANARY}(", f"DATE('{CANARY}')", "LINESTRING(", "Z", ";--"),
    ]
)
TEXTS: Final = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=25).map(" ".join))

LEAVES: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.just(CANARY),
    st.sampled_from(
        [
            *({"property": name} for name in ("name", "age", "geometry", "keeper", CANARY)),
            *({"date": "2020-01-01"}, {"timestamp": CANARY}, {"interval": ["..", CANARY]}),
            {"type": "Point", "coordinates": [1, 1]},
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        ]
    ),
)
NAMES: Final = st.sampled_from([*sorted(OPERATIONS), "isNull", CANARY, "pg_sleep"])
OBJECTS: Final = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.builds(lambda name, args: {"op": name, "args": args}, NAMES, st.lists(inner)),
        st.dictionaries(
            st.sampled_from(["op", "args", "property", "bbox", "interval", "type", CANARY]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=20,
)


def try_out(layer: Layer, text: str, language: str, uri: str) -> None:
    projection = PROJECTIONS[uri]
    try:
        found = parse_filter(
            text, layer, Audience.ANYONE, language=language, projection=projection
        )
    except BadParameter as refused:
        assert str(refused)
        return
    assert CANARY not in found.shape
    assert "keeper" not in found.shape
    for name in found.values:
        assert f"%({name})s" in found.shape


@MODEST
@given(text=TEXTS, uri=st.sampled_from([*PROJECTIONS]))
def test_any_text_is_a_filter_or_refused(layer: Layer, text: str, uri: str) -> None:
    try_out(layer, text, "cql2-text", uri)


@MODEST
@given(value=OBJECTS, uri=st.sampled_from([*PROJECTIONS]))
def test_any_object_is_a_filter_or_refused(layer: Layer, value: Any, uri: str) -> None:
    try_out(layer, json.dumps(value), "cql2-json", uri)


@MODEST
@given(text=st.text(max_size=60))
def test_any_text_as_json_is_refused_or_a_filter(layer: Layer, text: str) -> None:
    try_out(layer, text, "cql2-json", next(iter(PROJECTIONS)))
