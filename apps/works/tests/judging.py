"""Judges what the placer claims of a work against places written down by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from apps.territory.domain.names import key
from apps.works.domain.placing.likeness import sound

LEVELS: Final = ("none", "district", "otb", "street", "corner")
"""Coarsest first."""
_KINDS: Final = frozenset(
    {"calle", "avenida", "pasaje", "camino", "otb", "junta", "vecinal", "barrio", "villa"}
    | {"comunidad", "sindicato", "c"}
)

_APART: Final = frozenset(
    {"norte", "sud", "sur", "este", "oeste", "central", "centro", "alto", "alta", "bajo"}
    | {
        "baja",
        "chico",
        "chica",
        "grande",
        "nuevo",
        "nueva",
        "primero",
        "segundo",
        "tercero",
    }
    | {"primera", "segunda", "tercera", "mayor", "menor", "ii", "iii", "iv"}
)
"""Words that tell neighbours of one name apart: Ironcollo Norte is not Ironcollo."""


@dataclass(frozen=True, kw_only=True)
class Truth:
    """One row of `placing_sample.csv`."""

    cuce: str
    level: str
    districts: frozenset[str]
    otbs: tuple[str, ...]
    streets: tuple[str, ...]
    note: str

    @property
    def tolerated(self) -> str:
        """What the labeller found confirmed elsewhere, folded."""
        return key(" ".join(re.findall(r"tolerated: ([^;]*)", self.note)))

    @property
    def unsure(self) -> str:
        """What the labeller could not confirm: claims that rest on it do not count."""
        return key(" ".join(re.findall(r"unsure: ([^;(]*)", self.note)))


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What the platform says of the same work."""

    level: str
    districts: frozenset[str]
    otbs: tuple[str, ...]
    streets: tuple[str, ...]


def truth_of(row: dict[str, str]) -> Truth:
    """Read one labelled row."""
    corners = re.split(r" \| | & ", row["corners"])
    return Truth(
        cuce=row["cuce"],
        level=row["level"],
        districts=frozenset(row["districts"].split()),
        otbs=tuple(filter(None, row["otbs"].split(" | "))),
        streets=tuple(filter(None, [*row["streets"].split(" | "), *corners[::2]])),
        note=row["note"],
    )


def verdict(truth: Truth, claim: Claim) -> str:
    """`right`, `coarser`, `unsure`, or `wrong: …` with the first false place."""
    false = _false_otb(truth, claim) or _false_street(truth, claim)
    if _rests_on_unsure(false, truth, claim):
        return "unsure"
    false = false or _false_district(truth, claim)
    if false:
        return f"wrong: {false}"
    difference = LEVELS.index(claim.level) - LEVELS.index(truth.level)
    if difference > 0 and not truth.tolerated:
        return f"wrong: finer than {truth.level}"
    return "coarser" if difference < 0 else "right"


def _rests_on_unsure(false: str, truth: Truth, claim: Claim) -> bool:
    """Whether a claimed place is the one that could not be confirmed, and no other."""
    if not truth.unsure:
        return False
    stated = {_plainly(_words(name)) for name in (*truth.otbs, *truth.streets)}
    unsure = _plainly(_words(truth.unsure))
    claimed = {_plainly(_words(name)) for name in (*claim.otbs, *claim.streets)}
    return unsure in claimed - stated or bool(false and _means(false, (truth.unsure,)))


def _false_otb(truth: Truth, claim: Claim) -> str:
    stated = (*truth.otbs, truth.tolerated)
    return next((name for name in claim.otbs if not _means(name, stated)), "")


def _false_street(truth: Truth, claim: Claim) -> str:
    stated = (*truth.streets, truth.tolerated)
    return next((name for name in claim.streets if not _means(name, stated)), "")


def _false_district(truth: Truth, claim: Claim) -> str:
    if not truth.districts and claim.otbs:
        return ""  # the district of an OTB judged right above
    stated = truth.districts | set(truth.tolerated.split())
    return next((f"D-{number}" for number in claim.districts if number not in stated), "")


def _words(name: str) -> list[str]:
    words = [word for word in key(name).split() if word not in _KINDS]
    return words or key(name).split()


def _means(name: str, stated: tuple[str, ...]) -> bool:
    """Whether `name` is one of `stated`, across spellings, initials and kind words."""
    return any(_same(_words(name), _words(other)) for other in stated if other)


def _same(one: list[str], other: list[str]) -> bool:
    if _plainly(one) == _plainly(other):
        return True
    short, long = sorted((one, other), key=len)
    left = [full for full in long if not any(_alike(word, full) for word in short)]
    if any(map(_tells_apart, left)):
        return False
    return all(any(_alike(word, full) for full in long) for word in short)


def _alike(word: str, full: str) -> bool:
    return sound(word) == sound(full) or _initial(word, full)


def _tells_apart(word: str) -> bool:
    return word in _APART or word.isdigit() or (len(word) == 1 and word not in "ye")


def _plainly(words: list[str]) -> str:
    """How it sounds; a plural of the whole name is the same name: Churito, Churitos."""
    return sound(" ".join(words)).removesuffix("s")


def _initial(word: str, full: str) -> bool:
    short, long = sorted((word, full), key=len)
    return len(short) == 1 and not short.isdigit() and long.startswith(short)
