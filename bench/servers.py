"""Starts the servers that are measured, each on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.databases import ROOT, address

STARTING_SECONDS = 60
NEVER = "86400"
"""No page of pygeoapi is measured, and making them ready takes seconds from what is."""
PLATFORM = "config.asgi:application"
FLOOR = "bench.floor:application"
ALIVE = {PLATFORM: "/healthz", FLOOR: "/alive"}


def free_port() -> int:
    """A TCP port nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Whether something answers 200 at `url`."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    alive: str,
    log: Path,
    cwd: Path = ROOT,
) -> Iterator[None]:
    """Run a server until the block ends; starts the block when `alive` answers."""
    with log.open("wb") as output:
        server = subprocess.Popen(  # a server on a port of our own
            command, env=environment, cwd=cwd, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            until = time.monotonic() + STARTING_SECONDS
            while not answers(alive):
                if server.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"{command[0]} did not start:\n{log.read_text()}")
                time.sleep(0.05)
            yield
        finally:
            server.terminate()
            server.wait(timeout=20)


@contextmanager
def serving(
    application: str, database: str, *, log: Path, settings: str = "config.settings"
) -> Iterator[str]:
    """Serve `database` with one worker; yields the address without a slash."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1", application]
    own = {"LLAJTA_DATABASE_URL": address(database), "LLAJTA_WARM_UP_SECONDS": NEVER}
    own["DJANGO_SETTINGS_MODULE"] = settings
    environment = {**os.environ, **own}
    with running(command, environment, alive=url + ALIVE[application], log=log):
        yield url
