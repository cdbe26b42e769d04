"""A name has one key, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.territory.domain.names import key, split, titled
from apps.territory.domain.spelling import WORDS

SAME = [
    pytest.param(
        ["Av. Blanco Galindo", "Avda. Blanco Galindo", "AVENIDA BLANCO GALINDO", "avda blanco galindo"],
        "avenida blanco galindo",
        id="avenue",
    ),
    pytest.param(
        ["C/ Sucre", "C/Sucre", "c / sucre", "C. Sucre", "Calle Sucre", "calle  SUCRE", "C Sucre"],
        "calle sucre",
        id="street",
    ),
    pytest.param(["Psje. 3", "Pje 3", "Pasaje Nº 3", "pasaje tres"], "pasaje 3", id="passage"),
    pytest.param(
        ["O.T.B. Ironcollo Norte", "OTB Ironcollo Nte.", "otb  ironcollo norte", "O T B IRONCOLLO NORTE", "OTB`S Ironcollo Norte"],
        "otb ironcollo norte",
        id="otb",
    ),
    pytest.param(
        ["J.V. Marquina Sud", "JV Marquina Sur", "Junta Vecinal Marquina Sud", "Junta de Vecinos Marquina Sud", "Jv.Marquina Sud"],
        "junta marquina sud",
        id="board",
    ),
    pytest.param(["Urb. Urkupiña", "Urbanización Urkupiña"], "urbanizacion urkupina", id="estate"),
    pytest.param(["Com. Pihusi", "Comunidad Pihusi"], "comunidad pihusi", id="community"),
    pytest.param(
        ["Sind. Agr. Linde", "Sindicato Agrario Linde", "SIND AGR LINDE"],
        "sindicato agrario linde",
        id="union",
    ),
    pytest.param(
        ["D-4", "D4", "d 4", "D.4", "D - 04", "Dist. 4", "Dist 4", "Distrito 4", "Distrito N° 4", "Distrito Nro. 4", "DISTRITO D-4", "Dtto. 4"],
        "distrito 4",
        id="district",
    ),
    pytest.param(
        ["1ro de Mayo", "1º de Mayo", "1° de Mayo", "primero de mayo", "PRIMERO DE MAYO", "I de Mayo", "1 de mayo", "01 de mayo", "1ro.de Mayo"],
        "1 de mayo",
        id="first of May",
    ),
    pytest.param(["27 de Mayo", "veintisiete de mayo"], "27 de mayo", id="date in words"),
    pytest.param(["Gral. Camacho", "General Camacho", "Gral Camacho"], "general camacho", id="general"),
    pytest.param(["Cnl. Arze", "Cnel. Arze", "Coronel Arze"], "coronel arze", id="colonel"),
    pytest.param(["Cap. Arzabe", "Capitán Arzabe"], "capitan arzabe", id="captain"),
    pytest.param(["Mcal. Santa Cruz", "Mariscal Sta. Cruz"], "mariscal santa cruz", id="marshal"),
    pytest.param(["Sto. Domingo", "SANTO DOMINGO"], "santo domingo", id="saint"),
    pytest.param(["Sn. Isidro", "San Isidro"], "san isidro", id="san"),
    pytest.param(["U.E. Tunari", "U. E. Tunari", "UE Tunari", "Unidad Educativa Tunari"], "unidad educativa tunari", id="school"),
    pytest.param(["Bº Manaco", "B° Manaco", "Bo. Manaco", "Barrio Manaco"], "barrio manaco", id="quarter"),
    pytest.param(["Campiña II", "Campiña 2", "CAMPIÑA II"], "campina 2", id="Roman"),
    pytest.param(["Campiña I", "Campiña 1"], "campina 1", id="Roman one"),
    pytest.param(["Siglo XX", "Siglo 20", "siglo veinte"], "siglo 20", id="Roman twenty"),
    pytest.param(["Juan Pablo II", "Juan Pablo Segundo", "juan pablo 2"], "juan pablo 2", id="pope"),
    pytest.param(["3 Chorros", "Tres Chorros"], "3 chorros", id="number in words"),
    pytest.param(["Av. 6ta", "Avenida Sexta", "Av. 6"], "avenida 6", id="numbered avenue"),
    pytest.param(["V. Maria", "Villa María"], "villa maria", id="villa"),
    pytest.param(["Piñami", "PIÑAMI", "Pinami", "PiÃ±ami"], "pinami", id="ñ"),
    pytest.param(["Huaych'a", "Huaych´a", "HUAYCH`A"], "huaycha", id="glottal stop"),
    pytest.param(["Calle Calle Montero", "Calle Montero"], "calle montero", id="echo"),
    pytest.param(["9 de setiembre", "9 de Septiembre"], "9 de septiembre", id="month"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), SAME)
def test_spellings_of_one_name_have_one_key(written, expected) -> None:
    assert {text: key(text) for text in written} == dict.fromkeys(written, expected)


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
        st.sampled_from([*sorted(WORDS), "d", "c", "n", "v", "i", "ii", "de", "mayo", "1ro", "d4",
                         "y", "uno", "segundo", "o", "t", "b", "j", "u", "e", "4", "03", "."]),
        max_size=8,
    )
)  # fmt: skip
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
