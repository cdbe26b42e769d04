"""Coordinates are understood as people paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.territory.domain.coordinates import find_coordinates

BOUNDS = (-66.4615, -17.4640, -66.2220, -17.0440)


@pytest.mark.parametrize(
    "text",
    [
        "-17.3935, -66.2801",
        "-66.2801, -17.3935",
        "-17.3935,-66.2801",
        "-17.3935 -66.2801",
        "-17,3935; -66,2801",
        "(-17.3935, -66.2801)",
        "lat: -17.3935 lon: -66.2801",
        "17.3935 S, 66.2801 W",
        "17.3935° S 66.2801° O",
        "66.2801 W 17.3935 S",
        "17.3935, 66.2801",
        "−17.3935, −66.2801",
        "geo:-17.3935,-66.2801",
        "https://mapa.example/#map/@-17.3935,-66.2801",
        "17°23'36.6\"S 66°16'48.36\"W",
        "17º 23' 36.6'' S, 66º 16' 48.36'' O",
    ],
)
def test_degrees_are_read(text) -> None:
    found = find_coordinates(text, BOUNDS)
    assert found is not None and not found.in_metres
    assert found.x == pytest.approx(-66.2801, abs=1e-5)
    assert found.y == pytest.approx(-17.3935, abs=1e-5)


@pytest.mark.parametrize(
    "text", ["788900 8073900", "788900.5, 8073900", "E 788900 N 8073900"]
)
def test_metres_are_read(text) -> None:
    found = find_coordinates(text, BOUNDS)
    assert found is not None and found.in_metres
    assert (round(found.x), round(found.y)) in {(788900, 8073900), (788901, 8073900)}


def test_outside_the_town_latitude_comes_first() -> None:
    found = find_coordinates("-16.5, -68.15", BOUNDS)
    assert found is not None
    assert (found.x, found.y) == (-68.15, -16.5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "D-4",
        "Av. 6 de Agosto 123",
        "calle 1.5 y 2.3 otb",
        "-17.39",
        "-17.39, -66.28, -17.40",
        "95.5, 200.3",
        "nan, nan",
        "1e400 2e400",
    ],
)
def test_other_texts_are_no_coordinates(text) -> None:
    assert find_coordinates(text, BOUNDS) is None


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text) -> None:
    find_coordinates(text, BOUNDS)
