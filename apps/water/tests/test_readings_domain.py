"""Counters as people type them, readings that stand out, and months nobody could read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.water.domain.anomalies import Measured, anomalies_of
from apps.water.domain.counters import NoReading, read_counter
from apps.water.domain.estimating import Known, estimate
from apps.water.terms import Anomaly

M3 = Decimal

counters = st.decimals(min_value=0, max_value="9999999.999", places=3)
used = st.lists(st.decimals(min_value=0, max_value=200, places=1), max_size=12)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1234", "1234"),
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("0012", "12"),
        ("0", "0"),
        (" 1 234 m³ ", "1234"),
        ("87,125", "87.125"),
    ],
)
def test_a_counter_is_understood(typed: str, value: str) -> None:
    assert read_counter(typed) == M3(value)


@pytest.mark.parametrize(
    "typed",
    ["", "-5", "1,234.5", "1.23.4", "12a", "1e5", "١٢٣x", "1,2345", "99999999", "NaN", "."],
)
def test_what_is_no_counter_is_refused_and_not_guessed_at(typed: str) -> None:
    with pytest.raises(NoReading):
        read_counter(typed)


@given(counters)
def test_what_is_printed_with_a_comma_is_read_back(value: Decimal) -> None:
    grouped = f"{value:,.3f}".translate(str.maketrans(",.", ".,"))
    assert read_counter(grouped) == value


USUAL = [M3(12), M3(14), M3(13)]


@pytest.mark.parametrize(
    ("measured", "found"),
    [
        pytest.param(Measured(used=M3(5)), [], id="nothing to compare with"),
        pytest.param(
            Measured(used=M3(-10), history=USUAL), [Anomaly.BACKWARDS], id="backwards"
        ),
        pytest.param(Measured(used=M3(0), history=USUAL), [Anomaly.STOPPED], id="stopped"),
        pytest.param(
            Measured(used=M3(0), history=[M3(0), M3(1), M3(0)]), [], id="nobody lives there"
        ),
        pytest.param(
            Measured(used=M3(60), history=USUAL), [Anomaly.JUMP], id="jump against oneself"
        ),
        pytest.param(
            Measured(used=M3(60), neighbours=[M3(11)] * 5),
            [Anomaly.NEIGHBOURS],
            id="jump against the neighbours",
        ),
        pytest.param(
            Measured(used=M3(60), neighbours=[M3(11)] * 4), [], id="too few neighbours"
        ),
        pytest.param(
            Measured(used=M3(9), history=[M3(1)] * 3), [], id="nine times nearly nothing"
        ),
    ],
)
def test_what_stands_out(measured: Measured, found: list[Anomaly]) -> None:
    assert anomalies_of(measured) == found


@given(st.decimals(min_value=0, max_value=500, places=1), st.integers(5, 12))
def test_the_usual_is_never_out_of_the_ordinary(usual: Decimal, months: int) -> None:
    same = Measured(used=usual, history=[usual] * months, neighbours=[usual] * months)
    assert anomalies_of(same) == []


@given(used, used)
def test_an_estimate_lies_between_the_least_and_the_most(
    own: list[Decimal], neighbours: list[Decimal]
) -> None:
    guessed = estimate(Known(own=own, neighbours=neighbours))
    told = own[:6] or neighbours or [M3(0)]
    assert guessed >= 0
    assert min(told) - 1 < guessed < max(told) + 1
    assert guessed == guessed.to_integral_value()
