"""A web worker killed amid a hold: the stand is free, and the retry holds it once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from apps.allocation.tests.buying import Buyer, Shop, rush, stocked
from tests import databases
from tests.coroutines import run_apart
from tests.effort import many
from tests.servers import serving
from tests.waiting import until

LOCK = 4217
POINTS = [
    ("INSERT", "allocation_claim"),
    ("INSERT", "allocation_hold"),
    ("INSERT", "allocation_keptanswer"),
    ("UPDATE", "allocation_keptanswer"),
]
"""After which statement the worker stops and is killed."""
STOP = """
CREATE OR REPLACE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock({lock}); RETURN NULL; END $$;
CREATE TRIGGER stop_here AFTER {event} ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION stop_here();
"""
WAITS = (
    "SELECT count(*) FROM pg_locks "
    "WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
)
SERVED = (
    "SELECT FROM pg_stat_activity "
    "WHERE application_name = 'llajta' AND datname = current_database()"
)


@contextmanager
def stopping(database: str, event: str, table: str) -> Iterator[psycopg.Connection]:
    """Whoever comes to this point waits until the block ends."""
    with psycopg.connect(databases.address(database), autocommit=True) as gate:
        gate.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        gate.execute(STOP.format(lock=LOCK, event=event, table=table).encode())
        yield gate
        gate.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        gate.execute(f"DROP TRIGGER stop_here ON {table}".encode())


def children(pid: int) -> list[int]:
    """Processes that a process started, and theirs."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    found = [int(each) for each in text.split()]
    return found + [grand for each in found for grand in children(each)]


def kill(url: str) -> None:
    """Kill the server of this address and its workers, without a word of warning."""
    port = str(urlsplit(url).port).encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (folder / "cmdline").read_bytes().split(b"\0")
            if b"granian" in command and port in command:
                for pid in [*children(int(folder.name)), int(folder.name)]:
                    os.kill(pid, signal.SIGKILL)


def click(buyer: Buyer, key: str) -> int | None:
    """Ask for a stand; None when the line was cut."""
    with suppress(OSError, IndexError, ValueError):
        (told,) = run_apart(rush([partial(buyer.take, ["A-1"], key=key)]))
        return int(told.status)
    return None


@pytest.mark.parametrize(("event", "table"), POINTS[: many(1, len(POINTS))])
def test_a_worker_killed_in_a_hold_leaves_the_stand_free_and_the_retry_holds_it_once(
    event: str, table: str, worker: str, tmp_path: Path
) -> None:
    buyer_key = "la-misma-clave"
    with stocked(f"llajta_kills_{worker}_{os.getpid()}", spaces=3) as database:
        with serving(database, log=tmp_path / "first.log") as url:
            shop, buyer = Shop(url=url, database=database), Buyer(url=url)
            with stopping(database, event, table) as gate:
                asking = threading.Thread(target=click, args=(buyer, buyer_key))
                asking.start()
                while gate.execute(WAITS, [LOCK]).fetchone() != (1,):
                    asking.join(0.05)
                    assert asking.is_alive(), "it never came to the point"
                kill(url)
                asking.join()
            until(lambda: not shop.ask(SERVED))
            assert shop.ask("SELECT count(*) FROM allocation_claim") == [(0,)]
        with serving(database, log=tmp_path / "second.log") as url:
            again = Buyer(url=url, visitor=buyer.visitor, csrf=buyer.csrf)
            assert click(again, buyer_key) == 201
            assert click(again, buyer_key) == 201
            assert shop.ask("SELECT count(*) FROM allocation_claim") == [(1,)]
