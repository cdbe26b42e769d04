"""The platform's own job worker, started for a test on a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection

from tests.databases import ROOT, address

ENDING_SECONDS = 90

Worker = subprocess.Popen[bytes]


@contextmanager
def working(
    database: str, *, log: Path, others: Mapping[str, str] | None = None
) -> Iterator[Worker]:
    """Let a worker do the jobs of `database`; `others` are variables besides ours."""
    environment = {**os.environ, "LLAJTA_DATABASE_URL": address(database), **(others or {})}
    with log.open("ab") as output:
        worker = subprocess.Popen(  # our own worker on a database of our own
            [sys.executable, "-m", "django", "procrastinate", "worker"],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield worker
    finally:
        if worker.poll() is None:
            worker.terminate()
            with suppress(subprocess.TimeoutExpired):
                worker.wait(timeout=20)
        if worker.poll() is None:
            worker.kill()
            worker.wait()


def until(
    happened: Callable[[], bool],
    worker: Worker,
    log: Path,
    *,
    seconds: float = ENDING_SECONDS,
) -> None:
    """Wait until it has happened; the worker gets the processor meanwhile."""
    end = time.monotonic() + seconds
    while not happened():
        with suppress(subprocess.TimeoutExpired):
            worker.wait(timeout=0.1)
        if worker.poll() is not None or time.monotonic() > end:
            raise AssertionError(f"it did not happen:\n{log.read_text()}")


def missed() -> None:
    """Let the time pass until a worker that was killed is missed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name <> 'jobs.run'")
        cursor.execute("DELETE FROM procrastinate_periodic_defers")
