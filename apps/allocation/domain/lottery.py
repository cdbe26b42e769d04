"""Drawing lots for spaces that more people want than there are.

The same list and the same seed give the same result, whoever works it out, in whatever
order the rows come. `templates/allocation/replay.py.txt` says the same in thirty lines of
plain Python that anybody can run; a test holds both against each other.

The rule: who applied gets a ticket, which is a digest of the seed and of the code of the
application, so nobody knows it before. Turn by turn, in the order of the tickets, each
takes one space: the first free one of those that were named, else, where any will do, the
free one that fewest named. So nobody gets a second space before everybody had a first turn.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

FORMAT: Final = "llajta-draw-1"
REFUSED, LIMIT, ASSOCIATION, TAKEN, NOTHING_LEFT = (
    "not-admitted",
    "limit-reached",
    "association-limit",
    "wanted-taken",
    "nothing-left",
)
"""Why an application got nothing, or less than it asked for."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One application as it is published: no name, no number of a card."""

    code: str
    """What stands on the receipt of whoever applied."""
    wanted: tuple[str, ...] = ()
    """Codes of spaces, the dearest wish first."""
    any: bool = False
    """Whether any other space will do."""
    count: int = 1
    """How many spaces it asks for at most."""
    had: int = 0
    """How many of the offering the applicant had when the list was closed."""
    groups: tuple[str, ...] = ()
    """Labels of the associations that the applicant belongs to."""
    refused: bool = False
    """Whether the office did not admit it before the list was closed."""


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """The closed list: what is drawn for, by whom, within which limits."""

    offering: str
    draw: str
    commitment: str
    """SHA-256 of the secret, published when applications opened."""
    spaces: tuple[str, ...]
    """Codes of the free spaces, as they follow each other on the plan."""
    most_per_party: int = 0
    """0 for no limit; so with associations."""
    most_per_group: int = 0
    groups: Mapping[str, int] = field(default_factory=dict)
    """How many spaces each association had when the list was closed."""
    applications: tuple[Entry, ...] = ()
    format: str = FORMAT

    @property
    def document(self) -> dict[str, Any]:
        """The list as it is published, applications in the order of their codes."""
        told = asdict(self)
        told["applications"] = sorted(told["applications"], key=lambda each: each["code"])
        return told


@dataclass(frozen=True, kw_only=True)
class Lot:
    """What one application came to."""

    spaces: tuple[str, ...] = ()
    reason: str = ""
    """Why there are not more of them; empty where it got all it asked for."""


def sha(*parts: str) -> str:
    """SHA-256 of texts, each on a line of its own, in hexadecimal digits.

    >>> sha("a", "b") == hashlib.sha256(b"a\\nb").hexdigest()
    True
    """
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def digest_of(document: Mapping[str, Any]) -> str:
    """Digest of a list: of its JSON with sorted keys, no blanks, and ASCII only."""
    return sha(json.dumps(document, sort_keys=True, separators=(",", ":")))


def seed_of(secret: str, digest: str, words: str) -> str:
    """What decides: the secret that was promised, the closed list, the words said last."""
    return sha(secret, digest, words)


def read_sealed(document: Mapping[str, Any]) -> Sealed:
    """The list that a published document holds."""
    entries = tuple(
        Entry(**{**each, "wanted": tuple(each["wanted"]), "groups": tuple(each["groups"])})
        for each in document["applications"]
    )
    rest = {**document, "spaces": tuple(document["spaces"]), "applications": entries}
    return Sealed(**rest)


def drawn(sealed: Sealed, seed: str) -> dict[str, Lot]:
    """What every application comes to."""
    admitted = [each for each in sealed.applications if not each.refused]
    line = sorted(admitted, key=lambda each: sha(seed, each.code))
    table = _Table(sealed)
    open_wishes = line
    for _turn in range(max((each.count for each in line), default=0)):
        open_wishes = [each for each in open_wishes if table.serve(each)]
    return {
        each.code: Lot(
            spaces=tuple(table.won[each.code]),
            reason=REFUSED if each.refused else table.reasons.get(each.code, ""),
        )
        for each in sealed.applications
    }


class _Table:
    """What is still free, and who has won what, while lots are drawn."""

    def __init__(self, sealed: Sealed) -> None:
        self.sealed = sealed
        self.free = set(sealed.spaces)
        self.groups = Counter(sealed.groups)
        self.won: dict[str, list[str]] = {each.code: [] for each in sealed.applications}
        self.reasons: dict[str, str] = {}
        named = Counter(code for each in sealed.applications for code in set(each.wanted))
        place = {code: n for n, code in enumerate(sealed.spaces)}
        self._rest = iter(
            sorted(sealed.spaces, key=lambda code: (named[code], place[code]))
        )
        self._next = next(self._rest, None)

    def serve(self, entry: Entry) -> bool:
        """Give one space; whether there may be another turn for this application."""
        reason = self._full(entry)
        found = None if reason else self._choice(entry)
        if found is None:
            missed = NOTHING_LEFT if entry.any or not self.free else TAKEN
            self.reasons[entry.code] = reason or missed
            return False
        self.free.discard(found)
        self.won[entry.code].append(found)
        self.groups.update(entry.groups)
        return len(self.won[entry.code]) < entry.count

    def _full(self, entry: Entry) -> str:
        most, of_group = self.sealed.most_per_party, self.sealed.most_per_group
        if most and entry.had + len(self.won[entry.code]) >= most:
            return LIMIT
        if of_group and any(self.groups[each] >= of_group for each in entry.groups):
            return ASSOCIATION
        return ""

    def _choice(self, entry: Entry) -> str | None:
        named = next((code for code in entry.wanted if code in self.free), None)
        return self._any() if named is None and entry.any else named

    def _any(self) -> str | None:
        """The free space that fewest named; those before it are taken for good."""
        while self._next is not None and self._next not in self.free:
            self._next = next(self._rest, None)
        return self._next


def differences(document: Mapping[str, Any]) -> Iterator[str]:
    """What is not true of a published draw; nothing where all of it is."""
    listed, digest = document["list"], document["digest"]
    if sha(document["secret"]) != listed["commitment"]:
        yield "secret"
    if digest_of(listed) != digest:
        yield "list"
    seed = seed_of(document["secret"], digest, document["words"])
    result = told(drawn(read_sealed(listed), seed))
    published = document["result"]
    yield from (code for code in sorted(result) if result[code] != published.get(code))
    yield from sorted(published.keys() - result.keys())


def told(lots: Mapping[str, Lot]) -> dict[str, dict[str, Any]]:
    """The result as it is published."""
    return {
        code: {"spaces": list(lot.spaces), "reason": lot.reason}
        for code, lot in lots.items()
    }


def labels(groups: Sequence[int]) -> dict[int, str]:
    """Labels for associations, by which they are told apart and not known.

    >>> labels([7, 3, 7])
    {7: 'G1', 3: 'G2'}
    """
    return {group: f"G{n}" for n, group in enumerate(dict.fromkeys(groups), start=1)}
