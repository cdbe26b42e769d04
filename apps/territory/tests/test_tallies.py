"""Figures by area: counted, summed, and withheld where few stand behind them."""

from __future__ import annotations

import pytest

from apps.territory.domain.tallies import Tally, shown_tallies
from geo.privacy import MONEY_FROM


def tally(*values: float | None) -> Tally:
    made = Tally()
    for value in values:
        made.add(value)
    return made


def test_what_has_no_value_is_counted_and_not_summed() -> None:
    assert tally(1, None, 3).figures == {"count": 3, "sum": 4, "mean": 2}
    assert tally(None).figures == {"count": 1, "sum": None, "mean": None}


def test_a_sum_that_no_number_holds_is_none() -> None:
    assert tally(1e308, 1e308).figures["sum"] is None


def test_areas_add_up_to_the_whole() -> None:
    areas, whole = shown_tallies({1: tally(1, 2), 2: tally(3), None: tally(4)}, least=0)
    assert whole == {"count": 4, "sum": 10, "mean": 2.5}
    assert sum(each["count"] for each in areas.values()) == 4


@pytest.mark.bar("R47")
def test_few_are_withheld_and_do_not_follow_from_the_rest() -> None:
    tallies = {1: tally(*[1.0] * 40), 2: tally(*[1.0] * 30), 3: tally(1.0, 1.0)}
    areas, whole = shown_tallies(tallies, least=MONEY_FROM)
    hidden = [area for area, each in areas.items() if each.get("withheld")]
    assert 3 in hidden
    assert whole.get("withheld") or len(hidden) > 1
    assert all(areas[area]["sum"] is None for area in hidden)


def test_a_sum_has_only_those_behind_it_that_have_a_value() -> None:
    many_without = tally(*[None] * 40, 7.0)
    areas, _whole = shown_tallies({1: many_without, 2: tally(*[1.0] * 40)}, least=10)
    assert areas[1]["withheld"] is True


def test_nothing_is_nothing() -> None:
    nowhere: dict[int, Tally] = {}
    areas, whole = shown_tallies(nowhere, least=10)
    assert areas == {}
    assert whole["count"] == 0
