"""Checks and imports: what they report, and that they are done exactly once."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, connection, transaction

from geo.access import NotAllowed
from geo.exchange.inserting import MANY
from geo.exchange.tests.conftest import rows_of
from geo.exchange.tests.test_importing import can_be_read
from geo.importing.choices import Choices
from geo.importing.running import (
    SMALL_BYTES,
    ask_check,
    ask_load,
    decide,
    work,
    work_through,
)
from geo.importing.telling import first_refused
from geo.importing.tests.conftest import (
    CLERK,
    NOW,
    OTHER,
    PLACES,
    checked,
    hand_in,
    imported,
)
from geo.importing.uploads import file_of, report_of
from geo.models import ImportedRow, ImportRun, Upload, UploadState
from tests import databases


def names() -> list[str]:
    """Names of the places in the register."""
    return [row.name for row in rows_of("place-names")]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        pytest.param({"values": {"kind": "{1}"}}, "digits only", id="a digit"),
        pytest.param({"values": {"kind": "{lon:{lat}}"}}, "braces within", id="braces"),
        pytest.param({"values": {"kind": "{line:>3000000000}"}}, "200", id="wide"),
        pytest.param({"separator": '"'}, "separates no columns", id="separator"),
        pytest.param({"decimal": "c"}, "no decimal mark", id="decimal mark"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(
    town: Any, chosen: dict[str, Any], said: str
) -> None:
    assert said in checked(hand_in(PLACES), **chosen).refusal


def test_a_check_says_what_the_command_would_and_writes_nothing(town: Any) -> None:
    upload = checked(hand_in(PLACES + ",-66.2797,-17.3997\nLejos,-60,-17\n"))
    report = upload.report
    assert report is not None
    assert (report["read"], report["loaded"], report["refused"]) == (4, 2, 2)
    assert [row["line"] for row in report["examples"]] == [4, 5]
    assert {reason["count"] for reason in report["reasons"]} == {1}
    assert "missing" in report_of(upload.token).read_text(encoding="utf-8-sig")
    assert (names(), ImportRun.objects.count()) == ([], 0)


def test_a_page_shows_a_hundred_refused_rows_and_the_examples_without_the_list(
    town: Any,
) -> None:
    upload = checked(hand_in("nombre,lon,lat\n" + ",-66.2797,-17.3997\n" * 150))
    assert upload.report is not None
    file = report_of(upload.token)
    rows = first_refused(file, upload.report)
    assert [row["line"] for row in rows] == list(range(2, 102))
    assert rows[0]["place"] == [-66.2797, -17.3997]
    file.unlink()
    assert first_refused(file, upload.report) == upload.report["examples"] != []


def test_an_import_stores_its_rows_and_writes_each_down(town: Any) -> None:
    upload = hand_in(PLACES)
    run = imported(upload)
    assert names() == ["Plaza", "Cancha"]
    assert (run.by, run.loaded, run.sha256) == ("ana", 2, upload.sha256)
    recorded = ImportedRow.objects.filter(run=run).values_list("row", flat=True)
    assert sorted(recorded) == [row.pk for row in rows_of("place-names")]


def test_no_import_from_a_page_keeps_readers_waiting(town: Any) -> None:
    rows = "\n".join(f"P{n},{-66.2799 + n / 1e7},-17.3999" for n in range(MANY))
    assert imported(hand_in(f"nombre,lon,lat\n{rows}")).loaded == MANY
    assert can_be_read()


def test_columns_are_filled_as_chosen(town: Any) -> None:
    upload = hand_in("nombre,apodo,lon,lat\nPlaza,La Grande,-66.2799,-17.3999\n")
    imported(
        upload,
        columns={"name": "apodo", "kind": "", "source": "", "certainty": ""},
        values={"source": "Catastro {line}", "certainty": "official"},
    )
    row = rows_of("place-names")[0]
    assert (row.name, row.source, row.certainty) == ("La Grande", "Catastro 2", "official")


def test_a_field_can_be_kept_from_a_column_of_its_name(town: Any) -> None:
    upload = hand_in("nombre,lon,lat\nPlaza,-66.2799,-17.3999\n")
    refused = checked(upload, columns={"name": ""})
    assert "Nothing fills “name”" in refused.refusal


def test_nothing_goes_in_that_was_not_checked_as_it_is(town: Any) -> None:
    upload = checked(hand_in(PLACES))
    assert decide(upload, Choices(repair=True), by=CLERK, now=NOW)
    assert not ask_load(upload, by=CLERK, now=NOW)
    assert names() == []


def test_whoever_may_not_import_can_neither_check_nor_load(town: Any) -> None:
    upload = checked(hand_in(PLACES))
    for act in (ask_check, ask_load):
        with pytest.raises(NotAllowed):
            act(upload, by=OTHER, now=NOW)
    assert names() == []


def jobs_given() -> int:
    """How many jobs the worker was ever given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name='jobs.run'")
        (count,) = cursor.fetchone()
    assert isinstance(count, int)
    return count


def test_a_large_file_is_left_to_the_worker(town: Any) -> None:
    rows = "".join(f"Plaza {'x' * 60} {n},-66.2799,-17.39{n:05}\n" for n in range(25_000))
    upload = hand_in("nombre,lon,lat\n" + rows)
    assert upload.size > SMALL_BYTES
    before = jobs_given()
    assert checked(upload).state == UploadState.CHECKING
    assert jobs_given() == before + 1
    work_through(now=NOW)
    upload.refresh_from_db()
    assert upload.state == UploadState.OPEN
    assert upload.report is not None
    assert upload.report["read"] == 25_000


def test_the_file_is_deleted_after_the_import(
    town: Any, django_capture_on_commit_callbacks: Any
) -> None:
    upload = checked(hand_in(PLACES))
    file = file_of(upload)
    with django_capture_on_commit_callbacks(execute=True):
        ask_load(upload, by=CLERK, now=NOW)
    assert not file.exists()


def test_the_database_forbids_a_second_run_of_one_upload(town: Any) -> None:
    run = imported(hand_in(PLACES))
    run.pk = None
    with pytest.raises(IntegrityError, match="token"), transaction.atomic():
        run.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_at_once_imports_once(town: Any) -> None:
    upload = checked(hand_in(PLACES))
    together = Barrier(2)

    def press() -> bool:
        try:
            together.wait(timeout=30)
            return ask_load(upload, by=CLERK, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = [each.result(timeout=60) for each in [pool.submit(press) for _ in "ab"]]
    assert sorted(outcomes) == [False, True]
    assert sorted(names()) == ["Cancha", "Plaza"]
    assert ImportRun.objects.count() == 1


WORK = """
import sys, uuid, datetime, django
django.setup()
from geo.importing.running import work
work(uuid.UUID(sys.argv[1]), now=datetime.datetime.now(datetime.UTC))
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_nothing_and_is_taken_up_again(
    town: Any, var: Path
) -> None:
    upload = checked(hand_in(PLACES))
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.LOADING)
    database = str(django_settings.DATABASES["default"]["NAME"])
    with psycopg.connect(databases.address(database)) as lock:
        lock.execute("LOCK TABLE territory_place IN SHARE MODE")
        process = subprocess.Popen(  # our own program
            [sys.executable, "-c", WORK, str(upload.token)],
            env={
                **os.environ,
                "LLAJTA_DATABASE_URL": databases.address(database),
                "LLAJTA_VAR": str(var),
            },
            cwd=databases.ROOT,
        )
        _wait_at_the_lock(database, process)
        process.kill()
        process.wait()
    _wait_until_alone(database)

    upload.refresh_from_db()
    assert (upload.state, names(), ImportRun.objects.count()) == (
        UploadState.LOADING,
        [],
        0,
    )
    work(upload.token, now=NOW)
    work(upload.token, now=NOW)
    assert sorted(names()) == ["Cancha", "Plaza"]
    assert ImportRun.objects.count() == 1


AT_LOCK = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND wait_event_type = 'Lock' AND query LIKE '%territory_place%'"
)
OTHERS = (
    "SELECT count(*) FROM pg_locks WHERE relation = 'territory_place'::regclass "
    "AND mode = 'RowExclusiveLock'"
)


def _wait_at_the_lock(database: str, process: subprocess.Popen[bytes]) -> None:
    _until(database, AT_LOCK, lambda count: count > 0, process)


def _wait_until_alone(database: str) -> None:
    _until(database, OTHERS, lambda count: count == 0, None)


def _until(
    database: str, query: Any, enough: Any, process: subprocess.Popen[bytes] | None
) -> None:
    """Ask the server until it says so, or until the process is over."""
    with psycopg.connect(databases.address(database), autocommit=True) as watcher:
        while True:
            found = watcher.execute(query).fetchone()
            if found and enough(found[0]):
                return
            assert process is None or process.poll() is None, "it ended too early"
            watcher.execute("SELECT pg_sleep(0.02)")
