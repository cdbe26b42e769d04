"""Connections of the reading roles: pooled inside the server, single everywhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from enum import StrEnum
from itertools import product
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection
from psycopg.pq.abc import PGresult
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from geo.access import Audience, current_viewer
from geo.published.binding import SAY, said_of
from geo.published.refusals import DatabaseAway, TookTooLong
from geo.published.roles import connection_parts

Connection = AsyncConnection[tuple[Any, ...]]


class Planning(StrEnum):
    """How the database plans a statement it runs again and again."""

    ONCE = "force_generic_plan"
    """For pages of rows: planning our views takes longer than reading ten of them."""
    EACH_TIME = "force_custom_plan"
    """Where an area decides: an index is right for a street and wrong for the country."""


MOST_CONNECTIONS: Final = 6
"""Per server process, audience and planning; the database has a few cores."""
PATIENCE: Final = 3.0
"""Seconds a request waits for a connection before it says that the database is away."""
GIVE_UP: Final = 5.0
"""Seconds after which a failing reconnection starts anew, so that it never backs off
for longer than a person would wait."""

_SESSION: Final[dict[str, Any]] = {"autocommit": True, "prepare_threshold": 0}
"""No BEGIN round trip around a single statement; prepared from its first use."""

_pools: dict[tuple[Audience, Planning], AsyncConnectionPool[Connection]] = {}
_loop: asyncio.AbstractEventLoop | None = None


def _pool(audience: Audience, planning: Planning) -> AsyncConnectionPool[Connection]:
    plans = f"-c plan_cache_mode={planning}"
    return AsyncConnectionPool(
        connection_class=AsyncConnection[tuple[Any, ...]],
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
        pool = _pools[audience, planning] = _pool(audience, planning)
        await pool.open()
    _loop = asyncio.get_running_loop()


async def stop_pooling() -> None:
    """Close every kept connection."""
    global _loop
    _loop = None
    pools = list(_pools.values())
    _pools.clear()
    for pool in pools:
        await pool.close(timeout=2)


@asynccontextmanager
async def single_connection(audience: Audience) -> AsyncIterator[Connection]:
    """A connection of one's own as the audience's role, for long reads and commands.

    It reads for the current viewer.

    Raises:
        DatabaseAway: it cannot be reached.
    """
    try:
        parts = connection_parts(audience, _said(audience))
        single = await AsyncConnection.connect(**parts, **_SESSION)
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
) -> list[bytes | None] | None:
    """Run the statement on a kept connection, which forgets afterwards who was looking."""
    said = _said(audience)
    if not said:
        cursor = await lent.execute(statement, values, prepare=True, binary=binary)
        return _first(cursor.pgresult)
    async with lent.transaction():
        await lent.execute(SAY, (said,))
        cursor = await lent.execute(statement, values, prepare=True, binary=binary)
        return _first(cursor.pgresult)


def _first(result: PGresult | None) -> list[bytes | None] | None:
    if result is None or result.ntuples == 0:
        return None
    return [result.get_value(0, column) for column in range(result.nfields)]


async def _row(
    audience: Audience,
    statement: str,
    values: Mapping[str, Any],
    planning: Planning,
    binary: bool,
) -> list[bytes | None] | None:
    if asyncio.get_running_loop() is not _loop:
        async with single_connection(audience) as single:
            cursor = await single.execute(statement, values, binary=binary)
            return _first(cursor.pgresult)
    pool = _pools[audience, planning]
    try:
        lent = await pool.getconn()
    except PoolTimeout as error:
        raise DatabaseAway from error
    try:
        return await _ask(lent, audience, statement, values, binary=binary)
    finally:
        await pool.putconn(lent)


async def read_row(
    audience: Audience,
    statement: str,
    values: Mapping[str, Any],
    *,
    planning: Planning = Planning.ONCE,
    binary: bool = False,
) -> list[bytes | None] | None:
    """The first row of `statement`, as the bytes PostgreSQL sent; None without a row.

    `binary` asks for values as they are stored (vector tiles), not as text.

    A connection that broke while it lay in the pool (the database was restarted) is
    replaced and the statement, which only reads, tried once more.

    Raises:
        DatabaseAway: no connection can be had, or the views are being replaced.
        TookTooLong: the role's statement timeout struck.
    """
    try:
        try:
            return await _row(audience, statement, values, planning, binary)
        except psycopg.OperationalError as error:
            if error.sqlstate is not None and not error.sqlstate.startswith(("08", "57P")):
                raise
            pool = _pools.get((audience, planning))
            if pool is not None:
                await pool.check()
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
