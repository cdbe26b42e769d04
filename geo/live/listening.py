"""The one connection of a process that hears what changed, and tells its streams."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from geo.live import events
from geo.live.feeds import Feed, all_feeds
from geo.live.topics import Standing, Topic

logger = logging.getLogger(__name__)

QUICKEST_PACE, SLOWEST_PACE = 0.15, 0.5
"""Seconds from one telling to the next: what changes meanwhile is told together."""
PACE_PER_STREAM: Final = 0.001
"""Ten times what telling one stream takes of the loop, which is the buyers' as well."""
BEAT_SECONDS: Final = 15.0
"""How often a quiet stream is told that it is open, and all states are read anew: whatever
a clock that was set or a lost word hid is mended by then."""
MOST_IDLE: Final = 2
"""Beats after which a topic that nobody watches is forgotten."""
SLACK_SECONDS: Final = 0.02
"""After a state should have ended: then the database is asked whether it has."""
LONGEST_PAUSE: Final = 3.0
"""Between attempts to reach a database that is away."""
NAME: Final = "llajta live"
"""Of the connection, in `pg_stat_activity`."""

_SESSION: Final[dict[str, Any]] = {
    "autocommit": True,
    "application_name": NAME,
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "options": "-c statement_timeout=5s -c default_transaction_read_only=on",
}


@dataclass(kw_only=True)
class Heard:
    """What is to be read of a topic."""

    keys: set[str] = field(default_factory=set)
    is_all: bool = False
    plan: bool = False
    """Whether more than states has changed."""
    anew: bool = False
    """Whether the streams are to be told everything, changed or not."""


class Listener:
    """Hears, reads and tells until cancelled; begins anew when the database was away."""

    def __init__(self, address: str) -> None:
        self.topics: dict[tuple[str, str], Topic] = {}
        self.up = asyncio.Event()
        """Set while the database is heard."""
        self._address = address
        self._heard: dict[tuple[str, str], Heard] = {}
        self._woken = asyncio.Event()
        self._channels = {feed.channel: feed for feed in all_feeds()}
        self._next_beat = 0.0

    def want(self, feed: Feed, name: str) -> Topic:
        """A topic; if it was not watched, it will be read at once."""
        key = (feed.name, name)
        if key not in self.topics:
            self.topics[key] = Topic(feed=feed, name=name)
            self._hears(key).is_all = True
            self._woken.set()
        return self.topics[key]

    def forget(self, topic: Topic) -> None:
        """Watch a topic no longer."""
        self.topics.pop((topic.feed.name, topic.name), None)

    async def run(self) -> None:
        """Listen for ever."""
        failures = 0
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(
                    self._address, **_SESSION
                )
                async with connection:
                    failures = 0
                    await self._attend(connection)
            except psycopg.Error as error:
                logger.warning("live: the database is away: %s", error)
            except Exception:  # the last resort: a fault of ours must not end all streams
                logger.exception("live: listening failed")
            self._lose()
            failures += 1
            await asyncio.sleep(min(0.1 * 2**failures, LONGEST_PAUSE))

    def _lose(self) -> None:
        """Tell everybody that what they see may be old."""
        for topic in self.topics.values():
            topic.read.clear()
            if self.up.is_set():
                topic.tell(events.AWAY)
        self.up.clear()

    async def _attend(self, connection: psycopg.AsyncConnection[Any]) -> None:
        connection.add_notify_handler(lambda note: self._hear(note.channel, note.payload))
        for channel in self._channels:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        for key in self.topics:  # what was said meanwhile was said to nobody
            self._heard[key] = Heard(is_all=True, anew=True)
        self.up.set()
        self._next_beat = self._now() + BEAT_SECONDS
        while True:
            await self._tell_all(connection)
            await self._wait(connection)

    async def _wait(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Wait for a word of the database, a new topic, or the end of some state."""
        told, socket = self._now(), connection.fileno()
        loop = asyncio.get_running_loop()
        loop.add_reader(socket, self._woken.set)
        try:
            async with asyncio.timeout(max(0.0, self._next_due() - self._now())):
                await self._woken.wait()
        except TimeoutError:
            pass
        finally:
            loop.remove_reader(socket)
        await asyncio.sleep(max(0.0, told + self._pace() - self._now()))
        connection.pgconn.consume_input()
        while (note := connection.pgconn.notifies()) is not None:
            self._hear(note.relname.decode(), note.extra.decode())
        self._note_what_is_due()
        self._woken.clear()  # what was heard until here is told next

    def _hear(self, channel: str, payload: str) -> None:
        """Remember what the database said has changed, and that it is to be read.

        A word may also come with the answer of a query: then nothing is left on the
        socket to wake anybody.
        """
        said = json.loads(payload)
        key = (self._channels[channel].name, str(said["topic"]))
        if key not in self.topics:
            return
        heard = self._hears(key)
        if "keys" in said:
            heard.keys.update(said["keys"])
        else:
            heard.is_all = heard.plan = True
        self._woken.set()

    def _hears(self, key: tuple[str, str]) -> Heard:
        return self._heard.setdefault(key, Heard())

    def _pace(self) -> float:
        """How long to gather changes: the longer, the more streams each telling wakes."""
        return pace(sum(len(topic.streams) for topic in self.topics.values()))

    def _next_due(self) -> float:
        """When to look again if nothing is heard."""
        ends = (min(topic.due.values()) for topic in self.topics.values() if topic.due)
        return min(self._next_beat, *(end + SLACK_SECONDS for end in ends), float("inf"))

    def _note_what_is_due(self) -> None:
        now = self._now()
        for key, topic in self.topics.items():
            if ended := {each for each, end in topic.due.items() if end <= now}:
                self._hears(key).keys |= ended
        if now < self._next_beat:
            return
        self._next_beat = now + BEAT_SECONDS
        for topic in list(self.topics.values()):
            topic.tell(events.BEAT)
            topic.idle_beats = 0 if topic.streams else topic.idle_beats + 1
            if topic.idle_beats > MOST_IDLE:
                self.forget(topic)
        for key in self.topics:
            self._hears(key).is_all = True

    async def _tell_all(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Read what was heard of, and tell what came of it."""
        heard, self._heard = self._heard, {}
        for key, what in heard.items():
            if (topic := self.topics.get(key)) is None:
                continue
            keys = None if what.is_all else what.keys
            changed = topic.learn(
                await _states(connection, topic, keys), keys, now=self._now()
            )
            _tell(topic, changed, what)
            topic.read.set()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


def pace(streams: int) -> float:
    """Seconds from one telling to the next, for so many streams of one process."""
    return min(max(QUICKEST_PACE, streams * PACE_PER_STREAM), SLOWEST_PACE)


def _tell(topic: Topic, changed: dict[str, str | None], what: Heard) -> None:
    """Tell the streams of a topic what changed; if things came or went, everything."""
    redrawn = what.plan or None in changed.values()
    if redrawn:
        topic.tell(events.PLAN)
    if redrawn or what.anew:
        topic.tell(topic.whole())
    elif changed:
        topic.tell(topic.some(changed))


async def _states(
    connection: psycopg.AsyncConnection[Any], topic: Topic, keys: Collection[str] | None
) -> list[Standing]:
    """How the things of a topic stand at this moment."""
    values = {"topic": topic.name, "keys": None if keys is None else sorted(keys)}
    async with connection.cursor(row_factory=class_row(Standing)) as cursor:
        await cursor.execute(topic.feed.statement.read_bytes(), values)
        return await cursor.fetchall()
