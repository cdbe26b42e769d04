"""Who wants to know that something was settled: a register, no signals.

A system registers a handler for its kind of thing when it is loaded. Handlers run in the
transaction of the act that settled or reopened the obligation: if one fails, the act does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

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


Handler = Callable[[Settled], None]

_settled: Final[dict[str, Handler]] = {}
_reopened: Final[dict[str, Handler]] = {}


def on_settled(about_kind: str, handler: Handler) -> None:
    """Call `handler` whenever an obligation for a thing of this kind is settled."""
    _add(_settled, about_kind, handler)


def on_reopened(about_kind: str, handler: Handler) -> None:
    """Call `handler` whenever a settled obligation of this kind is owed again."""
    _add(_reopened, about_kind, handler)


def _add(register: dict[str, Handler], about_kind: str, handler: Handler) -> None:
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
