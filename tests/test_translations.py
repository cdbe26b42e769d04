"""Everything a person reads exists in Spanish."""

from __future__ import annotations

import re

import pytest

from tests.messages import HOMES, catalogue, messages, untranslated

_GAP = re.compile(r"%\((\w+)\)|%[sd]")


@pytest.mark.parametrize("home", HOMES)
def test_every_text_has_its_spanish(home: str) -> None:
    assert messages(home), "nothing was read: the extraction is broken"
    assert untranslated(home) == [], f"{home}/locale/es/LC_MESSAGES/django.po"


@pytest.mark.parametrize("home", HOMES)
def test_a_translation_fills_the_same_gaps(home: str) -> None:
    wrong = []
    for entry in catalogue(home):
        english = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        spanish = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        known = {gap for text in english for gap in _GAP.findall(str(text))}
        used = {gap for text in spanish for gap in _GAP.findall(str(text))}
        if entry.id and used - known:
            wrong.append((entry.id, used - known))
    assert not wrong


@pytest.mark.parametrize("home", HOMES)
def test_no_translation_is_left_over(home: str) -> None:
    shown = {text[0] if isinstance(text, tuple) else text for text in messages(home)}
    kept = {
        entry.id[0] if isinstance(entry.id, tuple) else entry.id
        for entry in catalogue(home)
    }
    assert kept - shown - {""} == set()
