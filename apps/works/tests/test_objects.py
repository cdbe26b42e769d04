"""Calls of one work fold to one key; calls of different works do not."""

import pytest

from apps.works.domain.calls import Cuce
from apps.works.domain.objects import object_key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Const. Asfaltado Calle 3 Otb Kami D-5",
            "Construccion Asfaltado Calle 3 OTB Kami D5",
        ),
        ("Ampl. Muro Otb Kami D-5", "Ampl. Muro Otb Kami D-5 (Segunda Convocatoria)"),
        ("Mant. U.E. Calama", "Mantenimiento Unidad Educativa Calama 2da Convocatoria"),
        ("Const. Vías Otb Álamos", "CONST VIAS OTB ALAMOS"),
        (
            "Const. Red Alcant. Sanit. Otb Kami",
            "Const. Red Alcantarillado Sanitario Otb Kami",
        ),
    ],
    ids=["short forms", "called again", "short and called again", "accents", "trade words"],
)
def test_wordings_of_one_work_are_equal(first, second):
    assert object_key(first) == object_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Const. Asfaltado Calle 3 Otb Kami D-5", "Const. Asfaltado Calle 4 Otb Kami D-5"),
        ("Const. Parque Otb Campiña I D-5", "Const. Parque Otb Campiña Ii D-5"),
        ("Const. Parque Otb Kami D-5", "Mej. Parque Otb Kami D-5"),
    ],
    ids=["another street", "another OTB", "another act"],
)
def test_wordings_of_two_works_differ(first, second):
    assert object_key(first) != object_key(second)


def test_a_text_longer_than_any_name_is_compared_to_its_end():
    start = "Construccion " + "de algo muy largo " * 80

    assert object_key(start + "aqui") != object_key(start + "alla")


def test_a_second_call_in_the_next_year_keeps_the_process():
    first, second = Cuce.read("11-1302-00-287213-1-1"), Cuce.read("12-1302-00-287213-2-1")

    assert first and second
    assert first.base != second.base
    assert first.process == second.process


@pytest.mark.parametrize("text", ["", "1302", "11-1302-00-28-1", "x1-1302-00-28-1-1", "—"])
def test_what_is_no_cuce_is_not_read(text):
    assert Cuce.read(text) is None
