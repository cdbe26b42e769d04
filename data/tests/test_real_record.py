"""The real procurement record, read whole from the folder of real files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import databases

NAME = "sicoes_quillacollo_2007_2026.csv.gz"
PEAK_KB = 300_000
MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "django", *sys.argv[1:]])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
raise SystemExit(done.returncode)
"""
"""Runs a command from a small process: a child counts its parent's memory as its own."""


@pytest.fixture(scope="module")
def record(real_data: Path) -> Path:
    file = real_data / NAME
    if not file.exists():
        pytest.skip(f"real data: {NAME} is not there")
    return file


@pytest.fixture(scope="module")
def imported(record: Path, worker: str) -> Iterator[str]:
    """A database with the demonstration town and the record imported into it."""
    name = f"llajta_record_{worker}_{os.getpid()}"
    with databases.copied(databases.record_template(record), name):
        yield name


def ask(database: str, question: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(databases.address(database)) as connection:
        return connection.execute(question).fetchall()


def test_calls_become_works(imported):
    ((calls, works, recent, sources),) = ask(
        imported,
        """
        SELECT (SELECT count(*) FROM works_call), count(*),
               count(*) FILTER (WHERE year >= 2018), array_agg(DISTINCT source)
        FROM works_work
        """,
    )

    assert calls == 4404  # 4,413 rows, nine of them again
    assert 3100 < works < 3250
    assert 950 < recent < 1080
    assert sources == ["sicoes"]


def test_most_works_since_2018_are_placed(imported):
    ((placed, finely),) = ask(
        imported,
        """
        SELECT avg((place_level <> 'none')::int),
               avg((place_level NOT IN ('none', 'district'))::int)
        FROM works_work WHERE year >= 2018
        """,
    )

    assert placed >= 0.97
    assert finely >= 0.60


def test_hardly_a_text_keeps_lost_characters(imported):
    ((doubtful,),) = ask(imported, "SELECT count(*) FROM works_work WHERE doubtful_text")

    assert doubtful <= 5


def test_kinds_and_states_are_told_apart(imported):
    kinds: dict[str, int] = dict(
        ask(imported, "SELECT kind, count(*) FROM works_work GROUP BY kind")
    )
    states: dict[str, int] = dict(
        ask(imported, "SELECT state, count(*) FROM works_work GROUP BY state")
    )

    assert kinds["paving"] > kinds["school"] > kinds["cemetery"] > 5
    assert kinds["other"] < 60
    assert states["contracted"] > 2000
    assert states.keys() >= {"deserted", "cancelled", "published", "awarded"}


def test_every_place_lies_in_the_municipality(imported):
    strays = ask(
        imported,
        """
        SELECT work.code, place.words
        FROM works_workplace place
        JOIN works_work work ON work.id = place.work_id
        CROSS JOIN territory_municipality town
        WHERE NOT ST_DWithin(town.outline, place.position, 0.001)
        """,
    )

    assert strays == []


def test_a_second_import_touches_no_row_and_little_memory(imported, record):
    versions = """
        SELECT 'work', id, xmin::text FROM works_work
        UNION ALL SELECT 'call', id, xmin::text FROM works_call
        UNION ALL SELECT 'place', id, xmin::text FROM works_workplace ORDER BY 1, 2
    """
    before = ask(imported, versions)

    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "import_sicoes", str(record), "-v0"],
        env={**os.environ, "LLAJTA_DATABASE_URL": databases.address(imported)},
        cwd=databases.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert ask(imported, versions) == before
    assert int(done.stdout.split()[-1]) < PEAK_KB
