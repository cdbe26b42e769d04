"""A text cut into words that remember where they stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(
    r"\d+(?:r[oa]|er[oa]?|d[oa]|t[oa]|v[oa]|n[oa]|m[oa])(?![a-z])"  # 1ro, 2da, 5ta
    r"|\d+"
    r"|[a-z]+(?:['`´’?¿][a-z]+)*"  # Otb´s, K'oani, and what a broken file left
    r"|[^\s\w]"
)
_LETTERS: Final = re.compile(r"[a-z]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word, a number or a punctuation mark of a text."""

    plain: str
    """Lower case, without accents or apostrophes."""
    start: int
    end: int
    dot: bool
    """Whether a full stop follows at once: it may be a short form."""
    glued: bool
    """Whether it stands without a blank behind the one before."""

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return not self.plain[0].isalnum()

    @property
    def is_short(self) -> bool:
        """Whether it is a single letter or a number: a street's name, or an initial."""
        return len(self.plain) == 1 or self.plain.isdigit()


@lru_cache(maxsize=4096)
def _flat(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)[0].lower()
    return plain if plain.isascii() else letter.lower()[0]


def listed(words: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(words.split())


def flat(text: str) -> str:
    """Fold `text` letter by letter, so that positions stay what they were.

    >>> flat("Dist. 4, Pi\xf1ami")
    'dist. 4, pinami'
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_flat, text))


def cut(text: str) -> list[Word]:
    """Cut `text` into words and marks; full stops are kept as a property of their word."""
    folded = flat(text)
    words: list[Word] = []
    end_before = -1
    for found in _WORD.finditer(folded):
        if found.group() == ".":
            end_before = found.end()
            continue
        plain = found.group()
        if _LETTERS.match(plain):
            plain = re.sub(r"['`´’]", "", plain)
        words.append(
            Word(
                plain=plain,
                start=found.start(),
                end=found.end(),
                dot=folded[found.end() : found.end() + 1] == ".",
                glued=found.start() == end_before,
            )
        )
        end_before = found.end()
    return words
