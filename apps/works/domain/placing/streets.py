"""Finding a street among those of an OTB or a district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from apps.territory.domain.names import split
from apps.works.domain.placing.likeness import (
    fixed,
    is_short_for,
    lacks,
    slips,
    slips_allowed,
    sound,
)
from apps.works.domain.placing.names import Districts, is_specific

Corners = dict[frozenset[int], int]
"""The two streets of a corner → its primary key."""


_FAR_LONGER: Final = 2.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Street:
    """A street row, and where it runs."""

    id: int
    name: str
    otbs: frozenset[int] = frozenset()
    """Primary keys of the OTBs it touches."""
    districts: Districts = frozenset()
    length: float = 0.0
    """In any unit: of several streets of one name the far longest is meant."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StreetMatch:
    """A street that answers a name, and how sure that is."""

    street: Street
    sureness: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    street: Street
    kind: str
    proper: str
    words: tuple[str, ...]
    fixed: tuple[str, ...]
    sound: str


@dataclass(kw_only=True, slots=True)
class StreetIndex:
    """Streets by the OTBs and the districts they run through."""

    streets: Iterable[Street]
    corners: Corners = field(default_factory=dict)
    _in_otb: dict[int, list[_Entry]] = field(init=False)
    _in_district: dict[int, list[_Entry]] = field(init=False)
    propers: set[str] = field(init=False)
    """Every street's name without the word for street."""

    def __post_init__(self) -> None:
        self._in_otb, self._in_district = defaultdict(list), defaultdict(list)
        self.propers = set()
        for street in self.streets:
            entry = _entry(street)
            self.propers.add(entry.proper)
            for otb in street.otbs:
                self._in_otb[otb].append(entry)
            for number in street.districts:
                self._in_district[number].append(entry)

    def in_otb(self, name: str, otb: int) -> StreetMatch | None:
        """The street of this name that touches the OTB, be it only a letter or a number."""
        return _find(name, self._in_otb.get(otb, ()))

    def in_districts(self, name: str, districts: Districts) -> StreetMatch | None:
        """The only street of this name in the districts; `Calle 1` is no name here."""
        named = split(name).proper.split()
        if not any(is_specific(word) for word in named):
            return None
        entries = [
            entry for number in districts for entry in self._in_district.get(number, ())
        ]
        return _find(name, list({entry.street.id: entry for entry in entries}.values()))

    def corner(self, first: int, second: int) -> int | None:
        """Primary key of the corner of two streets."""
        return self.corners.get(frozenset({first, second}))


def _entry(street: Street) -> _Entry:
    parts = split(street.name)
    return _Entry(
        street=street,
        kind=parts.kind,
        proper=parts.proper,
        words=tuple(parts.proper.split()),
        fixed=fixed(parts.proper),
        sound=sound(parts.proper),
    )


def _find(name: str, entries: Sequence[_Entry]) -> StreetMatch | None:
    parts = split(name)
    words, sounded = parts.proper.split(), sound(parts.proper)
    same = [entry for entry in entries if entry.proper == parts.proper]
    if not same:
        same = [entry for entry in entries if entry.sound == sounded]
    if same:
        return _one(same, parts.kind, 0.97)
    if not any(is_specific(word) for word in words):
        return None
    kept = fixed(parts.proper)
    return (
        _one([e for e in entries if is_short_for(words, e.words)], parts.kind, 0.88)
        or _one(
            [e for e in entries if e.fixed == kept and _slipped(sounded, e.sound)],
            parts.kind,
            0.85,
        )
        or _one([e for e in entries if lacks(words, e.words)], parts.kind, 0.78)
    )


def _slipped(first: str, second: str) -> bool:
    most = slips_allowed(first)
    return bool(most) and slips(first, second, most=most) is not None


def _one(entries: Sequence[_Entry], kind: str, sureness: float) -> StreetMatch | None:
    """The only entry, or the only one of the kind of street that was named."""
    if len(entries) > 1:
        entries = [entry for entry in entries if entry.kind == kind] or entries
    if len(entries) > 1:
        entries = sorted(entries, key=lambda entry: -entry.street.length)
        if entries[0].street.length < _FAR_LONGER * entries[1].street.length:
            return None
        sureness *= 0.8
    if not entries or (len(entries) > 1 and not entries[0].street.length):
        return None
    return StreetMatch(street=entries[0].street, sureness=sureness)
