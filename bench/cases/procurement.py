"""Importing the real procurement record, beside COPY of the same file and its counting."""

from __future__ import annotations

import csv
import gzip
import io
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.databases import connect, question
from bench.imported import Importing
from bench.rounds import NotMeasured, Workload
from bench.same import same_values
from bench.setting import Setting


def copy_and_count(database: str, file: Path) -> tuple[float, tuple[int, ...]]:
    """Seconds to unpack the file, COPY its rows as they are and pick out our own works.

    Returns the seconds, and how many calls there are.
    """
    from django.conf import settings

    with connect(database) as connection:
        began = time.perf_counter()
        text = gzip.decompress(file.read_bytes())
        header = next(csv.reader(io.StringIO(text.split(b"\n", 1)[0].decode())))
        columns = ", ".join(f"{name} text" for name in header)
        connection.execute(f"CREATE TEMP TABLE record ({columns})".encode())
        with connection.cursor().copy(
            "COPY record FROM STDIN (FORMAT csv, HEADER)"
        ) as rows:
            rows.write(text)
        row = (
            connection.execute(
                question("own_works").encode(),
                {"entity": settings.MUNICIPALITY.sicoes_entity},
            ).fetchone()
            or ()
        )
        return time.perf_counter() - began, row


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """One workload: the whole record. Placing has no floor, so there is no goal."""
    file = setting.sicoes
    if file is None:
        raise NotMeasured("no real file: set LLAJTA_REAL_DATA or give --sicoes FILE")
    importing = Importing(setting.town, "calls", ("import_sicoes", str(file)))

    def compare() -> str:
        counted = copy_and_count(setting.town, file)[1]
        same_values({"calls": importing.written}, {"calls": counted}, "counts")
        return f"{counted[0]:,} calls for works of our own"

    yield [
        Workload(
            name="sicoes",
            title="import_sicoes of the real record, works placed",
            ours=importing.run,
            floor=lambda: copy_and_count(setting.town, file)[0],
            check=compare,
        )
    ]
