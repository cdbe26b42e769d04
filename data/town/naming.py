"""Names for the drawn streets: those the facts know first, then the next free one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from data.town.facts import LocalStreet

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KIND_WORD: Final = {
    "avenue": "Avenida",
    "street": "Calle",
    "passage": "Pasaje",
    "road": "Camino",
}
PLAIN: Final = re.compile(r"^(Calle|Pasaje|Avenida) (\d{1,2}|[A-Z]|II|IV|III)$")
"""Names that are a number or a letter: every organisation has its own."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Lines that are one street: side by side with others of its family."""

    plot: int
    family: int
    order: int
    length: float


@dataclass(frozen=True, kw_only=True)
class StreetName:
    """What a drawn street is called."""

    name: str
    kind: str


def local_names(facts: Iterable[LocalStreet], known: set[str]) -> list[LocalStreet]:
    """The facts that need a drawn street: not one whose true course is known."""
    return sorted(
        (
            street
            for street in facts
            if street.name not in known or PLAIN.match(street.name)
        ),
        key=lambda street: (-street.mentions, street.name),
    )


def name_locals(groups: list[Group], facts: list[LocalStreet]) -> dict[Group, StreetName]:
    """A name for every street of one organisation.

    The part with most streets comes first: there the fuller family takes the numbers
    and the other the letters, in order, so that "Calle 1" crosses "Calle A". Proper
    names and passages follow by length; streets without a fact take the next free
    number or letter.
    """
    names = {
        street.name: StreetName(name=street.name, kind=street.kind) for street in facts
    }
    numbers = sorted((n for n in names if re.fullmatch(r"Calle \d+", n)), key=_number)
    letters = sorted(n for n in names if re.fullmatch(r"Calle [A-Z]", n))
    proper = [name for name in names if name not in {*numbers, *letters}]
    named: dict[Group, StreetName] = {}
    for group, wants_number in _in_turn(groups):
        first, second = (numbers, letters) if wants_number else (letters, numbers)
        source = first or proper or second
        if source:
            named[group] = names[source.pop(0)]
        else:
            taken = {name.name for name in named.values()} | set(names)
            named[group] = _next_free(wants_number, taken)
    return named


def _number(name: str) -> int:
    return int(name.split()[1])


def _in_turn(groups: list[Group]) -> list[tuple[Group, bool]]:
    """Streets in the order they are named, and whether each takes a number."""
    by_plot = Counter(group.plot for group in groups)
    turn = []
    for plot, _ in sorted(by_plot.items(), key=lambda item: (-item[1], item[0])):
        mine = [group for group in groups if group.plot == plot]
        size = Counter(group.family for group in mine)
        fuller = max((0, 1, 2), key=lambda family: (size[family], -family))
        mine.sort(key=lambda group: (group.family != fuller, group.family, group.order))
        turn += [(group, group.family == fuller) for group in mine]
    return turn


def _next_free(wants_number: bool, taken: set[str]) -> StreetName:
    plain = [f"Calle {letter}" for letter in LETTERS] if not wants_number else []
    plain += [f"Calle {number}" for number in range(1, 400)]
    name = next(name for name in plain if name not in taken)
    return StreetName(name=name, kind="street")


def name_cut(kind: str, beside: list[str], taken: set[str]) -> StreetName:
    """A name for a street between organisations: after one of them, never twice."""
    word = KIND_WORD[kind]
    candidates = [f"{word} {name}" for name in beside]
    candidates += [
        f"{word} {extra} {name}" for name in beside for extra in ("Nueva", "Final")
    ]
    candidates += [f"{word} Innominada {number}" for number in range(1, 400)]
    name = next(name for name in candidates if name not in taken)
    return StreetName(name=name, kind=kind)
