"""Coordinates are understood as people paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.territory.domain.coordinates import find_coordinates
from geo import crs

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
        "S17.39350 W66.28010",
        "S17.39350° W66.28010°",
        "W66.2801 S17.3935",
        "s17.3935, w66.2801",
        "S 17.3935; O 66.2801",
        "S: 17,3935 / O: 66,2801",
        "S17.3935°/W66.2801°",
        "S-17.3935 W-66.2801",
        "17.3935S/66.2801O",
        "17,3935° S; 66,2801° O",
        "-17.3935/-66.2801",
        "17.3935 sur, 66.2801 oeste",
        "Latitud Sur 17.3935, Longitud Oeste 66.2801",
        "S17° 23.610' W066° 16.806'",
        "S17°23.610 W066°16.806",
        "S17 23.610 W066 16.806",
        "17° 23.610' S, 66° 16.806' O",
        "17 23,610 S; 66 16,806 O",
        "O 66° 16' 48.36\" S 17° 23' 36.6\"",
        "S17°23'36.6\" W66°16'48.36\"",
        "-17° 23' 36.6\", -66° 16' 48.36\"",
        "17° 23.610' 66° 16.806'",
        "17° 23' 36.6\" 66° 16' 48.36\"",
        "S17.3935 W66.2801 2560 m",
    ],
)
def test_degrees_are_read(text) -> None:
    found = find_coordinates(text, BOUNDS)
    assert found is not None and found.srid == crs.STORAGE
    assert found.x == pytest.approx(-66.2801, abs=1e-5)
    assert found.y == pytest.approx(-17.3935, abs=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "788900 8073900",
        "788900.5, 8073900",
        "788900,8073900",
        "E 788900 N 8073900",
        "N 8073900 E 788900",
        "Este: 788900; Norte: 8073900",
        "788900/8073900",
    ],
)
def test_metres_are_read(text) -> None:
    found = find_coordinates(text, BOUNDS)
    assert found is not None and found.srid == crs.METRIC
    assert (round(found.x), round(found.y)) in {(788900, 8073900), (788901, 8073900)}


@pytest.mark.parametrize(
    ("text", "srid"),
    [
        pytest.param("19K 797123 8075123", 32719, id="band"),
        pytest.param("19K797123 8075123", 32719, id="glued"),
        pytest.param("19 K 797123.45 m E 8075123.12 m S", 32719, id="a globe's"),
        pytest.param("19 K 797123,45 m E 8075123,12 m S", 32719, id="decimal commas"),
        pytest.param("zona 19 sur, E 797123, N 8075123", 32719, id="in words"),
        pytest.param("797123 E, 8075123 N, 19S", 32719, id="zone last"),
        pytest.param("WGS 84 / UTM 19S 797123 8075123", 32719, id="datum"),
        pytest.param("20K 797123 8075123", 32720, id="the next zone"),
        pytest.param("utm 20k 797123; 8075123", 32720, id="on a telephone"),
    ],
)
def test_metres_of_a_named_zone_are_read(text, srid) -> None:
    found = find_coordinates(text, BOUNDS)
    assert found is not None and found.srid == srid
    assert (int(found.x), int(found.y)) == (797123, 8075123)


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
        "S 17.3935 S 66.2801",
        "12.05.2026 - 13.06.2026",
        "E 12 y N 13",
        "Calle 17 23, 66 16",
        "PSAD56 797123 8075123",
        "19K 797123 8075123 77",
        "4261234 4267890",
    ],
)
def test_other_texts_are_no_coordinates(text) -> None:
    assert find_coordinates(text, BOUNDS) is None


def test_outside_the_town_letters_are_believed() -> None:
    found = find_coordinates("N 40.4168, W 3.7038", BOUNDS)
    assert found is not None
    assert (found.x, found.y) == (-3.7038, 40.4168)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text) -> None:
    find_coordinates(text, BOUNDS)
