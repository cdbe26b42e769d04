"""A search text is understood before the database is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.territory.domain.asking import LONGEST_KEY, understand
from apps.territory.domain.sound import sound

TOWN = "Quillacollo"


@pytest.mark.parametrize(
    ("text", "corners"),
    [
        pytest.param("Sucre y Beni", {("sucre", "beni")}, id="y"),
        pytest.param("Sucre esq. Beni", {("sucre", "beni")}, id="esq"),
        pytest.param("esquina de Sucre con Beni", {("sucre", "beni")}, id="con"),
        pytest.param("Sucre & Beni", {("sucre", "beni")}, id="ampersand"),
        pytest.param("Sucre / Beni", {("sucre", "beni")}, id="slash"),
        pytest.param(
            "C/ Sucre e/ Beni y Oruro",
            {("calle sucre", "beni"), ("calle sucre", "oruro")},
            id="between",
        ),
        pytest.param("Calle Sucre", set(), id="one street"),
        pytest.param("y", set(), id="only the joint"),
    ],
)
def test_corners_are_read(text, corners) -> None:
    assert set(understand(text, TOWN).corners) == corners


@pytest.mark.parametrize(
    ("text", "street", "number"),
    [
        pytest.param("Calle Sucre 123", "calle sucre", "123", id="plain"),
        pytest.param("Sucre #123-B", "sucre", "123b", id="with a letter"),
        pytest.param("Sucre N° 12", "sucre", "12", id="number sign"),
        pytest.param("Calle 1", "", "", id="a street called 1"),
        pytest.param("D-4", "", "", id="a district"),
    ],
)
def test_house_numbers_are_read(text, street, number) -> None:
    asked = understand(text, TOWN)
    assert (asked.street, asked.number) == (street, number)


@pytest.mark.parametrize(
    ("text", "name", "district"),
    [
        pytest.param("OTB Santa Rosa D-4", "otb santa rosa", 4, id="beside"),
        pytest.param("calle 1 del distrito 5", "calle 1", 5, id="of"),
        pytest.param("D-4", "distrito 4", None, id="itself"),
    ],
)
def test_a_district_beside_the_name_is_told_apart(text, name, district) -> None:
    asked = understand(text, TOWN)
    assert asked.district == district
    assert name in {reading.key for reading in asked.readings}


@pytest.mark.parametrize(
    "text",
    ["¿Dónde está la plaza Bolívar?", "plaza bolívar, Quillacollo", "en plaza bolivar"],
)
def test_filler_says_nothing(text) -> None:
    assert understand(text, TOWN).readings[0].key == "plaza bolivar"


def test_the_towns_own_name_is_a_name() -> None:
    assert understand("Quillacollo", TOWN).readings[0].key == "quillacollo"


@given(st.text(max_size=3000))
def test_any_text_is_understood_somehow(text) -> None:
    asked = understand(text, TOWN)
    assert all(0 < len(reading.key) <= LONGEST_KEY for reading in asked.readings)
    assert len(asked.readings) <= 9 and len(asked.corners) <= 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("llauquenquiri", "llaukenkiri"),
        ("khorapata", "corapata"),
        ("okosuro", "okhosuro"),
        ("karachipampa", "carachipampa"),
        ("urkupina", "urcupina"),
        ("huayculi", "wayculi"),
        ("rufino benavides", "rufino benavidez"),
        ("thomas bata", "tomas bata"),
        ("chojnacollo", "chonacollo"),
        ("callajchullpa", "kallajchullpa"),
        ("heroes del chaco", "eroes del chaco"),
    ],
)
def test_what_sounds_alike_is_alike(one, other) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("sucre", "suche"), ("beni", "peni"), ("cota", "chota"), ("marquina", "marina")],
)
def test_what_sounds_different_is_different(one, other) -> None:
    assert sound(one) != sound(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ?", max_size=40))
def test_hearing_breaks_on_nothing(text) -> None:
    assert isinstance(sound(text), str)
