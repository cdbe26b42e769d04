"""Holding stands, beside an empty transaction on the same server."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.databases import connect, copied, question
from bench.rounds import AnswersDiffer, Workload
from bench.setting import Setting

CLIENTS: Final = (16, 64)
STANDS: Final = 10_000
HOLD: Final = Path(__file__).parents[2] / "apps" / "allocation" / "sql" / "hold.sql"

Turn = Callable[[random.Random], tuple[str, dict[str, object]]]


def attempts(database: str, clients: int, seconds: float, turn: Turn) -> float:
    """Seconds for one transaction while so many clients make one after the other."""
    until = time.perf_counter() + seconds

    def client(number: int) -> int:
        rng, done = random.Random(number), 0
        with connect(database) as connection:
            while time.perf_counter() < until:
                text, values = turn(rng)
                with connection.transaction():
                    connection.execute(text.encode(), values)
                done += 1
        return done

    with ThreadPoolExecutor(clients) as threads:
        return seconds / max(1, sum(threads.map(client, range(clients))))


def empty(_rng: random.Random) -> tuple[str, dict[str, object]]:
    """A transaction that does nothing."""
    return "SELECT 1", {}


def holding(offering: int) -> Turn:
    """One visitor tries one stand."""
    text = HOLD.read_text(encoding="utf-8")

    def turn(rng: random.Random) -> tuple[str, dict[str, object]]:
        return text, {
            "offering": offering,
            "codes": [f"B-{rng.randint(1, STANDS)}"],
            "token": uuid.uuid4(),
            "party": None,
            "visitor": uuid.uuid4().hex,
            "by": "",
            "waived": "",
        }

    return turn


def _held_once(database: str) -> str:
    with connect(database) as connection:
        row = connection.execute(question("booked").encode()).fetchone()
    claims, spaces = row or (0, 0)
    if claims != spaces:
        raise AnswersDiffer(f"{claims} claims bind {spaces} stands")
    return f"{spaces:,} stands held, none twice"


def _workload(setting: Setting, database: str, offering: int, clients: int) -> Workload:
    def ours() -> float:
        with connect(database) as connection:
            connection.execute("TRUNCATE allocation_claim, allocation_hold CASCADE")
        return attempts(database, clients, setting.load_seconds, holding(offering))

    return Workload(
        name=f"hold_c{clients}",
        title=f"hold one of {STANDS:,} stands, {clients} clients",
        ours=ours,
        floor=lambda: attempts(database, clients, setting.load_seconds, empty),
        check=lambda: _held_once(database),
        is_rate=True,
    )


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """One offering of many stands in a copy of the town."""
    with copied(setting.town, "booking") as database:
        with connect(database) as connection:
            row = connection.execute(
                question("stands").encode(), {"count": STANDS}
            ).fetchone()
            connection.execute("VACUUM ANALYZE allocation_space")
        assert row is not None
        yield [_workload(setting, database, row[0], clients) for clients in CLIENTS]
