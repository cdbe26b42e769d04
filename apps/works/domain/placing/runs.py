"""Runs of names: several OTBs written one behind the other without a word between."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from apps.works.domain.placing.likeness import QUALIFIERS, SMALL
from apps.works.domain.placing.names import Districts, Match, NameIndex, is_specific, proper
from apps.works.domain.placing.words import listed

_BEGINS_A_NAME: Final = frozenset(
    {"villa", "barrio", "urbanizacion", "san", "santa", "santo"}
)
_TIED: Final = listed("""
    de del a al san santa santo virgen senor nuevo nueva alto alta villa barrio club
    calle
""")
"""Words that make another name of the one that follows: Alto Cotapachi."""

_TOO_COMMON: Final = listed("""
    central municipal sucre libertad beni litoral norte comercio bolivar primavera
    progreso jardin union america fino tambo esperanza pacheco avaroa magisterio
""")
"""Names that mean an OTB only where the text says OTB."""


_ALONG: Final = listed("""
    empedrado asfaltado enlosetado pavimento rigido flexible alcantarillado sanitario
    pluvial canal tuberia riego microriego camino
""")
"""Works that run along a street; the name behind may be the street's."""

_AT: Final = listed("""
    cancha multifuncional polifuncional multiple deportiva deportivo futbol sintetico
    tinglado potable agua tanque elevado pozo integral capacitacion productiva productivo
    social infantil recreativa perimetral entrada ingreso zona sector fase puente cajon
    losa nichos aulas
""")
"""Works that stand in a place; the name behind is the place's."""


def names_in_run(name: str, index: NameIndex, districts: Districts) -> list[Match]:
    """Rows named by an announced run: the whole of it, or names it is made of.

    Nothing is better than half a name: a qualifier left over (Ironcollo | Norte) means
    that the run names a row nobody knows yet.
    """
    whole = index.find(name, districts)
    if whole is not None:
        return [whole]
    words = name.split()
    for size in range(len(words) - 1, 0, -1):
        rest = words[size:]
        if not any(is_specific(word) for word in words[:size]):
            continue
        match = index.exact_or_short(" ".join(words[:size]), districts)
        if match is None:
            continue
        others = _rest_of_run(rest, index, districts)
        left_over_is_harmless = size > 1 or index.town.issuperset(rest)
        if others or (left_over_is_harmless and not _changes(rest[0])):
            return _otbs_first([match, *others])
    return _at_the_end(words, index, districts)


def _otbs_first(matches: list[Match]) -> list[Match]:
    """Without the localities that only say where the OTBs are: Piñami | Plan 50."""
    return [match for match in matches if match.row.table == "otb"] or matches


def _rest_of_run(
    words: Sequence[str], index: NameIndex, districts: Districts
) -> list[Match]:
    """Names that follow the first one, word for word."""
    while words and words[0] in SMALL:
        words = words[1:]
    for size in range(len(words), 0, -1):
        if size < len(words) and _changes(words[size]):
            continue
        match = index.exact_or_short(" ".join(words[:size]), districts)
        if match is not None:
            return [match, *_rest_of_run(words[size:], index, districts)]
    return []


def _at_the_end(
    words: Sequence[str], index: NameIndex, districts: Districts
) -> list[Match]:
    """A name at the end of the run: Marquina Sud | Seja Pata, Cota | Villa Asunción."""
    for start in range(1, len(words)):
        tail = words[start:]
        begins = words[start] in _BEGINS_A_NAME or len(proper(" ".join(tail)).split()) > 1
        if begins and words[start - 1] not in _TIED and words[start] not in SMALL:
            match = index.exact(" ".join(tail), districts)
            if match is not None:
                return [Match(row=match.row, sureness=match.sureness * 0.8)]
    return []


def name_at_end(
    name: str, index: NameIndex, districts: Districts, *, avoid: Container[str] = ()
) -> tuple[Match, int] | None:
    """The row whose exact name ends an unannounced run: Empedrado Bella Vista, D-7.

    `avoid` holds names that are also a street's: they count only behind works that do
    not run along one. Where no district is named, the word before must be one of the
    trade: Cancha Multifuncional | Sanja Pampa.

    Returns: the row, and of how many words its name is.
    """
    words = name.split()
    for start in range(len(words)):
        tail, before = words[start:], words[start - 1] if start else ""
        if not _says_enough(tail, index.town) or tail[0] in SMALL or before in _TIED:
            continue
        if before not in _AT and proper(" ".join(tail)) in avoid:
            continue
        if not districts and before and before not in _ALONG | _AT:
            continue
        match = index.exact(" ".join(tail), districts)
        if match is not None and (len(tail) > 1 or _inside(match, districts)):
            return match, len(tail)
    return None


def _inside(match: Match, districts: Districts) -> bool:
    return not districts or bool(match.row.districts & districts)


def _says_enough(words: Sequence[str], town: frozenset[str]) -> bool:
    """Whether these words name a place without anything that announces it."""
    if town.issuperset(words):
        return False
    if len(words) == 1:
        return len(words[0]) > 4 and words[0] not in _TOO_COMMON and is_specific(words[0])
    return any(is_specific(word) or word.isdigit() for word in words)


def _changes(word: str) -> bool:
    """Whether a word left over would make another name of the one before it."""
    return word in QUALIFIERS or word.isdigit() or len(word) == 1
