"""District numbers are read however they are written, and only they."""

import pytest

from apps.works.domain.placing.districts import districts_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Otb Kami D-5", ["5"]),
        ("Otb Kami D5.", ["5"]),
        ("Otb Kami D 5", ["5"]),
        ("Otb Kami D  5", ["5"]),
        ("Otb Kami D- 5", ["5"]),
        ("Otb Kami D - 5", ["5"]),
        ("Otb Kami D – 5", ["5"]),
        ("Otb Kami D -5", ["5"]),
        ("Otb Kami D.5", ["5"]),
        ("(Otb Kami)D-5", ["5"]),
        ("Otb Kami (D-5)", ["5"]),
        ("Otb Kami-D-5", ["5"]),
        ("Otb Kami D-05", ["5"]),
        ("Otb Kami D-10", ["10"]),
        ("Otb Kami Distrito 5", ["5"]),
        ("Otb Kami Distrito5", ["5"]),
        ("Otb Kami Distrito -5", ["5"]),
        ("Otb Kami Distrito N° 5", ["5"]),
        ("Otb Kami Distrito D-5", ["5"]),
        ("Otb Kami Distrito Cinco", ["5"]),
        ("Otb Kami Distrito I", ["1"]),
        ("Otb Kami Dist. 5", ["5"]),
        ("Av. Ferrocarrild-2", ["2"]),
        ("Otb Kami D-5construccion Otb Sud", ["5"]),
        ("Puente D-4 Y D-5", ["4", "5"]),
        ("U.E. Kami D-2 Y 3", ["2", "3"]),
        ("Parques D7, D8 Y D9", ["7", "8", "9"]),
        ("Colector D-1, D-2, D-3, D-4", ["1", "2", "3", "4"]),
        ("Distritos 4, 5 y 6", ["4", "5", "6"]),
        ("Otb A D-1, Otb B D-2", ["1", "2"]),
        ("D-14 U.V. Ch.", ["14"]),
    ],
)
def test_a_district_is_read(text, numbers):
    assert [each.name for each in districts_in(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Otb 7 De Mayo", id="a date"),
        pytest.param("Pozo (D=4 Pulg)", id="a diameter"),
        pytest.param("Calles A, B, C, D 4", id="streets called by a letter"),
        pytest.param("Calle D Entre 1 Y 2", id="a street called D"),
        pytest.param("Villa 5", id="a number alone"),
        pytest.param("Edificio Felcv 123", id="an inventory number"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_no_district_is_not_read(text):
    assert districts_in(text) == []


def test_a_date_behind_a_list_of_districts_stays_a_date():
    assert [each.name for each in districts_in("D-2 Y 14 De Septiembre")] == ["2"]


def test_the_words_are_those_of_the_text():
    text = "Const. Puente Distrito 4 Y 5 Fase II"

    for mention in districts_in(text):
        assert mention.words == text[mention.start : mention.end] == "Distrito 4 Y 5"
