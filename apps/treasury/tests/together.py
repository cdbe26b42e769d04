"""Many at once on a database of their own, where every act is committed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from bench.databases import django_on
from geo.errors import Refusal
from tests import databases

CASHIERS = 64


@contextmanager
def database_apart(name: str, worker: str, blocker: Any) -> Iterator[str]:
    """Point Django at a fresh database; yields its name."""
    name = f"llajta_{name}_{worker}_{os.getpid()}"
    template = databases.schema_template()
    with databases.copied(template, name), blocker.unblock(), django_on(name):
        yield name


def at_once(act: Callable[[int], object], *, times: int = CASHIERS) -> Counter[str]:
    """What came of doing `act` so often at the same moment, by name."""
    from django.db import connection

    start = Barrier(times)

    def one(number: int) -> str:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            act(number)
            return "done"
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as cashiers:
        return Counter(cashiers.map(one, range(times)))
