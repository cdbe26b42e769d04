"""A sale over HTTP: attempts beside an empty transaction, changes told to open pages."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import psycopg

from bench import servers
from bench.cases.booking import STANDS, _held_once
from bench.databases import address, connect, copied, question
from bench.rounds import NotMeasured, Workload
from bench.setting import Setting

BUYERS: Final = 64
VIEWERS: Final = 200
LISTENERS: Final = 20
"""Database connections that hear the same; a stream each would be as many as viewers."""
ATTEMPT: Final = "/api/espacios/bench/reservas/"
EMPTY: Final = "/api/nothing/"
GOAL: Final = 2
"""Half of what the same server reaches with an empty transaction."""
STREAM: Final = "/en-vivo/espacios/bench"
CHANGE: Final = b'"B-'
"""Stands in what a stream says."""


Ask = Callable[[str, random.Random], bytes]
"""Writes a request to this host."""


def _post(host: str, rng: random.Random) -> bytes:
    """A click of somebody new on some stand."""
    body = json.dumps({"spaces": [f"B-{rng.randint(1, STANDS)}"]})
    token, key = uuid.uuid4().hex, uuid.uuid4().hex
    return (
        f"POST {ATTEMPT} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"Cookie: llajta_visitor={token}; csrftoken={token}\r\n"
        f"X-CSRFToken: {token}\r\nIdempotency-Key: {key}\r\n\r\n{body}"
    ).encode()


def _get(host: str, _rng: random.Random) -> bytes:
    return f"GET {EMPTY} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


async def _one(url: str, ask: Ask, number: int, until: float) -> list[float]:
    """Ask on one kept-alive connection until the time is up; seconds of each answer."""
    at, rng, took = urlsplit(url), random.Random(number), list[float]()
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    try:
        while time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(ask(at.netloc, rng))
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = re.search(rb"content-length: (\d+)", head)
            if length is None or not re.match(rb"http/1.1 (200|201|409)", head):
                raise NotMeasured(head.split(b"\r\n")[0].decode())
            await reader.readexactly(int(length[1]))
            took.append(time.perf_counter() - began)
    finally:
        writer.close()
    return took


def answers(url: str, ask: Ask, seconds: float) -> list[float]:
    """How long each answer took while so many asked one after the other, sorted."""

    async def all_of_them() -> list[list[float]]:
        until = time.perf_counter() + seconds
        return await asyncio.gather(*(_one(url, ask, n, until) for n in range(BUYERS)))

    return sorted(each for one in asyncio.run(all_of_them()) for each in one)


async def _viewer(url: str, ready: asyncio.Barrier, done: asyncio.Event) -> int:
    """Changes that one open page was told of."""
    at, told = urlsplit(url), 0
    reader, writer = await asyncio.open_connection(at.hostname, at.port, limit=1 << 22)
    writer.write(f"GET {STREAM} HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode())
    await reader.readuntil(b"event: all")
    await reader.readuntil(b"\n\n")
    await ready.wait()
    try:
        while not done.is_set():
            async with asyncio.timeout(1):
                told += (await reader.read(1 << 16)).count(CHANGE)
    except TimeoutError:
        pass
    finally:
        writer.close()
    return told


async def _listener(database: str, ready: asyncio.Barrier, done: asyncio.Event) -> int:
    """Changes that one connection to the database heard of."""
    link = await psycopg.AsyncConnection.connect(address(database), autocommit=True)
    async with link:
        await link.execute("LISTEN allocation_live")
        await ready.wait()
        told = 0
        while not done.is_set():
            async for note in link.notifies(timeout=0.2):
                told += note.payload.count('"B-')
    return told


def told(setting: Setting, database: str, url: str, count: int) -> float:
    """Seconds for one change at one listener, while stands are blocked and unblocked."""

    def flip(until: float) -> None:
        with connect(database) as link:
            number, text = 0, question("flip").encode()
            while time.perf_counter() < until:
                number = number % STANDS + 1
                link.execute(text, {"code": f"B-{number}"})

    async def scene() -> float:
        ready, done = asyncio.Barrier(count + 1), asyncio.Event()
        hears = _viewer if url else _listener
        who = [
            asyncio.create_task(hears(url or database, ready, done)) for _n in range(count)
        ]
        await ready.wait()
        began = time.perf_counter()
        await asyncio.to_thread(flip, began + setting.load_seconds)
        await asyncio.sleep(0.5)  # what is on its way
        done.set()
        heard = sum(await asyncio.gather(*who))
        if not heard:
            raise NotMeasured("nobody was told anything")
        return setting.load_seconds / max(1, heard)

    return asyncio.run(scene())


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """One offering of many stands, served by one process."""
    with copied(setting.town, "rush") as database:
        with connect(database) as connection:
            connection.execute(question("stands").encode(), {"count": STANDS})
            connection.execute("VACUUM ANALYZE allocation_space")
        log = setting.folder / "rush.log"
        with servers.serving(
            servers.PLATFORM, database, log=log, settings="bench.empty.settings"
        ) as url:
            yield list(_all(setting, database, url))


def _all(setting: Setting, database: str, url: str) -> Iterator[Workload]:
    def tried(ask: Ask) -> list[float]:
        return answers(url, ask, setting.load_seconds)

    def worst(took: list[float]) -> float:
        return took[int(len(took) * 0.99)]

    yield Workload(
        name="attempt_http",
        title=f"try one of {STANDS:,} stands over HTTP, {BUYERS} buyers",
        ours=lambda: setting.load_seconds / max(1, len(tried(_post))),
        floor=lambda: setting.load_seconds / max(1, len(tried(_get))),
        check=lambda: _held_once(database),
        goal=GOAL,
        is_rate=True,
    )
    yield Workload(
        name="attempt_http_p99",
        title=f"99 of 100 such attempts are answered within, {BUYERS} buyers",
        ours=lambda: worst(tried(_post)),
        floor=lambda: worst(tried(_get)),
        check=lambda: _held_once(database),
    )
    yield Workload(
        name="told",
        title=f"tell a change to one of {VIEWERS} open pages",
        ours=lambda: told(setting, database, url, VIEWERS),
        floor=lambda: told(setting, database, "", LISTENERS),
        check=lambda: f"{VIEWERS} pages, beside {LISTENERS} connections that listen",
        is_rate=True,
    )
