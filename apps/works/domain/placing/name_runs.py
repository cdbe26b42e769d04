"""Runs of names behind a marker: Otbs Milluni; Barrio Nuevo E Ironcollo Norte, U.E. …"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from apps.works.domain.placing.districts import DISTRICT
from apps.works.domain.placing.likeness import SMALL
from apps.works.domain.placing.markers import (
    STOPS,
    Announces,
    Marker,
    is_name_part,
    marker_at,
)
from apps.works.domain.placing.words import Word, listed

Pieces = list[list[Word]]
"""Words of each name of a run."""

_JOINTS: Final = listed(", ; y e - – & ? /")
_ENDS: Final = frozenset({"(", ")", "+", DISTRICT})
_LEVELS: Final = listed("primaria secundaria primario secundario nivel y")
_TURNS: Final = listed("""
    turno turnos tm tt tn t inicial nocturno primaria secundaria primario secundario
""")
_QUALIFIERS: Final = listed("""
    norte nte sud sur este oeste central centro chico grande alto bajo i ii iii iv 1 2 3
""")
_AREAS: Final = frozenset({DISTRICT, "municipio", "distrito", ""})


def read_otbs(words: Sequence[Word], at: int, marker: Marker) -> tuple[Pieces, str, int]:
    """Names behind the OTB marker at `at`.

    Returns: the names, what the last marker adds to the first (barrio …), and the
    position behind the run.
    """
    head = marker.head
    at += marker.length
    pieces: Pieces = [[]]
    while at < len(words) and not _ends_otb(words, at, pieces[-1]):
        inner = marker_at(words, at)
        if inner is not None and inner.announces is Announces.OTB:
            if any(pieces):
                break
            head = inner.head
            at += inner.length
            continue
        if words[at].plain in _JOINTS:
            pieces.append([])
        elif not words[at].is_mark:
            pieces[-1].append(words[at])
        at += 1
    named = [piece for piece in pieces if not _is_empty(piece)]
    return named, head, at


def read_landmarks(words: Sequence[Word], at: int, marker: Marker) -> tuple[Pieces, int]:
    """Names behind the landmark's marker at `at`, and the position behind the run."""
    at += marker.length
    pieces: Pieces = [[]]
    is_turn = False
    while at < len(words) and not _ends_landmark(words, at, pieces[0]):
        word = words[at]
        if word.plain in {"-", "–", ","}:
            pieces.append([])
            is_turn = False
        elif word.plain in _LEVELS and not any(pieces):
            pass  # Unidad Educativa Primaria Y Secundaria Molle Molle
        elif word.plain in _TURNS or is_turn:
            is_turn = True  # Juan Guerra T.M. - Simón Bolívar T.T.
        elif not word.is_mark:
            pieces[-1].append(word)
        at += 1
    return [piece for piece in pieces if not _is_empty(piece)], at


def completed(piece: Sequence[Word], before: Sequence[Word]) -> Sequence[Word]:
    """A name as it is meant: a bare `Norte` borrows what the name before it says."""
    if not before or not all(word.plain in _QUALIFIERS for word in piece):
        return piece
    while len(before) > 1 and before[-1].plain in _QUALIFIERS:
        before = before[:-1]
    return [*before, *piece]


def _is_empty(piece: Sequence[Word]) -> bool:
    return all(word.plain in SMALL for word in piece)


def _ends_otb(words: Sequence[Word], at: int, piece: Sequence[Word]) -> bool:
    """Whether a run of OTB names stops before the word at `at`."""
    word = words[at]
    if word.plain in _ENDS or word.plain in STOPS:
        return True
    if word.plain in {"zona", "a"} and piece:
        return True
    if word.plain == "del" and _plain(words, at + 1) in _AREAS:
        return True
    if word.plain[0].isdigit() and not word.plain.isdigit():
        return _plain(words, at + 1) in STOPS  # Otb Campiña 2do. Tramo
    return _ends_by_marker(words, at, piece)


def _ends_by_marker(words: Sequence[Word], at: int, piece: Sequence[Word]) -> bool:
    marker = marker_at(words, at)
    if marker is None or marker.announces is Announces.OTB:
        return False
    if marker.announces is Announces.STREET or not piece or marker.length > 1:
        return True
    return not is_name_part(words, at)


def _ends_landmark(words: Sequence[Word], at: int, first: Sequence[Word]) -> bool:
    """Whether a run of landmark names stops before the word at `at`."""
    word = words[at]
    if word.plain in _ENDS or word.plain in STOPS:
        return True
    if word.plain in _LEVELS and not first:
        return False
    if word.plain == "y" or (word.plain == "del" and _plain(words, at + 1) in _AREAS):
        return True
    return marker_at(words, at) is not None


def _plain(words: Sequence[Word], at: int) -> str:
    return words[at].plain if at < len(words) else ""
