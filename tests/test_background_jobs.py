"""Jobs of any act: done once whatever falls, watched, stopped, tried again, told about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from apps.notices.models import Notice
from geo.access import NotAllowed, Viewer
from geo.jobs.actions import ask, repeat_job, stop_job
from geo.jobs.ends import begin, finish, give_up_lost
from geo.jobs.models import Job
from geo.jobs.refusals import NotRepeatable, NotStoppable
from geo.jobs.terms import Status
from geo.jobs.working import work_off
from tests import databases
from tests.patience.acts import BREAK, BY_RIGHT, EFFECTS, LOCK, REFUSE, WRITE
from tests.workers import missed, until, working

ANA = Viewer(name="ana", is_staff=True)
BETO = Viewer(name="beto", is_staff=True)
CHIEF = Viewer(name="jefa", is_staff=True, grants=frozenset({"jobs.manage"}))
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.patience.settings"}
NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


def named(name: str) -> Viewer | None:
    return {"ana": ANA, "beto": BETO}.get(name)


def run(job: Job) -> Job:
    """Do the job here and now, as the worker's task does."""
    work_off(job.pk, named)
    job.refresh_from_db()
    return job


def sql(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def house(transactional_db: Any, tmp_path: Path) -> Iterator[Path]:
    """An empty queue, a table for effects, and an account; yields the worker's log."""
    User.objects.create_user("ana", is_staff=True)
    User.objects.create_user("beto", is_staff=True)
    for statement in (
        "TRUNCATE procrastinate_jobs CASCADE",
        f"DROP TABLE IF EXISTS {EFFECTS}",
    ):
        sql(statement)
    sql(f"CREATE TABLE {EFFECTS} (word text)")
    log = tmp_path / "worker.log"
    log.touch()
    yield log
    sql("TRUNCATE procrastinate_jobs CASCADE")
    sql(f"DROP TABLE {EFFECTS}")


@contextmanager
def held_up() -> Iterator[Callable[[], object]]:
    """Let no patient act go on until the block, or what it is given, ends it."""
    address = databases.address(connection.settings_dict["NAME"])
    with psycopg.connect(address, autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield lambda: holder.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def becomes(job: Job, status: Status, worker: Any, log: Path) -> None:
    def happened() -> bool:
        job.refresh_from_db()
        return job.status == status

    until(happened, worker, log)


def a_worker(log: Path) -> Any:
    return working(connection.settings_dict["NAME"], log=log, others=SETTINGS)


@pytest.mark.long
def test_a_worker_killed_in_the_middle_leaves_the_effects_exactly_once(house: Path) -> None:
    with held_up() as let_go:
        job = ask(WRITE, by=ANA, word="once")
        with a_worker(house) as worker:
            becomes(job, Status.RUNNING, worker, house)
            until(lambda: Job.objects.get(pk=job.pk).progress == 40, worker, house)
            worker.kill()
            worker.wait()
        missed()
        let_go()
        with a_worker(house) as worker:
            becomes(job, Status.SUCCESSFUL, worker, house)
    assert (job.attempts, job.result) == (2, '{"by": "ana"}')
    assert sql(f"SELECT word FROM {EFFECTS}") == [("once",), ("once",)]


def test_a_running_job_is_watched_and_stopped_and_leaves_nothing(house: Path) -> None:
    client = Client()
    client.force_login(User.objects.get(username="ana"))
    with held_up() as let_go:
        job = ask(WRITE, by=ANA, about="Ana", word="never")
        with a_worker(house) as worker:
            until(lambda: Job.objects.get(pk=job.pk).progress == 40, worker, house)
            page = client.get(f"/trabajos/{job.pk}/").content.decode()
            assert 'value="40"' in page and "Half" in page
            assert f'hx-get="/trabajos/{job.pk}/"' in page
            assert client.post(f"/trabajos/{job.pk}/detener/").status_code == 302
            let_go()
            queue = (
                "SELECT status::text FROM procrastinate_jobs WHERE task_name = 'jobs.run'"
            )
            until(lambda: sql(queue) == [("succeeded",)], worker, house)
    job.refresh_from_db()
    assert (job.status, job.arguments) == (Status.DISMISSED, {})
    assert sql(f"SELECT FROM {EFFECTS}") == []
    assert (
        "hx-get"
        not in client.get(f"/trabajos/{job.pk}/").content.decode().split("<main")[1]
    )


def test_an_attempt_that_comes_late_changes_nothing(house: Path) -> None:
    job = ask(WRITE, by=ANA, word="late")
    first = begin(job.pk)
    second = begin(job.pk)  # somebody believed that the first had fallen
    assert first is not None and second is not None
    assert not finish(first, "1")
    assert finish(second, "2")
    assert not finish(second, "3")
    job.refresh_from_db()
    assert (job.attempts, job.result) == (2, "2")


@pytest.mark.django_db
def test_a_waiting_job_that_was_stopped_never_runs() -> None:
    job = ask(REFUSE, by=ANA)
    stop_job(job, by=ANA)
    assert run(job).status == Status.DISMISSED
    with pytest.raises(NotStoppable):
        stop_job(job, by=ANA)


@pytest.mark.django_db
def test_a_refusal_is_final_and_told_to_whoever_asked(client: Client) -> None:
    job = run(ask(REFUSE, by=ANA, about="rubbish"))
    assert (job.status, job.message, job.problem) == (Status.FAILED, "Not today.", 422)
    told = Notice.objects.get(account="ana")
    assert "Patience about rubbish" in told.subject
    assert "Not today." in told.body
    client.force_login(User.objects.create_user("ana", is_staff=True))
    assert "Not today." in client.get("/avisos/").content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_is_tried_again_later_each_time_and_then_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sql(f"CREATE TABLE {EFFECTS} (word text)")
    job = ask(BREAK, by=ANA)
    pauses = []
    for _attempt in (1, 2):
        run(job)
        assert (job.status, Notice.objects.count()) == (Status.ACCEPTED, 0)
        assert job.due_at is not None
        pauses.append((job.due_at - job.updated_at).total_seconds())
    assert pauses == [60, 240]
    assert run(job).status == Status.FAILED
    assert Notice.objects.count() == 1
    assert sql(f"SELECT FROM {EFFECTS}") == []
    assert "secret detail" not in job.message + Notice.objects.get().body
    assert "secret detail" in caplog.text


@pytest.mark.django_db
def test_a_failed_job_is_tried_again_when_somebody_says_so() -> None:
    job = run(ask(REFUSE, by=ANA))
    repeat_job(job, by=CHIEF)
    job.refresh_from_db()
    assert (job.status, job.owner, job.attempts) == (Status.ACCEPTED, "ana", 1)
    with pytest.raises(NotRepeatable):
        repeat_job(job, by=ANA)
    assert run(job).attempts == 2
    assert Notice.objects.filter(account="ana").count() == 2


@pytest.mark.django_db
def test_a_job_that_was_put_off_waits_in_the_queue_until_then() -> None:
    job = ask(REFUSE, by=ANA, at=NOW)
    assert sql(
        "SELECT scheduled_at FROM procrastinate_jobs WHERE args->>'job' = %s", str(job.pk)
    ) == [(NOW,)]
    assert job.due_at == NOW
    assert job.expires_at == NOW + dt.timedelta(days=REFUSE.kept_days)


@pytest.mark.django_db
def test_rights_are_asked_for_when_asking_and_when_it_runs() -> None:
    with pytest.raises(NotAllowed):
        ask(BY_RIGHT, by=ANA, word="x")
    allowed = Viewer(name="ana", grants=frozenset({"x.y"}))
    job = run(ask(BY_RIGHT, by=allowed, word="x"))  # by now she may not
    assert (job.status, job.problem) == (Status.FAILED, 403)


@pytest.mark.django_db
def test_nobody_stops_or_repeats_the_job_of_somebody_else() -> None:
    job = ask(REFUSE, by=ANA)
    with pytest.raises(NotAllowed):
        stop_job(job, by=BETO)
    with pytest.raises(NotAllowed):
        repeat_job(run(job), by=BETO)


@pytest.mark.django_db
def test_a_job_without_a_worker_does_not_run_for_ever_and_is_told() -> None:
    job = ask(REFUSE, by=ANA)
    begin(job.pk)
    give_up_lost()
    assert Job.objects.get(pk=job.pk).status == Status.RUNNING
    Job.objects.filter(pk=job.pk).update(deadline_at=NOW - dt.timedelta(days=9999))
    give_up_lost()
    assert Job.objects.get(pk=job.pk).status == Status.FAILED
    assert Notice.objects.filter(account="ana").count() == 1


@pytest.mark.django_db
def test_the_page_shows_ones_own_jobs_and_everybodys_to_who_manages(client: Client) -> None:
    job = run(ask(REFUSE, by=ANA, about="of Ana"))
    assert client.get("/trabajos/").status_code == 302
    client.force_login(User.objects.create_user("beto", is_staff=True))
    assert "of Ana" not in client.get("/trabajos/").content.decode()
    for address in (f"/trabajos/{job.pk}/", f"/trabajos/{job.pk}/repetir/"):
        method = client.post if address.endswith("repetir/") else client.get
        assert method(address).status_code == 404
    client.force_login(User.objects.create_superuser("jefa"))
    page = client.get("/trabajos/").content.decode()
    assert "of Ana" in page and ">ana<" in page
    assert f"/trabajos/{job.pk}/repetir/" in page
    assert client.post(f"/trabajos/{job.pk}/repetir/").status_code == 302
    assert Job.objects.get(pk=job.pk).status == Status.ACCEPTED
    assert 'hx-trigger="every 3s"' in client.get("/trabajos/").content.decode()


@pytest.mark.django_db
def test_what_comes_by_itself_is_listed_and_let_come_now(client: Client) -> None:
    client.force_login(User.objects.create_superuser("jefa"))
    page = client.get("/trabajos/").content.decode()
    assert "territory.settle" in page
    answer = client.post("/trabajos/programado/", {"nombre": "territory.settle"})
    assert answer.status_code == 302
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'territory.settle'"
    assert sql(waiting) == [(1,)]
    assert client.post("/trabajos/programado/", {"nombre": "x"}).status_code == 404
    client.force_login(User.objects.create_user("beto", is_staff=True))
    refused = client.post("/trabajos/programado/", {"nombre": "territory.settle"})
    assert refused.status_code == 403
