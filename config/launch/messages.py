"""The launcher's sentences in Spanish or English, before any library is there.

The catalogue is ordinary `.po` text, read directly: compiling one needs Babel, which
is not installed yet when the first sentence is said.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

CATALOGUE: Final = Path(__file__).parent / "locale" / "es.po"
ENTRY: Final = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n)+)', re.MULTILINE)


def language_of(environment: Mapping[str, str]) -> str:
    """Spanish, unless `LLAJTA_LANG` or else the terminal asks for English."""
    named = environment.get("LLAJTA_LANG") or next(
        (
            environment[name]
            for name in ("LC_ALL", "LC_MESSAGES", "LANG")
            if environment.get(name)
        ),
        "",
    )
    return "en" if named.lower().startswith("en") else "es"


def sentences(catalogue: str) -> dict[str, str]:
    """English sentence → translation, from the text of a `.po` file."""

    def joined(lines: str) -> str:
        return "".join(ast.literal_eval(line) for line in lines.splitlines())

    pairs = ((joined(key), joined(value)) for key, value in ENTRY.findall(catalogue))
    return {
        english: translation for english, translation in pairs if english and translation
    }


@cache
def _spanish() -> dict[str, str]:
    return sentences(CATALOGUE.read_text(encoding="utf-8"))


def gettext(english: str) -> str:
    """The sentence in the operator's language."""
    if language_of(os.environ) == "en":
        return english
    return _spanish().get(english, english)
