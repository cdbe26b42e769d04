"""Judging a list of members: who gets which space, and why a row gets none.

What the register knows comes in as `Facts`, so the trial and the booking are one rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from django.utils.translation import gettext as _

from apps.people.domain.documents import DocumentText, read_ci

PARTICLES: Final = frozenset({"de", "del", "la", "las", "los", "san", "santa"})
"""Words that begin a surname and are none."""
Card = tuple[str, str]
"""Number and complement."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row as it stands in the file."""

    line: int
    card: str = ""
    given_names: str = ""
    surnames: str = ""
    wish: str = ""
    """Code of a module, or code or name of a trade."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Somebody whom the register knows by the card."""

    party_id: int
    name: str
    had: int = 0
    """Spaces of the offering that they have or hold."""
    is_member: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the register knows when a list is judged."""

    people: Mapping[Card, Known] = field(default_factory=dict)
    doubtful: frozenset[Card] = frozenset()
    """Cards that two people have, issued in two departments."""
    free: Mapping[str, str] = field(default_factory=dict)
    """Tariff of each free space, by code, in the order of the plan."""
    taken: frozenset[str] = frozenset()
    """Codes of what is held, sold, blocked or drawn for."""
    tariffs: Mapping[str, str] = field(default_factory=dict)
    """Tariffs by their code and by their name, in small letters."""
    priced: frozenset[str] = frozenset()
    """Tariffs with a price in force."""
    most_per_party: int | None = None
    room: int | None = None
    """How many more the association and its members may have; None for any number."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What becomes of one row."""

    row: Row
    code: str = ""
    refusal: str = ""
    known: Known | None = None
    card: DocumentText | None = None


def judged(rows: Iterable[Row], facts: Facts) -> list[Verdict]:
    """What becomes of every row, in the order of the file.

    Whoever names a module gets it before trades are given out, so that no trade takes it.
    """
    rows = list(rows)
    bench = _Bench(facts, rows)
    named = {row.line: bench.judge(row) for row in rows if bench.names_a_module(row)}
    return [named.get(row.line) or bench.judge(row) for row in rows]


class _Bench:
    """What is left to give while the rows are gone through."""

    def __init__(self, facts: Facts, rows: Sequence[Row]) -> None:
        self.facts = facts
        self.free = dict(facts.free)
        self.room = facts.room
        self.given: set[str] = set()
        self.first: dict[Card, int] = {}
        for row in rows:
            card = read_ci(row.card)
            if card is not None:
                self.first.setdefault((card.number, card.complement), row.line)

    def names_a_module(self, row: Row) -> bool:
        code = row.wish.upper()
        return code in self.facts.free or code in self.facts.taken

    def judge(self, row: Row) -> Verdict:
        """Give the row its space, or say why not."""
        card = read_ci(row.card)
        if card is None:
            return Verdict(row=row, refusal=_not_a_card(row.card))
        known = self.facts.people.get((card.number, card.complement))
        refusal = self._about_the_person(row, card, known)
        code = "" if refusal else self._space(row)
        refusal = refusal or self._about_the_space(row, code)
        if refusal:
            return Verdict(row=row, refusal=refusal, known=known, card=card)
        self.free.pop(code)
        self.given.add(code)
        if self.room is not None:
            self.room -= 1
        return Verdict(row=row, code=code, known=known, card=card)

    def _about_the_person(self, row: Row, card: DocumentText, known: Known | None) -> str:
        key = (card.number, card.complement)
        if self.first[key] != row.line:
            told = _("The card stands in row %(line)d already.")
            return told % {"line": self.first[key]}
        if key in self.facts.doubtful:
            return _("Two people have this number; add the department where it was issued.")
        if known is None and not (row.given_names and row.surnames):
            return _("The person is not registered yet, so names and surname are needed.")
        if known and self._has_enough(known):
            return _("%(name)s has as many spaces as one party may have.") % {
                "name": known.name
            }
        if self.room == 0:
            return _("The association has as many spaces as it may have with its members.")
        return ""

    def _has_enough(self, known: Known) -> bool:
        most = self.facts.most_per_party
        return most is not None and known.had >= most

    def _space(self, row: Row) -> str:
        """The space that the row names, or the first free one of its trade."""
        code = row.wish.upper()
        if self.names_a_module(row):
            return code if code in self.free else ""
        tariff = self.facts.tariffs.get(row.wish.casefold())
        matching = (code for code, of in self.free.items() if of == tariff)
        return next(matching, "") if tariff is not None else ""

    def _about_the_space(self, row: Row, code: str) -> str:
        wish = {"wish": row.wish}
        if code:
            priced = self.facts.free[code] in self.facts.priced
            return (
                "" if priced else _("No price is in force for %(code)s.") % {"code": code}
            )
        if not row.wish:
            return _("Neither a module nor a trade is named.")
        if row.wish.upper() in self.given:
            return _("%(wish)s goes to another row of this list.") % wish
        if self.names_a_module(row):
            return _("%(wish)s is taken or not on sale.") % wish
        if row.wish.casefold() in self.facts.tariffs:
            return _("No module is left for %(wish)s.") % wish
        return _("%(wish)s is neither a module of this plan nor a trade.") % wish


def _not_a_card(text: str) -> str:
    if not text:
        return _("The number of the identity card is missing.")
    return _("%(text)s is no number of an identity card.") % {"text": text}


def split_name(full: str) -> tuple[str, str]:
    """Given names and surnames of a name that stands in one cell.

    >>> split_name("Juana Condori"), split_name("María Elena Condori Mamani")
    (('Juana', 'Condori'), ('María Elena', 'Condori Mamani'))
    >>> split_name("Juana")
    ('Juana', '')
    """
    words = full.split()
    cut = len(words) - (2 if len(words) > 2 else 1)
    return (" ".join(words[:cut]), " ".join(words[cut:])) if cut > 0 else (full.strip(), "")


def split_surnames(surnames: str) -> tuple[str, str]:
    """First and second surname, with the small words that belong to the first.

    >>> split_surnames("Condori Mamani"), split_surnames("de la Cruz Rojas")
    (('Condori', 'Mamani'), ('de la Cruz', 'Rojas'))
    >>> split_surnames("Choque")
    ('Choque', '')
    """
    words = surnames.split()
    small = len(list(takewhile(lambda word: word.casefold() in PARTICLES, words)))
    return " ".join(words[: small + 1]), " ".join(words[small + 1 :])
