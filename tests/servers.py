"""The platform's own server, started for a test on a database of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from config.launch.children import WEB as WEB
from tests.databases import ROOT, address

STARTING_SECONDS = 60
NEVER_SECONDS = 86_400
"""Most servers are asked no page of pygeoapi; the others make it ready when they are."""


def free_port() -> int:
    """A TCP port nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def serving(
    database: str,
    *,
    log: Path,
    workers: int = 1,
    others: Mapping[str, str] | None = None,
    port: int | None = None,
) -> Iterator[str]:
    """Serve `database` with the real server; yields its address without a slash.

    `others` are variables of its environment besides ours.
    """
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, *WEB, "--no-ws", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(workers)]
    own = {
        "LLAJTA_DATABASE_URL": address(database),
        "LLAJTA_WARM_UP_SECONDS": str(NEVER_SECONDS),
    }
    environment = {**os.environ, **own, **(others or {})}
    with log.open("wb") as output:
        server = subprocess.Popen(  # our own server on a port of our own
            command,
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            until = time.monotonic() + STARTING_SECONDS
            while not _answers(url):
                with suppress(subprocess.TimeoutExpired):  # leaves the processor to it
                    server.wait(timeout=0.1)
                if server.poll() is not None or time.monotonic() > until:
                    raise AssertionError(f"the server did not start:\n{log.read_text()}")
            yield url
        finally:
            server.terminate()
            server.wait(timeout=20)
