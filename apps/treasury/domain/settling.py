"""Who wants to know that something was settled: a register, no signals.

A system registers a handler for its kind of thing when it is loaded. Handlers run in the
transaction of the act that settled or reopened the obligation: if one fails, the act does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class Settled:
    """An obligation of which nothing is outstanding any more, or something is again."""

    obligation_id: int
    key: str
    about_kind: str
    about_id: str
    debtor_id: int
    entry_id: int
    """The entry of the ledger that did it."""
    by: Viewer


@dataclass(frozen=True, kw_only=True)
class Late:
    """Money that came for an obligation that is charged no more; it is an advance now."""

    obligation_id: int
    about_kind: str
    about_id: str
    debtor_id: int
    amount: Decimal
    on: dt.date
    by: Viewer


Handler = Callable[[Settled], None]
LateHandler = Callable[[Late], int | None]
"""Gives the number of the refund that it acknowledges, if it does."""

Told = TypeVar("Told", Handler, LateHandler)

_settled: Final[dict[str, Handler]] = {}
_reopened: Final[dict[str, Handler]] = {}
_late: Final[dict[str, LateHandler]] = {}


def on_settled(about_kind: str, handler: Handler) -> None:
    """Call `handler` whenever an obligation for a thing of this kind is settled."""
    _add(_settled, about_kind, handler)


def on_reopened(about_kind: str, handler: Handler) -> None:
    """Call `handler` whenever a settled obligation of this kind is owed again."""
    _add(_reopened, about_kind, handler)


def on_late(about_kind: str, handler: LateHandler) -> None:
    """Say that things of this kind know what to do with money that comes too late.

    What is paid with a code that had run out is put to their obligation all the same, and
    the handler of `on_settled` decides; after the obligation was annulled, `handler` does.
    Money for things of other kinds waits for a person.
    """
    _add(_late, about_kind, handler)


def takes_late(about_kind: str) -> bool:
    """Whether somebody registered for late money of this kind."""
    return about_kind in _late


def tell_late(fact: Late) -> int | None:
    """Tell whoever registered; gives the number of the refund that came of it, if any."""
    handler = _late.get(fact.about_kind)
    return handler(fact) if handler is not None else None


def _add(register: dict[str, Told], about_kind: str, handler: Told) -> None:
    if register.setdefault(about_kind, handler) is not handler:
        raise ValueError(f"{about_kind!r} has a handler already")


def listened_to() -> list[str]:
    """Kinds of thing for which somebody wants to know that an obligation is settled."""
    return sorted(_settled)


def tell_settled(fact: Settled) -> None:
    """Tell whoever registered for things of this kind that one is settled."""
    handler = _settled.get(fact.about_kind)
    if handler is not None:
        handler(fact)


def tell_reopened(fact: Settled) -> None:
    """Tell whoever registered for things of this kind that one is owed again."""
    handler = _reopened.get(fact.about_kind)
    if handler is not None:
        handler(fact)
