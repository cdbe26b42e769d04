"""People who look at the map while others buy: streams, read as a browser does."""

from __future__ import annotations

import asyncio
import json
import resource
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from apps.allocation.tests.buying import OFFERING

PATIENCE = 30
LISTENING = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND application_name = 'llajta live'"
)


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One event, and when it came."""

    name: str
    told: dict[str, Any]
    number: str
    at: float


@dataclass(kw_only=True)
class Viewer:
    """One open page: what it was told, and what it shows."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    status: int
    heard: list[Heard] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    usual: str = ""
    total: int = 0
    ended: bool = False
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Take in events until the stream ends."""
        try:
            while size := int(await self.reader.readline() or b"0", 16):
                piece = (await self.reader.readexactly(size + 2))[:-2]
                for each in piece.decode().split("\n\n"):
                    self._take(each)
                self._woken.set()
        except (OSError, asyncio.IncompleteReadError):
            pass
        self.ended = True
        self._woken.set()

    def _take(self, text: str) -> None:
        lines = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
        if "event" not in lines:
            return
        event = Heard(
            name=lines["event"],
            told=json.loads(lines["data"]),
            number=lines.get("id", ""),
            at=time.monotonic(),
        )
        self.heard.append(event)
        if event.name == "all":
            self.states = dict(event.told["states"])
            self.usual, self.total = event.told["usual"], event.told["total"]
        elif event.name == "some":
            self.states.update(event.told["states"])
            for code, state in event.told["states"].items():
                if state in (None, self.usual):
                    del self.states[code]

    def shows(self, code: str) -> str:
        """How a space stands, as this page shows it."""
        return self.states.get(code, self.usual)

    async def until(self, seen: Callable[[Viewer], object]) -> None:
        """Wait until the page shows something."""
        async with asyncio.timeout(PATIENCE):
            while not seen(self):
                assert not self.ended, "the stream ended"
                self._woken.clear()
                await self._woken.wait()

    def close(self) -> None:
        """Leave the page."""
        self.writer.close()


async def look(url: str, offering: str = OFFERING, *, known: str = "") -> Viewer:
    """Open the stream of an offering."""
    at = urlsplit(url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    head = f"GET /en-vivo/espacios/{offering} HTTP/1.1\r\nHost: {at.netloc}\r\n"
    head += f"Last-Event-ID: {known}\r\n" if known else ""
    writer.write(
        f"{head}Accept: text/event-stream\r\nAccept-Encoding: br, gzip\r\n\r\n".encode()
    )
    top = await reader.readuntil(b"\r\n\r\n")
    assert top.split()[1] == b"200", top
    assert b"content-encoding" not in top.lower()
    return Viewer(reader=reader, writer=writer, status=int(top.split()[1]))


@asynccontextmanager
async def looking(
    url: str, count: int, offering: str = OFFERING
) -> AsyncIterator[list[Viewer]]:
    """So many people who have the map of an offering open, and see all of it."""
    allow_files(2 * count + 512)
    viewers: list[Viewer] = []
    tasks: list[asyncio.Task[None]] = []
    try:
        for start in range(0, count, 100):
            some = range(start, min(start + 100, count))
            viewers += await asyncio.gather(*(look(url, offering) for _each in some))
        tasks = [asyncio.create_task(viewer.listen()) for viewer in viewers]
        for viewer in viewers:
            await viewer.until(lambda seen: seen.usual)
        yield viewers
    finally:
        for task in tasks:
            task.cancel()
        for viewer in viewers:
            viewer.close()


def allow_files(wanted: int) -> None:
    """Let this process open so many files, as the launcher does for the server."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
