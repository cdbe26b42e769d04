"""Who is acting, why and from where, as the history and the books write it down."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from django.db import Error, connection

from geo.access import Viewer

_SAY = "SELECT set_config('llajta.who', %s, %s), set_config('llajta.why', %s, %s)"
_ASK = """
SELECT coalesce(current_setting('llajta.who', true), ''),
       coalesce(current_setting('llajta.why', true), '')
"""


_LONGEST: Final = 160
_door: ContextVar[Callable[[], str] | None] = ContextVar("door", default=None)


@contextmanager
def through(door: Callable[[], str]) -> Iterator[None]:
    """Have what is written in the block say that it came through `door`.

    It is asked only when something is written: by then a request knows its page.
    """
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


def where(longest: int = _LONGEST) -> str:
    """Through which door what is done now came: a page, a job, or else a program."""
    door = _door.get()
    words = [Path(sys.argv[0]).name, *sys.argv[1:2]]
    return (f"program: {' '.join(words)}" if door is None else door())[:longest]


@contextmanager
def acting(by: Viewer, *, why: str = "") -> Iterator[None]:
    """Have the history say that `by` did what is written in this block, and why.

    Within a transaction only. Blocks lie within each other: an inner one without a reason
    keeps the outer one's, and afterwards the outer one's words count again.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("acting() belongs into a transaction")
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        who_before, why_before = cursor.fetchone()
        cursor.execute(_SAY, [by.name, True, why or why_before, True])
    yield
    with connection.cursor() as cursor:  # not after an error: the transaction is lost
        cursor.execute(_SAY, [who_before, True, why_before, True])


@contextmanager
def signed(by: Viewer) -> Iterator[None]:
    """Have the history say `by` for whatever this connection writes in the block.

    For requests and commands as a whole; acts that know more say it by `acting`.
    """
    _say(by.name)
    try:
        yield
    finally:
        with suppress(Error):  # a connection that broke has forgotten it anyway
            _say("")


def _say(who: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SAY, [who, False, "", False])
