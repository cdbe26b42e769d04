"""Connections of the reading roles: pooled inside the server, single everywhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from enum import StrEnum
from itertools import product
from typing import Any, Final

import psycopg
from psycopg.pq.abc import PGresult
from psycopg_pool import AsyncConnectionPool

from geo.access import Audience, current_viewer
from geo.published.binding import SAY, said_of
from geo.published.line import Connection, Line
from geo.published.refusals import DatabaseAway, TookTooLong
from geo.published.roles import connection_parts
from geo.published.together import Together


class Planning(StrEnum):
    """How the database plans a statement it runs again and again."""

    ONCE = "force_generic_plan"
    """For pages of rows: planning our views takes longer than reading ten of them."""
    EACH_TIME = "force_custom_plan"
    """Where an area decides: an index is right for a street and wrong for the country."""


MOST_CONNECTIONS: Final = 4
"""Per server process, audience and planning; the database has a few cores."""
PATIENCE: Final = 3.0
"""Seconds a request whose turn it is waits for a connection before it says that the
database is away."""
GIVE_UP: Final = 5.0
"""Seconds after which a failing reconnection starts anew, so that it never backs off
for longer than a person would wait."""

_SESSION: Final[dict[str, Any]] = {"autocommit": True, "prepare_threshold": 0}
"""No BEGIN round trip around a single statement; prepared from its first use."""

Row = list[bytes | None] | None
"""Values of a row as PostgreSQL sent them, or that there is none."""

_lines: dict[tuple[Audience, Planning], Line] = {}
_together: Together[Row] = Together()
_loop: asyncio.AbstractEventLoop | None = None


def _pool(audience: Audience, planning: Planning) -> AsyncConnectionPool[Connection]:
    plans = f"-c plan_cache_mode={planning}"
    return AsyncConnectionPool(
        connection_class=Connection,
        kwargs={**connection_parts(audience), **_SESSION, "options": plans},
        min_size=1 if audience is Audience.ANYONE else 0,
        max_size=MOST_CONNECTIONS,
        timeout=PATIENCE,
        max_idle=300,
        reconnect_timeout=GIVE_UP,
        name=f"llajta {audience} {planning}",
        open=False,
    )


async def start_pooling() -> None:
    """Keep connections from now on, for coroutines of the running loop.

    Waits for none, so that the server starts while the database is still away.
    """
    global _loop
    for audience, planning in product(Audience, Planning):
        pool = _pool(audience, planning)
        _lines[audience, planning] = Line(pool, at_a_time=MOST_CONNECTIONS)
        await pool.open()
    _loop = asyncio.get_running_loop()


async def stop_pooling() -> None:
    """Close every kept connection."""
    global _loop
    _loop = None
    lines = list(_lines.values())
    _lines.clear()
    for line in lines:
        await line.pool.close(timeout=2)


@asynccontextmanager
async def single_connection(audience: Audience) -> AsyncIterator[Connection]:
    """A connection of one's own as the audience's role, for long reads and commands.

    It reads for the current viewer.

    Raises:
        DatabaseAway: it cannot be reached.
    """
    try:
        parts = connection_parts(audience, _said(audience))
        single = await Connection.connect(**parts, **_SESSION)
    except psycopg.OperationalError as error:
        raise DatabaseAway from error
    async with single:
        yield single


def _said(audience: Audience) -> str:
    """What a session says of the current viewer; what anyone sees depends on nobody."""
    return said_of(current_viewer.get()) if audience is Audience.STAFF else ""


async def _ask(
    lent: Connection,
    audience: Audience,
    statement: str,
    values: Mapping[str, Any],
    *,
    binary: bool,
) -> Row:
    """Run the statement on a kept connection, which forgets afterwards who was looking."""
    said = _said(audience)
    if not said:
        cursor = await lent.execute(statement, values, prepare=True, binary=binary)
        return _first(cursor.pgresult)
    async with lent.transaction():
        await lent.execute(SAY, (said,))
        cursor = await lent.execute(statement, values, prepare=True, binary=binary)
        return _first(cursor.pgresult)


def _first(result: PGresult | None) -> Row:
    if result is None or result.ntuples == 0:
        return None
    return [result.get_value(0, column) for column in range(result.nfields)]


async def _row(
    audience: Audience,
    statement: str,
    values: Mapping[str, Any],
    planning: Planning,
    binary: bool,
) -> Row:
    if asyncio.get_running_loop() is not _loop:
        async with single_connection(audience) as single:
            cursor = await single.execute(statement, values, binary=binary)
            return _first(cursor.pgresult)
    line = _lines[audience, planning]

    async def put(about_to_ask: Callable[[], None]) -> Row:
        lent = await line.lend()
        about_to_ask()
        try:
            return await _ask(lent, audience, statement, values, binary=binary)
        finally:
            await line.take_back(lent)

    if not line.is_long:
        return await put(lambda: None)
    said = _said(audience)
    question = (audience, planning, said, statement, repr(sorted(values.items())), binary)
    return await _together.ask(question, put)


async def read_row(
    audience: Audience,
    statement: str,
    values: Mapping[str, Any],
    *,
    planning: Planning = Planning.ONCE,
    binary: bool = False,
) -> Row:
    """The first row of `statement`, as the bytes PostgreSQL sent; None without a row.

    `binary` asks for values as they are stored (vector tiles), not as text.

    A connection that broke while it lay in the pool (the database was restarted) is
    replaced and the statement, which only reads, tried once more.

    Raises:
        DatabaseAway: no connection can be had, or the views are being replaced.
        TooBusy: too many others came before.
        TookTooLong: the role's statement timeout struck.
    """
    try:
        try:
            return await _row(audience, statement, values, planning, binary)
        except psycopg.OperationalError as error:
            if error.sqlstate is not None and not error.sqlstate.startswith(("08", "57P")):
                raise
            line = _lines.get((audience, planning))
            if line is not None:
                await line.pool.check()
            return await _row(audience, statement, values, planning, binary)
    except psycopg.errors.QueryCanceled as error:
        raise TookTooLong from error
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable) as error:
        raise DatabaseAway from error


async def is_awake() -> bool:
    """Whether the database answers as the public role."""
    try:
        return await read_row(Audience.ANYONE, "SELECT 1", {}) is not None
    except DatabaseAway:
        return False
