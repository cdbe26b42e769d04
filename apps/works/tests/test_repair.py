"""Characters that a broken file lost come back where the word is certain, else not."""

import pytest

from apps.works.domain.repair import Lexicon

WHOLE_WORDS = (
    "Construcción de vías, diseño y cañería; baños de la Urbanización Urkupiña",
    "Empedrado de vías Otb Álamos y Germán Busch",
    "Parque Infantil Marítima",
)


@pytest.fixture
def lexicon() -> Lexicon:
    lexicon = Lexicon()
    for text in WHOLE_WORDS:
        lexicon.learn(text)
    return lexicon


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        pytest.param(
            "Empedrado De V¿As", "Empedrado De Vías", id="capital behind the loss"
        ),
        pytest.param("Dise?O De Ba?Os", "Diseño De Baños", id="question marks"),
        pytest.param("Ba\ufffdos", "Baños", id="replacement character"),
        pytest.param("Otb ¿Lamos D-4", "Otb Álamos D-4", id="first letter lost"),
        pytest.param("Ampliaci¿N", "Ampliación", id="certain by its ending alone"),
        pytest.param("Urkupiã?A", "Urkupiña", id="encoded twice, half lost"),
        pytest.param("UrkuPiÃ±A", "Urkupiña", id="encoded twice"),
        pytest.param(
            "Sub Alcaldia ?El Paso?", "Sub Alcaldia “El Paso”", id="quotation marks"
        ),
        pytest.param(
            "21 De Enero ?A?D-5", "21 De Enero “A” D-5", id="tight quotation marks"
        ),
        pytest.param("Libertad ? Geranios", "Libertad – Geranios", id="a dash"),
        pytest.param("Geranios D \x96 5", "Geranios D – 5", id="a dash of Windows"),
        pytest.param("Las Otb?S Pacheco", "Las Otbs Pacheco", id="plural of OTB"),
        pytest.param("Calamina N¿28", "Calamina Nº28", id="number sign"),
        pytest.param("Otb Sunjani \\nD-9", "Otb Sunjani D-9", id="an escaped new line"),
        pytest.param("Cadena nOtb Vías", "Cadena Otb Vías", id="a new line's n"),
        pytest.param('"Ampl. Canal D-4"', "Ampl. Canal D-4", id="wrapped in quotes"),
        pytest.param("  Dos   blancos ", "Dos blancos", id="blanks"),
        pytest.param("Nothing is lost here.", "Nothing is lost here.", id="whole already"),
    ],
)
def test_a_certain_word_is_put_back(lexicon, broken, whole):
    repaired = lexicon.repair(broken)

    assert (repaired.text, repaired.is_doubtful) == (whole, False)


@pytest.mark.parametrize(
    "broken", ["Otb Qu¿Za", "S¿Mbolos"], ids=["unknown word", "word nobody wrote whole"]
)
def test_an_uncertain_word_stays_and_is_flagged(lexicon, broken):
    repaired = lexicon.repair(broken)

    assert repaired.text == broken
    assert repaired.is_doubtful


def test_two_whole_words_for_one_broken_leave_it_doubtful(lexicon):
    lexicon.learn("Pña peña")
    lexicon.learn("Peñá piña")

    assert lexicon.repair("Pi¿a").text == "Piña"
    lexicon.learn("Piéa")  # as often written as the other
    assert Lexicon().repair("Pi¿a").is_doubtful


def test_repairing_twice_changes_nothing(lexicon):
    once = lexicon.repair("Construcci¿N De V¿As ?El Paso? N¿3 ? Qu¿Za").text

    assert lexicon.repair(once).text == once


def test_broken_words_are_not_learnt():
    lexicon = Lexicon()
    lexicon.learn("V¿as de Urkupiã?A")

    assert lexicon.repair("V¿As").is_doubtful
