"""A name has one key, however it is written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.territory.domain.names import key, split, titled
from apps.territory.domain.spelling import WORDS

TRICKY = [*"dcnviotbjuey4.", "ii", "de", "mayo", "1ro", "d4", "uno", "segundo", "03"]
"""Words whose meaning hangs on their neighbours."""

SAME = list(
    csv.DictReader(
        (Path(__file__).parent / "same_names.csv").read_text(encoding="utf-8").splitlines(),
        delimiter=";",
    )
)
"""Spellings met in procurement texts, on signs and in search boxes, with their key."""


@pytest.mark.parametrize("row", SAME, ids=lambda row: row["written"])
def test_spellings_of_one_name_have_one_key(row) -> None:
    assert key(row["written"]) == row["expected"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("V¿As", "v?as", id="inverted question mark"),
        pytest.param("Pi?ami", "pi?ami", id="question mark"),
        pytest.param("Dise�o", "dise?o", id="replacement character"),
        pytest.param("Pi??ami", "pi?ami", id="two bytes lost"),
        pytest.param("Libertad ? Geranios", "libertad geranios", id="a lost dash"),
        pytest.param("¿Cotapachi?", "cotapachi", id="a real question"),
    ],
)
def test_a_lost_character_stays_inside_a_word_only(text, expected) -> None:
    assert key(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Calle C", "Calle 100", id="letters are streets"),
        pytest.param("Calle V", "Calle 5", id="V is a letter after calle"),
        pytest.param("Quinta La Glorieta", "5 La Glorieta", id="a quinta is a farm"),
        pytest.param("Santo Domingo", "Santa Domingo", id="other saint"),
        pytest.param("Distrito 1", "Distrito 10", id="other district"),
        pytest.param("Ironcollo Norte", "Ironcollo Sud", id="other end"),
        pytest.param("OTB C. Prado", "OTB Calle Prado", id="C. is a first name here"),
        pytest.param("D-14 U.V. Ch.", "Distrito 4 U.V. Ch.", id="no district of ours"),
        pytest.param("Molle Molle", "Molle", id="said twice on purpose"),
    ],
)
def test_different_names_have_different_keys(one, other) -> None:
    assert key(one) != key(other)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text) -> None:
    assert key(key(text)) == key(text)


@given(
    st.lists(
        st.sampled_from([*sorted(WORDS), *TRICKY]),
        max_size=8,
    )
)
def test_folding_twice_changes_nothing_in_words_that_matter(words) -> None:
    text = " ".join(words)
    assert key(key(text)) == key(text)


@given(st.text(max_size=300))
def test_a_key_holds_nothing_that_sql_or_html_would_mind(text) -> None:
    assert set(key(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789? ")


@given(st.text(alphabet="áéíóúñÁÉÍÓÚÑabc .", max_size=40))
def test_case_and_accents_do_not_matter(text) -> None:
    plain = text.translate(str.maketrans("áéíóúñÁÉÍÓÚÑ", "aeiounAEIOUN"))
    assert key(text) == key(plain) == key(text.upper()) == key(text.lower())


@pytest.mark.parametrize(
    ("text", "kind", "proper"),
    [
        pytest.param("Av. Blanco Galindo", "avenida", "blanco galindo", id="avenue"),
        pytest.param("OTB Ironcollo Norte", "otb", "ironcollo norte", id="otb"),
        pytest.param("J.V. Marquina Sud", "junta", "marquina sud", id="board"),
        pytest.param("Sind. Agr. Linde", "sindicato", "linde", id="union of two words"),
        pytest.param("Comunidad Campesina Pihusi", "comunidad", "pihusi", id="community"),
        pytest.param("Villa Moderna", "", "villa moderna", id="villa is part of the name"),
        pytest.param("Avenida", "", "avenida", id="only the kind"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_the_kind_is_told_from_the_proper_name(text, kind, proper) -> None:
    found = split(text)
    assert (found.kind, found.proper) == (kind, proper)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SINDICATO AGRARIO LINDE", "Sindicato Agrario Linde"),
        ("MISICUNI II", "Misicuni II"),
        ("VILLA DE LA PAZ", "Villa de la Paz"),
        ("LA PHIA", "La Phia"),
        ("", ""),
    ],
)
def test_capitals_become_a_name(text, expected) -> None:
    assert titled(text) == expected
