"""What a search text asks for: a name, a corner, a house number, a district beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from apps.territory.domain.entries import INSTITUTION
from apps.territory.domain.names import key, split
from apps.territory.domain.sound import sound
from apps.territory.domain.spelling import KIND_WORDS, SMALL_WORDS

LONGEST_KEY: Final = 120
"""Longer texts are cut: no name in the gazetteer is longer."""

_AND: Final = re.compile(r"\s*[&+@]\s*|(?<=[^\W_]{2})\s*/\s*(?=[^\W_]{2})|\s+/\s+")
_JOINTS: Final = frozenset({"y", "e", "esquina", "entre", "con", "casi"})
_LEADS: Final = (
    "cruce",
    "interseccion",
    "esquina",
    "entre",
    "donde esta",
    "donde queda",
    "en",
)
_CITIES: Final = {"cbba": "cochabamba", "qllo": "quillacollo"}
"""Written so by who asks for a street; in the text of a work they are the cities."""
_DISTRICT: Final = re.compile(r"(.+?)(?: (?:del?|en))? distrito (\d{1,2})")
_NUMBER: Final = re.compile(r"(.*[a-z?]) (\d{1,5}(?: ?[a-z])?)")
_CONTEXT: Final = re.compile(
    r"(.+?) (?:otb|junta|urbanizacion|comunidad|sindicato|zona|barrio) (.+)"
)

_HINTS: Final = (
    (re.compile(r"(?:avenida|calle|pasaje|camino|carretera) ."), ("street",)),
    (re.compile(r"(?:otb|junta|urbanizacion|sindicato|barrio) ."), ("otb",)),
    (re.compile(r"comunidad ."), ("otb", "place")),
    (re.compile(r"zona ."), ("zone", "otb")),
    (INSTITUTION, ("place",)),
)
"""What a text begins with, and the kinds of thing that it then is."""

PROPER: Final = 0.92
WITHOUT_TAIL: Final = 0.75
TAIL: Final = 0.6
PART: Final = 0.55


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One key to look for, and how much a hit with it counts."""

    key: str
    factor: float

    @property
    def words(self) -> list[str]:
        """LIKE patterns, one per word that says something, each matching a word's start."""
        words = self.key.split()
        telling = [word for word in words if word not in SMALL_WORDS] or words
        return [f"% {word.replace('?', '_')}%" for word in telling]

    @property
    def heard(self) -> str:
        """The key as it sounds."""
        return sound(self.key)

    @property
    def bare(self) -> str:
        """What may be compared by likeness; nothing when only numbers and letters tell.

        Calle 1 is as like calle 2 as words can be, and has nothing to do with it.
        """
        words = self.key.split()
        telling = any(len(word) > 2 and word not in KIND_WORDS for word in words)
        return self.key.replace("?", "") if telling else ""

    @property
    def pattern(self) -> str:
        """The whole key as a LIKE pattern; a lost character matches any."""
        return self.key.replace("?", "_")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A search text, understood."""

    readings: tuple[Reading, ...]
    """Names to look for; the text as it stands comes first."""
    corners: tuple[tuple[str, str], ...]
    """Pairs of streets that it may name."""
    street: str
    """Street of a house number, with `number`, or empty."""
    number: str
    district: int | None
    """District named beside the place, which then comes first."""
    kinds: tuple[str, ...]
    """Kinds of thing that the text says it asks for; empty if it does not say."""


def understand(text: str, town: str) -> Asked:
    """Read what `text` asks for; `town` is what goes without saying here."""
    words = key(_AND.sub(" y ", text[:1000])).split()
    written = " ".join(_CITIES.get(word, word) for word in words)
    whole = _without_filler(written, key(town))[:LONGEST_KEY].strip()
    named = _DISTRICT.fullmatch(whole)
    name, district = (named[1], int(named[2])) if named else (whole, None)
    door = _NUMBER.fullmatch(name)
    if door and not Reading(key=door[1], factor=1.0).bare:
        door = None  # Calle 1 is no house number on a street called calle
    parts = _parts(name)
    return Asked(
        readings=tuple(_readings(whole, name, door[1] if door else "", parts)),
        corners=tuple(_pairs(name, parts)),
        street=door[1] if door else "",
        number=door[2].replace(" ", "") if door else "",
        district=district,
        kinds=next((kinds for start, kinds in _HINTS if start.match(name)), ()),
    )


def _without_filler(name: str, town: str) -> str:
    """Drop words that say nothing about the place."""
    for lead in _LEADS:
        if name.startswith(f"{lead} "):
            name = name[len(lead) + 1 :].removeprefix("de ").removeprefix("la ")
    shorter = name.removesuffix(f" {town}").removesuffix(" de")
    return shorter if shorter != name and len(shorter.split()) > 1 else name


def _parts(name: str) -> list[str]:
    """What stands between the words that join the streets of a corner."""
    parts: list[list[str]] = [[]]
    for word in name.split():
        if word in _JOINTS:
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _pairs(name: str, parts: list[str]) -> list[tuple[str, str]]:
    """Streets that may meet: with `entre`, the first with each of the others."""
    if len(parts) < 2:
        return []
    pairs = list(combinations(parts[:3], 2))
    return pairs[:2] if " entre " in name else pairs


def _readings(whole: str, name: str, street: str, parts: list[str]) -> list[Reading]:
    """Every name the text may be, heaviest first, each once."""
    found = [(whole, 1.0), (name, 1.0), (split(name).proper, PROPER)]
    found.append((INSTITUTION.sub("", name, count=1), PROPER))
    context = _CONTEXT.fullmatch(name)
    if context:
        found += [(context[1], WITHOUT_TAIL), (context[2], TAIL)]
    if street:
        found.append((street, WITHOUT_TAIL))
    if len(parts) > 1:
        found += [(part, PART) for part in parts[:3]]
    best: dict[str, float] = {}
    for each, factor in found:
        if each:
            best.setdefault(each, factor)
    return [Reading(key=each, factor=factor) for each, factor in best.items()]
