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
        pytest.param("Sucre y Beni, Quillacollo", {("sucre", "beni")}, id="town"),
        pytest.param("Sucre y Beni, Cbba., Bolivia", {("sucre", "beni")}, id="country"),
        pytest.param("Sucre y Bolivia", {("sucre", "bolivia")}, id="a street so called"),
        pytest.param("Sucre 123 y Beni", {("sucre", "beni")}, id="with a number"),
        pytest.param("Sucre altura Beni", {("sucre", "beni")}, id="altura"),
        pytest.param("Sucre y Beni zona Central", {("sucre", "beni")}, id="zone"),
        pytest.param("Plaza Bolívar y Sucre", set(), id="a square is no street"),
        pytest.param("Sucre, Beni", set(), id="only guessed"),
        pytest.param("Calle Sucre", set(), id="one street"),
        pytest.param("y", set(), id="only the joint"),
    ],
)
def test_corners_are_read(text, corners) -> None:
    assert set(understand(text, TOWN, "Cochabamba").corners) == corners


@pytest.mark.parametrize(
    ("text", "guessed"),
    [
        pytest.param("Sucre, Beni", {("sucre", "beni")}, id="comma"),
        pytest.param("Sucre - Beni", {("sucre", "beni")}, id="dash"),
        pytest.param("Sucre, Beni, Quillacollo", {("sucre", "beni")}, id="town"),
        pytest.param("esq Sucre Beni", {("sucre", "beni")}, id="esq"),
        pytest.param("Sucre y Beni", set(), id="told"),
        pytest.param("Sucre Beni", set(), id="nothing between"),
        pytest.param("Sucre, Quillacollo", set(), id="only the town"),
        pytest.param("Sucre 123, D-4", set(), id="number and district"),
        pytest.param("Plaza Bolívar, Sucre", set(), id="a square"),
        pytest.param("Sucre, zona Central", set(), id="a zone"),
    ],
)
def test_corners_without_a_joint_are_guessed(text, guessed) -> None:
    assert set(understand(text, TOWN).guessed_corners) == guessed


@pytest.mark.parametrize(
    ("text", "street", "number"),
    [
        pytest.param("Calle Sucre 123", "calle sucre", "123", id="plain"),
        pytest.param("Sucre #123-B", "sucre", "123b", id="with a letter"),
        pytest.param("Sucre N° 12", "sucre", "12", id="number sign"),
        pytest.param("Sucre N°12", "sucre", "12", id="glued to its sign"),
        pytest.param("Sucre nro12", "sucre", "12", id="as typed on a telephone"),
        pytest.param("Calle 1 Nº 25", "calle 1", "25", id="on a street called 1"),
        pytest.param("Calle 1", "calle 1", "", id="a street called 1"),
        pytest.param("D-4", "distrito 4", "", id="a district"),
        pytest.param("Calle Sucre s/nº", "calle sucre", "", id="without number"),
        pytest.param("Sucre 123, Bolivia", "sucre", "123", id="country"),
        pytest.param("Sucre 123 zona Central", "sucre", "123", id="zone"),
        pytest.param("z/Central, calle Sucre 123", "calle sucre", "123", id="zone first"),
        pytest.param("Sucre 12, Villa Moderna", "sucre", "12", id="set apart"),
        pytest.param("Sucre 12 entre Beni y Oruro", "sucre", "12", id="between two"),
        pytest.param("Sucre esq. Beni 123", "sucre", "123", id="after the crossing"),
        pytest.param("Juan Pablo II y Sucre", "juan pablo 2", "", id="part of a name"),
        pytest.param("Sucre km 14", "sucre", "", id="kilometre"),
        pytest.param("Sucre Km. 13 1/2", "sucre", "", id="kilometre and a half"),
        pytest.param("Sucre Km 13½", "sucre", "", id="half as one letter"),
        pytest.param("Sucre km 13 y medio", "sucre", "", id="half in words"),
        pytest.param("Sucre kilómetro 15,5", "sucre", "", id="in full, with a comma"),
        pytest.param("Sucre km14 #123", "sucre", "123", id="kilometre and number"),
        pytest.param("km 14 de la Av. Sucre", "avenida sucre", "", id="kilometre first"),
        pytest.param("km 14", "km 14", "", id="only a kilometre"),
    ],
)
def test_house_numbers_are_read(text, street, number) -> None:
    asked = understand(text, TOWN, "Cochabamba")
    assert (asked.street, asked.number) == (street, number)


@pytest.mark.parametrize(
    ("text", "name", "district"),
    [
        pytest.param("OTB Santa Rosa D-4", "otb santa rosa", 4, id="beside"),
        pytest.param("calle 1 del distrito 5", "calle 1", 5, id="of"),
        pytest.param("OTB Santa Rosa dist4", "otb santa rosa", 4, id="glued"),
        pytest.param("D-4, calle Sucre", "calle sucre", 4, id="first"),
        pytest.param("D-4", "distrito 4", None, id="itself"),
    ],
)
def test_a_district_beside_the_name_is_told_apart(text, name, district) -> None:
    asked = understand(text, TOWN)
    assert asked.district == district
    assert name in {reading.key for reading in asked.readings}


@pytest.mark.parametrize(
    "text",
    [
        "¿Dónde está la plaza Bolívar?",
        "plaza bolívar, Quillacollo",
        "en plaza bolivar",
        "frente a la plaza Bolívar",
        "detrás de plaza bolivar, Cochabamba, Bolivia",
    ],
)
def test_filler_says_nothing(text) -> None:
    asked = understand(text, TOWN, "Cochabamba")
    assert asked.readings[0].key == "plaza bolivar"


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
