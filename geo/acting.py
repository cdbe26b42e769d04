"""Who is acting and why, as the database's history writes it down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection

from geo.access import Viewer

_SAY = "SELECT set_config('llajta.who', %s, %s), set_config('llajta.why', %s, %s)"
_ASK = """
SELECT coalesce(current_setting('llajta.who', true), ''),
       coalesce(current_setting('llajta.why', true), '')
"""


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
