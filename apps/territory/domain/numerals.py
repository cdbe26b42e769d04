"""Numbers inside names: 1ro, 1º, primero and I de Mayo are one day; D-4 is a district."""

from __future__ import annotations

import re
from typing import Final

from apps.territory.domain.spelling import (
    KIND_WORDS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    ROMAN,
    STREET_WORDS,
    WORDS,
)

_WITH_DIGIT: Final = re.compile(
    r"0*([0-9]+)(?:[rdtvmn][oa]|er[oa]?|o)?|d0*([1-9][0-9]?)|([0-9]+)y([0-9]+)"
)
_NUMBER_SIGNS: Final = frozenset({"n", "no", "nro", "num", "numero"})
_GLUED: Final = re.compile(r"([a-z]{2,})([0-9]+[a-z]?)")
_GLUED_WORDS: Final = frozenset({"distrito", "km"})
"""Words that telephones leave glued to the number: dist4, km14."""
_LETTERS: Final = frozenset({"i", "v", "x"})
_JOINTS: Final = frozenset({"y", "e", "d", "entre", "esquina"})
_TRIGGERS: Final = (
    NUMBERS.keys() | ORDINALS.keys() | ROMAN.keys() | _NUMBER_SIGNS | {"d", "c", "distrito"}
)


def read_numerals(words: list[str]) -> list[str]:
    """Write the numbers in `words` (folded, without short forms) as digits."""
    if _TRIGGERS.isdisjoint(words) and (not words or "".join(words).isalpha()):
        return words
    # Once more after a change: in `D II` the district is one only before the 2.
    while (read := _read_once(words)) != words:
        words = read
    return read


def _read_once(words: list[str]) -> list[str]:
    read: list[str] = []
    for at, word in enumerate(words):
        read += _one(word, read[-1] if read else "", words[at + 1 : at + 3])
    return read


def _one(word: str, before: str, after: list[str]) -> list[str]:
    """What `word` becomes, given its neighbours."""
    following = after[0] if after else ""
    if not word.isalpha():
        return _with_digit(word)
    if word in NUMBERS:
        return [NUMBERS[word]]
    if word in ORDINALS:
        ends = not after and len(before) > 2 and word.endswith("o")  # Juan Pablo Segundo
        is_number = before in STREET_WORDS or _is_day(after) or ends
        return [ORDINALS[word] if is_number else word]
    if word in ROMAN:
        return [ROMAN[word] if _is_roman(word, before, after) else word]
    return _with_number(word, before, following)


def _with_digit(word: str) -> list[str]:
    """An ordinal, glued numbers (1y2), what is glued to a word (d4, no123) as digits."""
    glued = _GLUED.fullmatch(word)
    if glued:
        before, number = WORDS.get(glued[1], glued[1]), glued[2]
        if before in _NUMBER_SIGNS:
            return _with_digit(number)
        if before in _GLUED_WORDS:
            return [before, *_with_digit(number)]
    found = _WITH_DIGIT.fullmatch(word)
    if not found:
        return [word]
    number, district, first, second = found.groups()
    if district:
        return ["distrito", district]
    return [number] if number else [first, "y", second]


def _with_number(word: str, before: str, following: str) -> list[str]:
    """`d` and number signs mean something only before a number."""
    if not following[:1].isdigit():
        starts_street = word == "c" and not before and len(following) > 1
        return ["calle"] if starts_street and following not in KIND_WORDS else [word]
    if word in _NUMBER_SIGNS:
        return []
    if word == "d" and len(following.lstrip("0")) <= 2:
        return ["distrito"]
    return [word]


def _is_day(after: list[str]) -> bool:
    """Whether a month follows, as in primero de mayo."""
    return len(after) == 2 and after[0] == "de" and after[1] in MONTHS


def _is_roman(word: str, before: str, after: list[str]) -> bool:
    """Whether a word that could be a Roman numeral is one; single letters seldom are."""
    if word not in _LETTERS or _is_day(after):
        return True
    ends = not after or after[0] in _JOINTS or after[0] in KIND_WORDS
    if before == "distrito":
        return ends
    return ends and len(before) > 2 and before not in KIND_WORDS and before not in _JOINTS
