"""Readers wait while the database is busy, and are told at once when it is away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from geo.published import line
from geo.published.line import Connection, Line
from geo.published.refusals import DatabaseAway, TooBusy
from tests.coroutines import run_apart

PATIENCE = 0.2
"""What the pool waits for a connection: less than the readers before the last one need."""
NOBODY = 1
"""A port on which nothing listens."""

pytestmark = pytest.mark.django_db


@asynccontextmanager
async def line_for(port: int, *, at_a_time: int = 1) -> AsyncIterator[Line]:
    parts = connection.get_connection_params()
    names = ("host", "user", "password", "dbname")
    known = {name: parts[name] for name in names if name in parts}
    pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
        make_conninfo(**known, port=port),
        connection_class=Connection,
        kwargs={"autocommit": True},
        min_size=at_a_time,
        max_size=at_a_time,
        timeout=PATIENCE,
        open=False,
    )
    async with pool:
        if port != NOBODY:
            await pool.wait()  # connecting is not what is tried here
        yield Line(pool, at_a_time=at_a_time)


async def read(waiting: Line, seconds: float = 0.1) -> str:
    try:
        lent = await waiting.lend()
        try:
            await lent.execute("SELECT pg_sleep(%s)", [seconds])
        finally:
            await waiting.take_back(lent)
    except (DatabaseAway, TooBusy) as refusal:
        return type(refusal).__name__
    return "read"


def port() -> int:
    return int(connection.get_connection_params()["port"])


def test_a_busy_database_makes_readers_wait_and_refuses_none() -> None:
    async def ten() -> list[str]:
        async with line_for(port()) as waiting:
            return await asyncio.gather(*(read(waiting) for _ in range(10)))

    assert run_apart(ten()) == ["read"] * 10


def test_a_line_that_is_too_long_says_busy_and_not_away(monkeypatch: Any) -> None:
    monkeypatch.setattr(line, "LONGEST_WAIT", 0.05)

    async def two() -> list[str]:
        async with line_for(port()) as waiting:
            return list(await asyncio.gather(read(waiting, 0.5), read(waiting)))

    assert run_apart(two()) == ["read", "TooBusy"]


def test_whoever_waits_behind_one_who_found_nobody_is_told_with_him() -> None:
    async def ten() -> list[str]:
        async with line_for(NOBODY) as waiting:
            return await asyncio.gather(*(read(waiting) for _ in range(10)))

    began = time.monotonic()
    assert run_apart(ten()) == ["DatabaseAway"] * 10
    assert time.monotonic() - began < 10 * PATIENCE


def test_a_reader_who_leaves_gives_up_the_turn() -> None:
    async def leave_then_read() -> str:
        async with line_for(port()) as waiting:
            first = asyncio.create_task(read(waiting, 30))
            second = asyncio.create_task(read(waiting))
            await asyncio.sleep(0)  # lets both come
            first.cancel()
            return await second

    assert run_apart(leave_then_read()) == "read"
