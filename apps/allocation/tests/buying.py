"""Buyers that come over HTTP, hundreds at once, and the shop they come to."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests import databases
from tests.servers import serving

OFFERING = "rush"
SEED = """
INSERT INTO allocation_offering
    (code, title, is_announced, sale, during, hold_minutes, payment_minutes, legal_basis)
VALUES ('rush', 'Rush', true, tstzrange(now() - interval '1 day', NULL),
        tstzrange(now() + interval '1 year', now() + interval '370 days'), 15, 60, 'Law');
INSERT INTO allocation_space
    (offering_id, code, kind, state, place, tariff, about_kind, about_id, recorded_by)
SELECT offering.id, 'A-' || n, 'stand', 'open',
       ST_MakeEnvelope(-66.28 + n * 0.00005, -17.40, -66.28 + n * 0.00005 + 0.00005,
                       -17.39995, 4326), '', '', '', 'test'
FROM allocation_offering offering, generate_series(1, {spaces}) n;
ANALYZE allocation_space;
"""
EMPTY = "TRUNCATE allocation_claim, allocation_hold, allocation_keptanswer CASCADE"
TWICE = """
SELECT count(*) FROM (
    SELECT FROM allocation_claim one JOIN allocation_claim other
      ON other.space_id = one.space_id AND other.id > one.id
     AND other.during && one.during AND other.in_force && one.in_force) pair
"""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came back to one click."""

    status: int
    document: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """One browser, with the tokens its first reading gave it."""

    url: str
    visitor: str = field(default_factory=lambda: uuid.uuid4().hex)
    csrf: str = field(default_factory=lambda: uuid.uuid4().hex)

    async def take(self, codes: Sequence[str], *, key: str = "") -> Told:
        """Click on some stands."""
        body = {"spaces": list(codes)}
        return await self.post(f"/api/espacios/{OFFERING}/reservas/", body, key=key)

    async def post(self, path: str, body: dict[str, Any], *, key: str = "") -> Told:
        """Send something on a connection of its own."""
        at, sent = urlsplit(self.url), json.dumps(body).encode()
        key = key or uuid.uuid4().hex
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {at.netloc}\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n"
            f"Cookie: llajta_visitor={self.visitor}; csrftoken={self.csrf}\r\n"
            f"X-CSRFToken: {self.csrf}\r\nIdempotency-Key: {key}\r\n\r\n"
        )
        reader, writer = await asyncio.open_connection(at.hostname, at.port)
        try:
            writer.write(head.encode() + sent)
            answer = await reader.read()
        finally:
            writer.close()
        top, _blank, rest = answer.partition(b"\r\n\r\n")
        return Told(status=int(top.split()[1]), document=json.loads(rest))


@dataclass(frozen=True, kw_only=True)
class Shop:
    """A served platform on a database of its own, with stands A-1, A-2 … on sale."""

    url: str
    database: str

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database behind the platform's back."""
        with psycopg.connect(databases.address(self.database), autocommit=True) as shop:
            found = shop.execute(statement.encode(), values or None)
            return found.fetchall() if found.description else []

    def empty(self) -> None:
        """Begin anew: nothing is held."""
        self.ask(EMPTY)

    def held_twice(self) -> int:
        """Pairs of claims to one space that bind at one moment for one time."""
        return int(self.ask(TWICE)[0][0])

    def buyers(self, count: int) -> list[Buyer]:
        """So many different browsers."""
        return [Buyer(url=self.url) for _n in range(count)]


@contextmanager
def stocked(name: str, *, spaces: int) -> Iterator[str]:
    """A database with so many stands on sale, gone afterwards."""
    with databases.copied(databases.schema_template(), name):
        with psycopg.connect(databases.address(name), autocommit=True) as seed:
            seed.execute(SEED.format(spaces=spaces).encode())
        yield name


@contextmanager
def open_shop(name: str, folder: Path, *, spaces: int, workers: int = 2) -> Iterator[Shop]:
    """A shop with so many stands, gone afterwards."""
    log = folder / f"{name}.log"
    with stocked(name, spaces=spaces), serving(name, log=log, workers=workers) as url:
        yield Shop(url=url, database=name)


async def rush(clicks: Sequence[Callable[[], Awaitable[Any]]]) -> list[Any]:
    """All of them at once."""
    return list(await asyncio.gather(*(click() for click in clicks)))


def statuses(told: Sequence[Told]) -> Counter[int]:
    """How many were told what."""
    return Counter(each.status for each in told)
