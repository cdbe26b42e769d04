"""The command: a report, sentences for what is wrong, and never half an import."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import TextIO

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from apps.works.actions import DEMO, import_calls
from apps.works.domain.repair import Lexicon
from apps.works.models import Work
from apps.works.permissions import IMPORT_CALLS
from data.sources.bo_sicoes import COLUMNS, Tally, read_works
from geo.access import Viewer
from tests import databases
from tests.effort import many

ROW = {
    "entidad": "Gobierno Municipal",
    "tipo_de_contratacion": "Obras",
    "modalidad": "ANPE",
    "estado": "Contratado",
    "fecha_presentacion": "",
    "fecha_publicacion": "2019-03-01",
    "fecha_adjudicacion_desierta": "",
}
PATIENCE_SECONDS = 60
"""How long a test waits for the command to come to the point it is struck at."""


def lines(start: int, count: int, text: str = "Const. Plaza {} Otb Kami D-5") -> str:
    """CSV rows of `count` works, numbered from `start`."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    for number in range(start, start + count):
        cuce = f"19-1302-00-{number}-1-1"
        words = text.format(number)
        writer.writerow({**ROW, "cuce": cuce, "objeto_de_contratacion": words})
    return out.getvalue()


TABLES = ("works_work", "works_call", "works_workplace")
HEADER = ",".join(COLUMNS) + "\r\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "calls.csv"
    file.write_text(HEADER + lines(1, 3), encoding="utf-8")
    return file


def told(*arguments: object) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("import_sicoes", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_report_tells_what_was_read_and_what_it_became(file):
    with file.open("a", encoding="utf-8") as more:
        more.write(lines(3, 1, "Const. Plaza Otb Nadie D-5"))
        more.write(lines(9, 1).replace("Obras", "Bienes"))
        more.write(lines(9, 1).replace("-1302-", "-0287-"))

    report = told(file)

    for sentence in (
        "Rows read: 6",
        "own calls for works: 4",
        "Bienes: 1",
        "other bodies: 1",
        "Works: 3 new, 0 changed.",
        "Calls: 3 new, 0 changed.",
        "1 CUCE came more than once with differing content",
        "3 works, 3 of them since 2018",
        "no place named: 3 (100.0%), 3 (100.0%)",
        "Names without a row in the territory: kami (2), nadie (1)",
    ):
        assert sentence in report


@pytest.mark.django_db
def test_importing_again_reports_that_nothing_changed(file):
    told(file)

    assert "Works: 0 new, 0 changed." in told(file)


@pytest.mark.django_db
def test_a_file_without_own_calls_says_so_and_keeps_what_there_was(file, tmp_path):
    import_calls(
        read_works(file, entity="1302", tally=Tally(), lexicon=Lexicon()),
        source=DEMO,
        by=Viewer(name="ana", grants=frozenset({IMPORT_CALLS.name})),
    )
    others = tmp_path / "others.csv"
    others.write_text(HEADER + lines(1, 3).replace("-1302-", "-0287-"), encoding="utf-8")

    assert "No call for works of the entity 1302 was read" in told(others)
    assert Work.objects.filter(source=DEMO).count() == 3
    assert "No call for works" not in told(file)


@pytest.mark.django_db
@pytest.mark.parametrize("entity", ["", "302"])
def test_without_an_entity_of_its_own_nothing_is_imported(file, settings, entity):
    settings.MUNICIPALITY = replace(settings.MUNICIPALITY, sicoes_entity=entity)

    with pytest.raises(CommandError, match=f"^Nothing was imported. .*“{entity}”.* set it"):
        told(file)
    assert not Work.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "lacks the columns cuce, entidad"),
        ((HEADER + lines(1, 9)).encode() + b'"', "not closed"),
        ((HEADER + lines(1, 9, "Pe\xf1a {}")).encode("latin-1"), "--encoding latin-1"),
    ],
    ids=["empty", "another table", "broken off", "latin-1"],
)
def test_a_file_that_cannot_be_read_imports_nothing(tmp_path, content, sentence):
    broken = tmp_path / "broken.csv"
    broken.write_bytes(content)

    with pytest.raises(CommandError, match=f"Nothing was imported.*{sentence}"):
        told(broken)
    assert not Work.objects.exists()


@pytest.mark.django_db
def test_a_latin_1_file_is_read_if_asked_for(tmp_path):
    file = tmp_path / "latin.csv"
    file.write_bytes((HEADER + lines(1, 1, "Plaza Peña {}")).encode("latin-1"))

    told(file, "--encoding=latin-1")

    assert Work.objects.get().object == "Plaza Peña 1"


@pytest.mark.django_db
def test_refused_rows_are_told_with_their_line_and_the_others_stay(file):
    with file.open("a", encoding="utf-8") as more:
        more.write(lines(50, 1).replace("Contratado", "Volado"))

    sentence = "1 rows were refused.*\nLine 5: the state “Volado”"
    with pytest.raises(CommandError, match=sentence):
        told(file)
    assert Work.objects.count() == 3


# Interrupted imports: a real process on a real database -------------------------------


@pytest.fixture(scope="module")
def with_three_works(tmp_path_factory, worker) -> Iterator[str]:
    """A database to copy, with three works imported before."""
    name = f"llajta_three_{worker}_{os.getpid()}"
    old = tmp_path_factory.mktemp("old") / "old.csv"
    old.write_text(HEADER + lines(1, 3), encoding="utf-8")
    with databases.copied(databases.schema_template(), name):
        databases.manage(name, "import_sicoes", str(old))
        yield name


@pytest.fixture
def database(with_three_works, worker) -> Iterator[str]:
    """A database of its own with three works in it."""
    name = f"llajta_torn_{worker}_{os.getpid()}"
    with databases.copied(with_three_works, name):
        yield name


def content(database: str) -> list[tuple[object, ...]]:
    with psycopg.connect(databases.address(database)) as connection:
        return connection.execute("""
            SELECT code, work.object, work.state, place_level, cuce
            FROM works_work work JOIN works_call call ON call.work_id = work.id ORDER BY 1
        """).fetchall()


@contextmanager
def importing(database: str, file: Path) -> Iterator[subprocess.Popen[str]]:
    """The command at work in a process of its own."""
    environment = {**os.environ, "LLAJTA_DATABASE_URL": databases.address(database)}
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "import_sicoes", str(file)],
        env=environment,
        cwd=databases.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def backend(watch: psycopg.Connection, condition: str) -> int:
    """Process number of the importing backend, once it fulfils `condition`."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        found = watch.execute(
            "SELECT pid FROM pg_stat_activity, pg_sleep(0.02) "
            "WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend' "
            f"AND {condition}"
        ).fetchone()
        if found:
            return int(found[0])
    raise AssertionError(f"no backend ever was: {condition}")


@dataclass(frozen=True, kw_only=True)
class HalfRead:
    """The command in the middle of reading its file, and its backend in COPY."""

    process: subprocess.Popen[str]
    stream: TextIO
    backend: int


@pytest.fixture
def half_read(database, tmp_path) -> Iterator[HalfRead]:
    pipe = tmp_path / "calls.csv"
    os.mkfifo(pipe)
    with (
        importing(database, pipe) as process,
        pipe.open("w", encoding="utf-8") as stream,
        psycopg.connect(databases.address(database), autocommit=True) as watch,
    ):
        stream.write(HEADER + lines(10, 5000))
        stream.flush()
        yield HalfRead(
            process=process, stream=stream, backend=backend(watch, "query LIKE 'COPY%'")
        )


@pytest.mark.long
def test_a_killed_import_leaves_the_old_state_while_reading(database, half_read):
    before = content(database)

    half_read.process.send_signal(signal.SIGKILL)
    half_read.process.wait()

    assert content(database) == before
    assert len(before) == 3


def test_a_lost_database_leaves_the_old_state_and_a_sentence(database, half_read):
    before = content(database)
    with psycopg.connect(databases.address(database), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [half_read.backend])

    half_read.stream.close()
    _, complaint = half_read.process.communicate(timeout=60)

    assert half_read.process.returncode != 0
    assert "Nothing was imported" in complaint or "No se importó nada" in complaint
    assert "Traceback" not in complaint
    assert content(database) == before


@pytest.mark.parametrize("table", TABLES[: many(1, len(TABLES))])
def test_a_killed_import_leaves_the_old_state_while_writing(database, tmp_path, table):
    newer = tmp_path / "newer.csv"
    newer.write_text(HEADER + lines(2, 200, "Mej. Parque {} D-5"), encoding="utf-8")
    before = content(database)

    with psycopg.connect(databases.address(database)) as holder:
        holder.execute(f"LOCK TABLE {table} IN SHARE MODE")
        with importing(database, newer) as process:
            with psycopg.connect(databases.address(database), autocommit=True) as watch:
                backend(watch, "wait_event_type = 'Lock' AND wait_event = 'relation'")
            process.send_signal(signal.SIGKILL)
            process.wait()
        holder.rollback()

    assert content(database) == before
    databases.manage(database, "import_sicoes", str(newer))
    assert len(content(database)) == 201


def test_two_imports_at_once_are_put_in_line(database, tmp_path):
    newer = tmp_path / "newer.csv"
    newer.write_text(HEADER + lines(2, 200), encoding="utf-8")

    with importing(database, newer) as first, importing(database, newer) as second:
        complaints = [each.communicate(timeout=120)[1] for each in (first, second)]

    assert (first.returncode, second.returncode) == (0, 0), complaints
    assert len(content(database)) == 201
