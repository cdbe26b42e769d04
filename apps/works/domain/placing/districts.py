"""District numbers as calls write them: D-4, D4., Dist. 4, D-4 Y D-5, Distrito Cinco."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from apps.territory.domain.spelling import NUMBERS, ROMAN
from apps.works.domain.placing.mentions import Mention, MentionKind
from apps.works.domain.placing.words import Word, flat

DISTRICT: Final = "<district>"
"""What a word that stands for a district says."""

_SPELLED: Final = "uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez"
_ROMAN: Final = "iii|ii|iv|ix|i|viii|vii|vi|v|x"
_NUMBER: Final = r"0?\d{1,2}(?![\dº°ª]|\s*de\b|\s*pulg)"
_MORE: Final = rf"\s*(?:,|;|&|/|\by\b|\be\b)\s*(?:y\s+)?(?:d\s*[-–.]?\s*)?{_NUMBER}"
_FIRST: Final = rf"""
    (?: \b (?:distritos?|distr?|dtt?o) \b [\s.:\-–]* (?:d\s*-\s*)? (?:n[ro°º.]+\s*)?
        (?P<named> {_NUMBER} | (?:{_SPELLED}|{_ROMAN})\b )
      | \b distritos? (?P<glued> {_NUMBER} )
      | (?: \b | (?<=[a-z]) (?=d-) ) d (?: \s*[-–.]\s* | (?=\d) | \s+ )
        (?P<short> {_NUMBER} )
    )
"""
_DISTRICTS: Final = re.compile(rf"{_FIRST} (?P<more> (?: {_MORE} )* )", re.VERBOSE)
_DIGITS: Final = re.compile(r"\d+")
_LETTER_OF_A_STREET: Final = re.compile(r"(?:\bcalles?|\bc\.|,|\by)\s*$")


def districts_in(text: str) -> list[Mention]:
    """District numbers in `text`, in order; several may share one mention's words.

    The numbers need not exist: "D-14 U.V. Ch." is read as 14, which no district is.

    >>> [each.name for each in districts_in("Otb Tambo D-7 y Distritos 2 Y 3")]
    ['7', '2', '3']
    >>> districts_in("Otb 7 De Mayo")
    []
    """
    folded = flat(text)
    found: list[Mention] = []
    for match in _DISTRICTS.finditer(folded):
        if _is_street(match, folded):
            continue
        first = match["named"] or match["glued"] or match["short"]
        first = ROMAN.get(first) or NUMBERS.get(first) or first
        numbers = [first, *_DIGITS.findall(match["more"])]
        found += [
            Mention(
                kind=MentionKind.DISTRICT,
                names=(number.lstrip("0") or "0",),
                words=text[match.start() : match.end()],
                start=match.start(),
                end=match.end(),
                confidence=0.98,
            )
            for number in numbers
        ]
    return found


def masked(words: list[Word], districts: Sequence[Mention]) -> list[Word]:
    """`words` with every district's words replaced by one that only stands for it."""
    spans = sorted({(each.start, each.end) for each in districts})
    left: list[Word] = []
    for word in words:
        around = next((span for span in spans if span[0] <= word.start < span[1]), None)
        inside = next((span for span in spans if word.start < span[0] < word.end), None)
        if inside is not None:  # glued: Ferrocarrild-2
            cut_at = inside[0] - word.start
            left.append(replace(word, plain=word.plain[:cut_at], end=inside[0], dot=False))
        span = around or inside
        if span is None:
            left.append(word)
        elif not left or left[-1].start != span[0]:
            left.append(
                Word(plain=DISTRICT, start=span[0], end=span[1], dot=False, glued=False)
            )
    return left


def _is_street(match: re.Match[str], folded: str) -> bool:
    """Whether `D 4` is the tail of a list of streets: Calles A, B, D 4."""
    words = match.group()
    spaced = match["short"] is not None and words.startswith("d ") and words[2:3].isdigit()
    return spaced and bool(_LETTER_OF_A_STREET.search(folded, 0, match.start()))
