"""Under which names each row of the territory is found, and how much each name counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from apps.territory.domain.names import key, split
from apps.territory.terms import OtbKind, PlaceKind, StreetKind

LABEL_LENGTH: Final = 260

OTB_WORDS: Final[Mapping[str, str]] = {
    OtbKind.OTB: "OTB",
    OtbKind.JUNTA: "Junta Vecinal",
    OtbKind.COMMUNITY: "Comunidad",
    OtbKind.SINDICATO: "Sindicato Agrario",
    OtbKind.URBANISATION: "Urbanización",
}
"""Words that stand before a name on signs and in minutes; names, so not translated."""

STREET_WEIGHTS: Final[Mapping[str, float]] = {
    StreetKind.AVENUE: 0.85,
    StreetKind.STREET: 0.7,
    StreetKind.ROAD: 0.65,
    StreetKind.PASSAGE: 0.6,
}
OTB_WEIGHT: Final = 0.9
ZONE_WEIGHT: Final = 0.6
CORNER_WEIGHT: Final = 0.5
PLACE_WEIGHTS: Final[Mapping[str, float]] = {
    PlaceKind.SCHOOL: 0.7,
    PlaceKind.COMMUNITY: 0.85,
}
PLACE_WEIGHT: Final = 0.8
BY_NAME: Final = 0.75
"""Share of a district's weight when it is called by its name instead of its number."""
BY_PLAN_NAME: Final = 0.3
BY_SHORT_NAME: Final = 0.9
"""Share of a weight when part of the name is left out."""

_IN_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
USUAL: Final = {"gobierno autonomo municipal": ("alcaldia", "gam", "municipio")}
"""What everybody calls an institution with an official name."""

INSTITUTION: Final = re.compile(
    r"^(?:unidad educativa|colegio nacional|colegio|escuela|liceo|instituto|templo|iglesia|"
    r"mercado|plaza|plazuela|parque|centro de salud|hospital|estadio) (?:de |del |la )?"
)
_DISPENSABLE: Final = re.compile(r"(?:barrio|villa|la|el|los|las) ")
_FORMER: Final = re.compile(r"ex (?=[a-z])")


@dataclass(frozen=True, kw_only=True)
class NamedRow:
    """One row of the territory with the names it bears."""

    kind: str
    target: int
    name: str
    second: str
    """The crossing street of a corner; the kind of an OTB, street or place."""
    number: int | None
    """A district's own number."""
    district_number: int | None
    longitude: float
    latitude: float


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One searchable name of a row."""

    row: NamedRow
    label: str
    key: str
    weight: float


def entries(row: NamedRow, plan_names: Mapping[int, str]) -> Iterator[Entry]:
    """Every name of `row`, each once; `plan_names` are official names out of use."""
    label = label_of(row)
    seen: set[str] = set()
    for name, weight in _names(row, label, plan_names):
        folded = key(name)[:LABEL_LENGTH].strip()
        if folded and folded not in seen:
            seen.add(folded)
            yield Entry(row=row, label=label[:LABEL_LENGTH], key=folded, weight=weight)


def label_of(row: NamedRow) -> str:
    """How people read the name of `row` in a list of results."""
    if row.kind == "district":
        return f"Distrito {row.number} {row.name}".strip()
    if row.kind == "corner":
        return f"{row.name} y {row.second}"
    if row.kind == "otb":
        word = OTB_WORDS.get(row.second, "")
        return row.name if split(row.name).kind else f"{word} {row.name}".strip()
    if row.kind == "zone" and split(row.name).kind != "zona":
        return f"Zona {row.name}"
    return row.name


def _names(
    row: NamedRow, label: str, plan_names: Mapping[int, str]
) -> Iterator[tuple[str, float]]:
    """The names of `row` as written, heaviest first, some of them twice."""
    if row.kind == "district":
        yield f"distrito {row.number}", 1.0
        yield label, 1.0
        yield row.name, BY_NAME
        yield plan_names.get(row.number or 0, ""), BY_PLAN_NAME
    elif row.kind == "corner":
        one, two = split(row.name).proper, split(row.second).proper
        yield f"{one} y {two}", CORNER_WEIGHT
        yield f"{two} y {one}", CORNER_WEIGHT
    elif row.kind == "place":
        weight = PLACE_WEIGHTS.get(row.second, PLACE_WEIGHT)
        yield row.name, weight
        yield from ((name, weight * BY_SHORT_NAME) for name in _short_places(row.name))
    else:
        weight = _weight(row)
        yield row.name, weight
        yield label, weight
        proper = split(row.name).proper
        yield proper, weight
        yield _DISPENSABLE.sub("", proper, count=1), weight * BY_SHORT_NAME


def _weight(row: NamedRow) -> float:
    """How much the full name of a zone, OTB or street counts."""
    if row.kind == "otb":
        return OTB_WEIGHT
    return (
        STREET_WEIGHTS.get(row.second, ZONE_WEIGHT) if row.kind == "street" else ZONE_WEIGHT
    )


def _short_places(name: str) -> Iterator[str]:
    """Names of a place without its institution, and what stands in brackets."""
    for official, usual in USUAL.items():
        if key(name).startswith(official):
            yield from (key(name).replace(official, each) for each in usual)
            yield usual[0]
    for inside in _IN_BRACKETS.findall(name):
        former = _FORMER.sub("", key(inside))
        yield former
        yield INSTITUTION.sub("", former, count=1)
    outside = key(_IN_BRACKETS.sub(" ", name))
    yield outside
    shorter = INSTITUTION.sub("", outside, count=1)
    yield shorter
    yield _DISPENSABLE.sub("", shorter, count=1)
