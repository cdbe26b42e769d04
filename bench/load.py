"""Asks one address over and over and says how long one answer took.

`wrk` when it is installed (it costs next to no processor time); otherwise a small client
of our own, which shares the processors with the servers and so draws ratios towards 1.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import time
from urllib.parse import urlsplit

from bench.rounds import NotMeasured

PATIENCE_SECONDS = 60
SHORTEST_WITH_WRK = 1


def client() -> str:
    """Name of the client that will be used."""
    return "wrk" if shutil.which("wrk") else "own asyncio client"


def seconds_per_answer(url: str, *, connections: int, seconds: float) -> float:
    """Seconds from one answer to the next while `connections` ask without pause.

    Asks for longer where nothing was answered in time. `wrk` leaves in the middle when the
    time is up, and a server goes on with what nobody waits for any more; so our own client
    asks where that would weigh on what is measured next.

    Raises:
        NotMeasured: some answer was not 2xx, or none came in a minute.
    """
    alone = 1 / asyncio.run(rate_with_own(url, connections=1, seconds=0))
    by_wrk = shutil.which("wrk") and alone * connections < seconds
    while seconds <= PATIENCE_SECONDS:
        if by_wrk and seconds >= SHORTEST_WITH_WRK:
            rate = _rate_with_wrk(url, connections=connections, seconds=seconds)
        else:
            rate = asyncio.run(rate_with_own(url, connections=connections, seconds=seconds))
        if rate:
            return 1 / rate
        seconds *= 4
    raise NotMeasured(f"{url} gave no answer in a minute")


def _rate_with_wrk(url: str, *, connections: int, seconds: float) -> float:
    whole = max(1, round(seconds))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{whole}s", "--timeout", "60s", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise NotMeasured(f"{url} answered with errors under load")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    return float(rate[1]) if rate else 0.0


async def rate_with_own(url: str, *, connections: int, seconds: float) -> float:
    """Answers per second to our own client."""
    began = time.monotonic()
    until = began + seconds
    counts = await asyncio.gather(*(_ask(url, until) for _ in range(connections)))
    return sum(counts) / (time.monotonic() - began)


async def _ask(url: str, until: float) -> int:
    """Ask on one kept-alive connection until the time is up; returns how many answers."""
    at = urlsplit(url)
    path = f"{at.path}?{at.query}" if at.query else at.path
    request = f"GET {path} HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode()
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    answers = 0
    try:
        while time.monotonic() < until or not answers:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 204")):
                status = head.split(b"\r\n", 1)[0].decode()
                raise NotMeasured(f"{url} answered {status} under load")
            await _skip_body(reader, head.lower())
            answers += 1
    finally:
        writer.close()
    return answers


async def _skip_body(reader: asyncio.StreamReader, head: bytes) -> None:
    length = re.search(rb"content-length: (\d+)", head)
    if length is not None:
        await reader.readexactly(int(length[1]))
    elif b"transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
