"""Finding a name that a text gives among the names of the territory, or not at all.

Safe before clever: a guess (a slip, an initial, a left-out word) counts only inside the
districts the text names and only if exactly one row answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from apps.territory.domain.names import key, split
from apps.works.domain.placing.likeness import (
    QUALIFIERS,
    SMALL,
    fixed,
    is_short_for,
    lacks,
    slips,
    slips_allowed,
    sound,
)
from apps.works.domain.placing.words import listed

_HEADS: Final = frozenset({"barrio", "urbanizacion", "condominio"})
_TITLES: Final = listed("""
    teniente general capitan mariscal coronel doctor don
""")
_BESIDE: Final = 0.8
"""What is left of the sureness when the row lies beside the district named, not in it."""

_MOST_GUESSES: Final = 50_000

Districts = frozenset[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A row of the territory that has a name."""

    id: int
    table: str
    """otb, place or street: the table that `id` is a key of."""
    name: str
    districts: Districts = frozenset()
    """Districts it belongs to; several for a street."""
    near: Districts = frozenset()
    """Districts whose limit is close enough for a text to mean them."""
    stands_in: Districts = frozenset()
    """For a point: the district whose present limit, drawn or not, it stands in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A row that answers a name, and how sure that is (0 to 1)."""

    row: Named
    sureness: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    row: Named
    full: str
    proper: str
    words: tuple[str, ...]
    fixed: tuple[str, ...]
    sound: str


def proper(name: str) -> str:
    """The part of a folded name that tells it from others of its kind.

    >>> proper("barrio santo domingo"), proper("los alamos"), proper("barrio nuevo")
    ('santo domingo', 'alamos', 'barrio nuevo')
    """
    words = split(name).proper.split()
    while len(words) > 1 and words[0] in _HEADS | SMALL and words[1] not in QUALIFIERS:
        words = words[1:]
    return " ".join(word for word in words if word not in SMALL) or " ".join(words)


@dataclass(kw_only=True, slots=True)
class NameIndex:
    """Names of one kind of row, looked up by spelling, sound and likeness."""

    rows: Iterable[Named]
    town: frozenset[str] = frozenset()
    """Words of the municipality's own name, which every text may carry."""
    _by_full: dict[str, list[_Entry]] = field(init=False)
    _by_proper: dict[str, list[_Entry]] = field(init=False)
    _by_sound: dict[str, list[_Entry]] = field(init=False)
    _by_district: dict[int, list[_Entry]] = field(init=False)
    _guesses: dict[tuple[str, Districts], Match | None] = field(init=False)

    def __post_init__(self) -> None:
        self._by_full, self._by_proper = defaultdict(list), defaultdict(list)
        self._by_sound, self._by_district = defaultdict(list), defaultdict(list)
        self._guesses = {}
        for row in self.rows:
            entry = _entry(row)
            self._by_full[entry.full].append(entry)
            self._by_proper[entry.proper].append(entry)
            self._by_sound[entry.sound].append(entry)
            for number in row.districts or row.near:
                self._by_district[number].append(entry)

    def exact(self, name: str, districts: Districts) -> Match | None:
        """The one row of this spelling or sound; no `districts` means anywhere."""
        named = proper(name)
        for entries, sureness in (
            (self._by_full.get(name), 1.0),
            (self._by_proper.get(named), 0.97),
            (self._by_sound.get(sound(named)), 0.93),
        ):
            if entries:
                match = _only(entries, districts, sureness)
                if match is not None:
                    return match
        return None

    def find(self, name: str, districts: Districts) -> Match | None:
        """The one row that `name` means in `districts`, slips and initials allowed."""
        match = self.exact(name, districts)
        if match is not None or not districts:
            return match
        asked = (name, districts)
        if len(self._guesses) > _MOST_GUESSES:
            self._guesses.clear()
        if asked not in self._guesses:
            self._guesses[asked] = self._guess(name, districts)
        return self._guesses[asked]

    def exact_or_short(self, name: str, districts: Districts) -> Match | None:
        """The one row of this spelling, sound or shortening; nothing else is guessed."""
        return self.exact(name, districts) or self._short(name, self._inside(districts))

    def _inside(self, districts: Districts) -> list[_Entry]:
        return [
            entry for number in districts for entry in self._by_district.get(number, ())
        ]

    @staticmethod
    def _short(name: str, entries: Sequence[_Entry]) -> Match | None:
        """The only name that this one shortens to initials, head and all if possible."""
        words, named = name.split(), proper(name).split()
        return _unique(
            [entry for entry in entries if is_short_for(words, entry.full.split())], 0.88
        ) or _unique([entry for entry in entries if is_short_for(named, entry.words)], 0.85)

    def _guess(self, name: str, districts: Districts) -> Match | None:
        entries = self._inside(districts)
        words = proper(name).split()
        if len(words) > 1 and words[0] in _TITLES:
            match = self.exact(" ".join(words[1:]), districts)
            if match is not None:
                return match
        return (
            self._short(name, entries)
            or self._misspelt(proper(name), entries)
            or self._left_out(words, entries)
        )

    @staticmethod
    def _misspelt(name: str, entries: Sequence[_Entry]) -> Match | None:
        """The nearest name within the slips its length allows, if nothing is as near."""
        sounded, kept = sound(name), fixed(name)
        most = slips_allowed(sounded)
        if not most:
            return None
        near: dict[int, list[_Entry]] = defaultdict(list)
        for entry in entries:
            if entry.fixed == kept:
                count = slips(sounded, entry.sound, most=most)
                if count is not None:
                    near[count].append(entry)
        return _unique(near[min(near)], 0.85) if near else None

    @staticmethod
    def _left_out(words: Sequence[str], entries: Sequence[_Entry]) -> Match | None:
        """The only name that says the same and a little more: Francisco Javier, San …"""
        if not any(is_specific(word) for word in words):
            return None
        fuller = [entry for entry in entries if _adds_little(lacks(words, entry.words))]
        return _unique(fuller, 0.78)


def is_specific(word: str) -> bool:
    """Whether a word can tell a place by itself."""
    return len(word) >= 4 and word.isalpha() and word not in QUALIFIERS | _COMMON


_COMMON: Final = listed("""
    villa barrio santa santo virgen general capitan mariscal doctor municipal
    principal urbanizacion zona sector junta union calle avenida
""")


def _adds_little(missing: Sequence[str] | None) -> bool:
    """Whether only words are left out that do not make another place: no Norte, no 2."""
    return bool(missing) and not any(
        word in QUALIFIERS or word.isdigit() for word in missing or ()
    )


def _entry(row: Named) -> _Entry:
    full = key(row.name)
    named = proper(full)
    return _Entry(
        row=row,
        full=full,
        proper=named,
        words=tuple(named.split()),
        fixed=fixed(named),
        sound=sound(named),
    )


def _only(entries: Sequence[_Entry], districts: Districts, sureness: float) -> Match | None:
    """The one row among `entries` that lies in, or else beside, `districts`."""
    if not districts:
        return _unique(entries, sureness * 0.9)
    inside = [entry for entry in entries if entry.row.districts & districts]
    if inside:
        return _unique(inside, sureness)
    beside = [entry for entry in entries if entry.row.near & districts]
    return _unique(beside, sureness * _BESIDE)


def _unique(entries: Sequence[_Entry], sureness: float) -> Match | None:
    """A match if all entries are one place.

    Rows that sound the same in the same district are one: an OTB goes before a
    community of the gazetteer, the older row before the younger.
    """
    if not entries:
        return None
    alike = {(entry.sound, entry.row.districts or entry.row.near) for entry in entries}
    otbs = [entry for entry in entries if entry.row.table == "otb"]
    if len(alike) > 1 and (len(otbs) != 1 or len({each.sound for each in entries}) > 1):
        return None
    first = min(otbs or entries, key=lambda entry: entry.row.id)
    return Match(row=first.row, sureness=sureness)
