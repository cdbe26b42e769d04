"""Records are found by their place."""

from __future__ import annotations

import pytest

from geo.ogc.records.finding import found
from geo.ogc.records.question import RecordQuestion
from geo.ogc.records.record import outline
from geo.published.bounds import parse_bounds

TOWN = (-66.4, -17.5, -66.2, -17.2)
CLICK = (-66.3, -17.4, -66.3, -17.4)


@pytest.mark.parametrize(
    ("place", "asked", "is_found"),
    [
        pytest.param(TOWN, CLICK, True, id="a click in the town"),
        pytest.param(TOWN, (0, 0, 0, 0), False, id="a click elsewhere"),
        pytest.param(CLICK, TOWN, True, id="a layer of one thing"),
        pytest.param(CLICK, CLICK, True, id="a click on it"),
        pytest.param(CLICK, (-66.5, -17.4, -66.1, -17.4), True, id="a line through it"),
    ],
)
def test_a_box_finds_what_it_meets(
    place: tuple[float, float, float, float], asked: tuple[float, ...], is_found: bool
) -> None:
    record = {"geometry": outline(place), "properties": {}}
    question = RecordQuestion(bounds=parse_bounds(",".join(map(str, asked))))
    assert bool(found([record], question)) is is_found
