"""What a search text asks for: a name, a corner, a house number, a district beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Final

from apps.territory.domain.doors import (
    Door,
    read_door,
    without_kilometre,
    without_no_number,
)
from apps.territory.domain.entries import INSTITUTION
from apps.territory.domain.names import is_name, key, split, tells_apart
from apps.territory.domain.sound import sound
from apps.territory.domain.spelling import SMALL_WORDS

LONGEST_KEY: Final = 120
"""Longer texts are cut: no name in the gazetteer is longer."""

MOST_READINGS: Final = 9
MOST_GUESSED: Final = 4

_KIND_SLASH: Final = re.compile(r"(?i)\b(av|avda|avenida|calle|pje|psje|urb|otb|zona)\.?/")
"""Short for a kind, where a slash joins nothing: Av/Sucre."""
_AND: Final = re.compile(r"\s*[&+@]\s*|(?<=[^\W_]{2})\s*/\s*(?=[^\W_]{2})|\s+/\s+")
_APART: Final = re.compile(r"\s*[,;]\s*|\s+[-–—]\s+")
"""What may stand for `y`, or for nothing."""
_JOINTS: Final = frozenset({"y", "e", "esquina", "entre", "con", "casi"})
_NEARLY: Final = re.compile(r" (?:a )?(?:la )?altura (?:del? )?(?:la )?(?=.)")
"""Said for `casi`."""
_BESIDE: Final = (
    r"(?:(?:(?:al?|por|en) )?(?:frente(?: (?:del?|al?))?"
    r"|(?:lado|detras|atras|espaldas|costado|cerca|diagonal|(?:\d+|una?|media) cuadras?)"
    r" (?:del?|al?))|junto al?)(?: la)?"
)
"""What joins a place to one beside it."""
_AREA: Final = r"(?:otb|junta|urbanizacion|comunidad|sindicato|zona|barrio)"
_STREET: Final = r"(?:avenida|calle|pasaje|camino|carretera)"
_CONTEXT: Final = re.compile(rf"(.+?) (?:{_AREA}|{_BESIDE}) (.+)")
_AREA_FIRST: Final = re.compile(rf"{_AREA} (.+?) ({_STREET} .+)")
_MEETING: Final = re.compile(r"(?:cruce|interseccion|esquina)\b")
_LEADS: Final = re.compile(
    rf"^(?:(?:{_MEETING.pattern}|entre|donde (?:esta|queda)|en|{_BESIDE}) "
    r"(?:de )?(?:la )?)+(?=.)"
)
_COUNTRY: Final = "bolivia"
_CITIES: Final = {"cbba": "cochabamba", "qllo": "quillacollo"}
"""Written so by who asks for a street; in the text of a work they are the cities."""
_DISTRICT: Final = re.compile(
    r"(?P<name>.+?)(?: (?:del?|en))? distrito (?P<number>\d{1,2})"
    rf"|distrito (?P<first>\d{{1,2}}) (?P<rest>(?:{_STREET}|{_AREA}) .+)"
)

_HINTS: Final = (
    (re.compile(rf"{_STREET} ."), ("street",)),
    (re.compile(r"(?:otb|junta|urbanizacion|sindicato|barrio) ."), ("otb",)),
    (re.compile(r"comunidad ."), ("otb", "place")),
    (re.compile(r"zona ."), ("zone", "otb")),
    (INSTITUTION, ("place",)),
)
"""What a text begins with, and the kinds of thing that it then is."""
STREET_KINDS: Final = ((), ("street",))
"""Of what may be a street."""

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
        """What may be compared by likeness; nothing when only numbers and letters tell."""
        return self.key.replace("?", "") if tells_apart(self.key) else ""

    @property
    def pattern(self) -> str:
        """The whole key as a LIKE pattern; a lost character matches any."""
        return self.key.replace("?", "_")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A search text, understood."""

    readings: tuple[Reading, ...]
    """Names to look for; the text without filler comes first."""
    corners: tuple[tuple[str, str], ...]
    """Pairs of streets that it may name."""
    guessed_corners: tuple[tuple[str, str], ...]
    """Pairs that it may name if nothing is called as it says: Sucre, Beni."""
    street: str
    """What is the street if it tells one, without the number and what lies around."""
    number: str
    """House number; empty if none is told."""
    district: int | None
    """District named beside the place, which then comes first."""
    kinds: tuple[str, ...]
    """Kinds of thing that the text says it asks for; empty if it does not say."""


def understand(text: str, town: str, department: str = "") -> Asked:
    """Read what `text` asks for; `town` and `department` go without saying here."""
    here = tuple(filter(None, (key(town), key(department), _COUNTRY)))
    text = _KIND_SLASH.sub(r"\1 ", text[:1000])
    written = _folded(_AND.sub(" y ", text))
    whole = _without_tail(_LEADS.sub("", written), here)
    name, district = _without_district(whole)
    name = _without_tail(name, here)
    spot, around = _taken_apart(without_kilometre(name))
    parts = _parts(spot)
    doors = [read_door(part) for part in parts]
    pairs = _pairs(spot, [_name(door) for door in doors])
    apart = [] if pairs else _set_apart(text, here)
    names = [_name(each) for each in apart]
    door = _numbered(apart) if apart else _door(doors)
    # A door is no corner: of the rows of a padrón nearly all, each of which would be asked.
    guessed = [] if pairs or door.number else _guesses(written, spot, names)
    found = [(whole, 1.0), (name, 1.0), (written, 1.0), (split(name).proper, PROPER)]
    found.append((INSTITUTION.sub("", name, count=1), PROPER))
    found += [(spot, WITHOUT_TAIL), (door.street, WITHOUT_TAIL), (around, TAIL)]
    found += zip(names, (WITHOUT_TAIL, TAIL), strict=False)
    found += [(part, PART) for part in parts[:3]]
    return Asked(
        readings=tuple(_readings(found)),
        corners=tuple(pairs),
        guessed_corners=tuple(guessed),
        street=door.street,
        number=door.number,
        district=district,
        kinds=_kinds(spot),
    )


def _folded(text: str) -> str:
    """The key of a text as far as it is read, with cities in full."""
    words = (_CITIES.get(word, word) for word in key(text).split())
    return without_no_number(" ".join(words))[:LONGEST_KEY].strip()


def _without_tail(name: str, here: tuple[str, ...]) -> str:
    """Drop town, department and country from the end, as many as are there."""
    for last in (f" {each}" for each in here):
        shorter = name.removesuffix(last).removesuffix(" de")
        words = shorter.split()
        if shorter != name and words and words[-1] not in _JOINTS and is_name(shorter):
            return _without_tail(shorter, here)
    return name


def _without_district(name: str) -> tuple[str, int | None]:
    """A name, and the number of the district told beside it."""
    told = _DISTRICT.fullmatch(name)
    if not told:
        return name, None
    return told["name"] or told["rest"], int(told["number"] or told["first"])


def _taken_apart(name: str) -> tuple[str, str]:
    """What is asked for, and what it lies in or beside."""
    name = _NEARLY.sub(" casi ", name)
    first = _AREA_FIRST.fullmatch(name)
    if first:
        return first[2], first[1]
    context = _CONTEXT.fullmatch(name)
    return (context[1], context[2]) if context and is_name(context[1]) else (name, "")


def _parts(name: str) -> list[str]:
    """What stands between the words that join the streets of a corner."""
    parts: list[list[str]] = [[]]
    for word in name.split():
        if word in _JOINTS:
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _name(door: Door) -> str:
    """The street of a door, with a number that may as well be part of its name."""
    return door.street if door.surely else f"{door.street} {door.number}".strip()


def _door(doors: list[Door]) -> Door:
    """The door that is told; a number after the crossing street is on the first."""
    if len(doors) < 2:
        return doors[0] if doors else Door(street="", number="")
    number = next((each.number for each in doors if each.surely), "")
    return Door(street=_name(doors[0]), number=number)


def _pairs(name: str, streets: list[str]) -> list[tuple[str, str]]:
    """Streets that may meet: with `entre`, the first with each of the others."""
    may_meet = [each for each in streets[:3] if _kinds(each) in STREET_KINDS]
    pairs = list(combinations(may_meet, 2))
    return pairs[:2] if " entre " in name else pairs


def _set_apart(text: str, here: tuple[str, ...]) -> list[Door]:
    """Two streets, perhaps, that a comma or a dash keeps apart; what says so first."""
    keys = (_LEADS.sub("", _folded(each)) for each in _APART.split(text))
    doors = [read_door(without_kilometre(each)) for each in keys if each not in here]
    streets = [each for each in doors if _may_be_street(_name(each))]
    streets.sort(key=lambda each: _kinds(each.street) != ("street",))
    return streets[:2] if len(streets) > 1 else []


def _numbered(doors: list[Door]) -> Door:
    """The door of several that has a number, else the first."""
    return next((each for each in doors if each.number), doors[0])


def _guesses(written: str, spot: str, apart: list[str]) -> Iterator[tuple[str, str]]:
    """Corners told without a joint: of names set apart, or of `esq Sucre Beni`."""
    if len(apart) == 2:
        yield apart[0], apart[1]
        return
    lead = _LEADS.match(written)
    if not lead or not _MEETING.search(lead[0]):
        return
    words = spot.split()
    cuts = sorted(range(1, len(words)), key=lambda at: abs(2 * at - len(words)))
    pairs = ((" ".join(words[:at]), " ".join(words[at:])) for at in cuts)
    yield from islice((p for p in pairs if all(map(_may_be_street, p))), MOST_GUESSED)


def _kinds(name: str) -> tuple[str, ...]:
    """The kinds of thing that a text says it asks for."""
    return next((kinds for start, kinds in _HINTS if start.match(name)), ())


def _may_be_street(name: str) -> bool:
    kinds = _kinds(name)
    return kinds == ("street",) or (kinds == () and tells_apart(name))


def _readings(found: list[tuple[str, float]]) -> list[Reading]:
    """Every name the text may be, heaviest first, each once."""
    best: dict[str, float] = {}
    for each, factor in sorted(found, key=lambda each: -each[1]):
        if each:
            best.setdefault(each, factor)
    kept = list(best.items())[:MOST_READINGS]
    return [Reading(key=each, factor=factor) for each, factor in kept]
