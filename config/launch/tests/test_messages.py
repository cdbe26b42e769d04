"""Every sentence of the launcher can be said in Spanish."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from config.launch import messages

PACKAGE = Path(messages.__file__).parent


def said() -> list[str]:
    """Every sentence that stands in a `_(…)` call of the launcher."""
    nodes = (
        node
        for folder in (
            PACKAGE,
            PACKAGE.parent / "safekeeping",
            PACKAGE.parent / "newsystem",
        )
        for file in sorted(folder.glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    )
    found = set()
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id="_"), args=[sentence]):
                found.add(ast.literal_eval(sentence))
    return sorted(found)


def places(sentence: str) -> set[str | None]:
    """The names of the values that a sentence has room for."""
    return {
        name for _text, name, _format, _conversion in string.Formatter().parse(sentence)
    }


def spanish() -> dict[str, str]:
    return messages.sentences(messages.CATALOGUE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sentence", said())
def test_a_sentence_has_its_translation_with_the_same_values(sentence: str) -> None:
    assert places(spanish()[sentence]) == places(sentence)


def test_no_translation_is_left_of_a_sentence_that_is_not_said() -> None:
    assert sorted(set(spanish()) - set(said())) == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        pytest.param({}, "es", id="nothing said"),
        pytest.param({"LANG": "C.UTF-8"}, "es", id="no language"),
        pytest.param({"LANG": "en_US.UTF-8"}, "en", id="English terminal"),
        pytest.param(
            {"LANG": "en_US.UTF-8", "LC_ALL": "es_BO"}, "es", id="LC_ALL goes first"
        ),
        pytest.param({"LANG": "en_US", "LLAJTA_LANG": "es"}, "es", id="told so"),
    ],
)
def test_spanish_unless_english_is_asked_for(
    environment: dict[str, str], language: str
) -> None:
    assert messages.language_of(environment) == language


def test_a_sentence_without_translation_is_said_in_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LLAJTA_LANG", "es")
    assert messages.gettext("Stopped.") == "Detenido."
    assert messages.gettext("Never written") == "Never written"


def test_entries_over_several_lines_are_joined() -> None:
    catalogue = 'msgid ""\nmsgstr "head"\n\nmsgid "one "\n"two"\nmsgstr "uno "\n"«dos»"\n'
    assert messages.sentences(catalogue) == {"one two": "uno «dos»"}
