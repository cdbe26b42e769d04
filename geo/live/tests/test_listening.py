"""The one connection that hears what changed: no word is lost, whenever it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from geo.live.feeds import Feed, _feeds
from geo.live.listening import BEAT_SECONDS, NAME, Listener, pace
from tests import databases
from tests.coroutines import run_apart

LOCK = 7272641
"""Whether it is taken is the state of the only thing."""
READ_SLOWLY = f"""
WITH seen AS MATERIALIZED (
    SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = {LOCK}) held
), slept AS MATERIALIZED (SELECT pg_sleep(0.5) FROM seen)
SELECT 'A' AS key, CASE WHEN held THEN 'held' ELSE 'free' END AS state,
       NULL::float8 AS seconds
FROM seen, slept WHERE %(topic)s = 'fair' AND %(keys)s::text[] IS DISTINCT FROM '{{}}'
"""
READING = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE application_name = %s AND wait_event = 'PgSleep'"
)


@pytest.fixture
def feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """One thing whose state is read, and told half a second later."""
    statement = tmp_path / "slow.sql"
    statement.write_text(READ_SLOWLY)
    made = Feed(name="slow", channel="slow_things", statement=statement, usual="free")
    monkeypatch.setitem(_feeds, "slow", made)
    return made


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """Somebody who changes the thing and says so."""
    with psycopg.connect(databases.address("postgres"), autocommit=True) as connection:
        yield connection


async def until_it_reads(other: psycopg.Connection) -> None:
    async with asyncio.timeout(BEAT_SECONDS / 2):
        while other.execute(READING, [NAME]).fetchone() != (1,):
            await asyncio.sleep(0)


def test_a_word_that_comes_while_states_are_read_is_not_lost(
    feed: Feed, other: psycopg.Connection
) -> None:
    async def scene() -> str:
        listener = Listener(databases.address("postgres"))
        task = asyncio.create_task(listener.run())
        topic = listener.want(feed, "fair")
        await until_it_reads(other)
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        other.execute("""NOTIFY slow_things, '{"topic": "fair", "keys": ["A"]}'""")
        try:
            async with asyncio.timeout(BEAT_SECONDS / 2):
                while topic.states.get("A") != "held":
                    await asyncio.sleep(0)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        return topic.states["A"]

    assert run_apart(scene()) == "held"


def test_a_crowd_is_told_more_at_once_and_still_within_the_second() -> None:
    assert pace(1) == pace(100) < 0.2
    assert pace(100) < pace(400) < pace(4000) == pace(40_000)
    assert pace(40_000) < 0.6, "reading and sending take their time besides"
