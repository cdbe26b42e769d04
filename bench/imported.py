"""Imports: each timed run writes into a fresh copy of the town."""

from __future__ import annotations

import io
import time
from typing import Any

from bench.databases import connect, copied, django_on, question

Digest = tuple[Any, ...]


class Importing:
    """Runs a management command on copies of a town and remembers what came of it."""

    def __init__(self, town: str, digest: str, command: tuple[str, ...]) -> None:
        self.town = town
        self.digest = digest
        """Name of the query that sums up what was written."""
        self.command = command
        self.written: Digest = ()

    def run(self) -> float:
        """Seconds for one import, checks included; the copy before it is not counted."""
        from django.core.management import call_command

        with copied(self.town, "import") as database:
            with django_on(database):
                began = time.perf_counter()
                call_command(*self.command, verbosity=0, stdout=io.StringIO())
                took = time.perf_counter() - began
            with connect(database) as connection:
                row = connection.execute(question(self.digest).encode()).fetchone()
                self.written = row or ()
        return took
