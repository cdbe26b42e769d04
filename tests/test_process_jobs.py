"""Jobs: begun, watched, dismissed, lost with their worker, found by nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from geo.processes.actions import MOST_WAITING
from tests import databases, staff
from tests.patience.processes import LOCK, TRACE
from tests.workers import Worker, until, working

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.patience.settings"}
CLERK, OTHER = "clerk", "other"
EXCEPTIONS = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"


class House:
    """A server whose jobs are done by a worker when a test wants one."""

    def __init__(self, serve: Callable[..., str], folder: Path) -> None:
        self.log = folder / "worker.log"
        self.log.touch()
        template = databases.schema_template()
        self.url = serve("jobs", template, self._move_in, **SETTINGS) + "/ogc"

    def _move_in(self, database: str) -> None:
        self.database = database
        staff.employ(database, CLERK, OTHER)

    @contextmanager
    def worker(self) -> Iterator[Worker]:
        with working(self.database, log=self.log, others=SETTINGS) as worker:
            yield worker

    def sql(self, statement: str, *values: Any) -> list[Any]:
        address = databases.address(self.database)
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def held_up(self) -> Iterator[Callable[[], object]]:
        """Let no patient process go on until the block, or what it is given, ends it."""
        address = databases.address(self.database)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            yield lambda: connection.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    def start(
        self, name: str, by: requests.Session | None = None, **inputs: Any
    ) -> dict[str, Any]:
        answer = self.post(name, by, **inputs)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        assert answer.headers["Location"] == f"{self.url}/jobs/{found['jobID']}"
        return found

    def post(
        self, name: str, by: requests.Session | None = None, **inputs: Any
    ) -> requests.Response:
        return (by or requests.Session()).post(
            f"{self.url}/processes/{name}/execution",
            json={"inputs": inputs},
            headers={"Prefer": "respond-async; wait=5, return=minimal"},
            timeout=30,
        )

    def job(
        self, job: dict[str, Any], rest: str = "", by: requests.Session | None = None
    ) -> requests.Response:
        address = f"{self.url}/jobs/{job['jobID']}{rest}"
        return (by or requests.Session()).get(address, timeout=30)

    def becomes(self, worker: Worker, job: dict[str, Any], status: str) -> None:
        until(lambda: self.job(job).json()["status"] == status, worker, self.log)


@pytest.fixture(scope="module")
def house(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(serve, tmp_path_factory.mktemp("jobs"))


@pytest.fixture(autouse=True)
def nothing_waits(house: House) -> None:
    house.sql("TRUNCATE procrastinate_jobs CASCADE")
    house.sql("TRUNCATE jobs_job")
    house.sql(f"DROP TABLE IF EXISTS {TRACE}")


def signed(name: str) -> requests.Session:
    session = requests.Session()
    session.auth = (name, staff.program_password(name))
    return session


def refused(answer: requests.Response, status: int, kind: str) -> None:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == EXCEPTIONS + kind


@pytest.mark.bar("R6")
def test_a_job_waits_runs_and_comes_to_its_result(house: House) -> None:
    with house.held_up() as let_go:
        job = house.start("wait", word="ñandú")
        assert job["status"] == "accepted"
        refused(house.job(job, "/results"), 404, "result-not-ready")
        with house.worker() as worker:
            house.becomes(worker, job, "running")
            until(lambda: house.job(job).json()["progress"] == 40, worker, house.log)
            assert house.job(job).json()["message"] == "Waiting"
            refused(house.job(job, "/results"), 404, "result-not-ready")
            let_go()
            house.becomes(worker, job, "successful")
    done = house.job(job).json()
    assert done["progress"] == 100
    assert done["created"] <= done["started"] <= done["finished"] < done["expires"]
    assert house.job(job, "/results").json() == {"audience": "anyone", "word": "ñandú"}


def test_a_preference_that_was_kept_is_told(house: House) -> None:
    assert house.post("wait").headers["Preference-Applied"] == "respond-async"


def test_a_waiting_job_is_dismissed_and_never_begun(house: House) -> None:
    job = house.start("wait")
    answer = requests.delete(f"{house.url}/jobs/{job['jobID']}", timeout=30)
    assert (answer.status_code, answer.json()["status"]) == (200, "dismissed")
    second = house.start("wait")
    with house.worker() as worker:
        house.becomes(worker, second, "successful")
    after = house.job(job).json()
    assert after["status"] == "dismissed"
    assert "started" not in after
    refused(house.job(job, "/results"), 404, "no-such-job")


def killed_while_running(house: House, job: dict[str, Any]) -> None:
    """Kill a worker in the middle of the job, and let the time pass until it is missed."""
    with house.worker() as worker:
        house.becomes(worker, job, "running")
        worker.kill()
        worker.wait()
    house.sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    house.sql(  # what was asked for every minute is asked for again
        "DELETE FROM procrastinate_jobs WHERE task_name <> 'jobs.run'"
    )
    house.sql("DELETE FROM procrastinate_periodic_defers")


@pytest.mark.long
def test_a_job_survives_the_death_of_its_worker(house: House) -> None:
    with house.held_up() as let_go:
        job = house.start("wait", word="again")
        killed_while_running(house, job)
        let_go()
        with house.worker() as worker:
            house.becomes(worker, job, "successful")
    assert house.sql("SELECT attempts FROM jobs_job") == [(2,)]
    assert house.job(job, "/results").json()["word"] == "again"


def test_a_job_that_kills_its_workers_is_given_up(house: House) -> None:
    with house.held_up():
        job = house.start("wait")
        killed_while_running(house, job)
        house.sql("UPDATE jobs_job SET status = 'accepted'")
        killed_while_running(house, job)
        with house.worker() as worker:
            house.becomes(worker, job, "failed")
    assert "interrump" in house.job(job).json()["message"]
    assert house.job(job, "/results").status_code == 500


def test_a_job_without_any_worker_does_not_run_for_ever(house: House) -> None:
    job = house.start("wait")
    house.sql(
        "UPDATE jobs_job SET status = 'running',"
        " started_at = now() - interval '1 hour', deadline_at = now()"
    )
    assert house.job(job).json()["status"] == "failed"


def test_a_list_shows_ones_own_jobs_only(house: House) -> None:
    clerk = signed(CLERK)
    own, _others = house.start("wait", clerk), house.start("wait", signed(OTHER))
    house.start("wait")
    assert requests.get(f"{house.url}/jobs", timeout=30).json()["jobs"] == []
    listed = clerk.get(f"{house.url}/jobs", timeout=30).json()["jobs"]
    assert [job["jobID"] for job in listed] == [own["jobID"]]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        pytest.param("limit=1", 1, id="a limit"),
        pytest.param("offset=1", 2, id="an offset"),
        pytest.param("status=accepted", 3, id="a state"),
        pytest.param("status=running,failed", 0, id="other states"),
        pytest.param("processID=wait-later", 1, id="a process"),
        pytest.param("type=process", 3, id="the only type"),
        pytest.param("type=openeo", 0, id="another type"),
        pytest.param("datetime=2020-01-01T00:00:00Z/..", 3, id="since then"),
        pytest.param("datetime=../2020-01-01T00:00:00Z", 0, id="until then"),
        pytest.param("minDuration=1", 0, id="ran long"),
        pytest.param("limit=x", None, id="no limit"),
        pytest.param("status=happy", None, id="no state"),
        pytest.param("colour=red", None, id="an unknown parameter"),
    ],
)
def test_a_list_is_narrowed(house: House, query: str, count: int | None) -> None:
    clerk = signed(CLERK)
    for name in ("wait", "wait", "wait-later"):
        house.start(name, clerk)
    answer = clerk.get(f"{house.url}/jobs?{query}", timeout=30)
    assert answer.status_code == (400 if count is None else 200)
    if count is not None:
        assert len(answer.json()["jobs"]) == count


@pytest.mark.parametrize(
    "name", ["3f0c2a52-5f0e-4f7b-9a64-0d7a0c7e4f11", "no-such-job", "1"]
)
def test_an_id_that_nobody_was_given_is_no_job(house: House, name: str) -> None:
    for rest in ("", "/results"):
        answer = requests.get(f"{house.url}/jobs/{name}{rest}", timeout=30)
        refused(answer, 404, "no-such-job")


def test_what_is_kept_long_enough_is_forgotten(house: House) -> None:
    job = house.start("wait")
    house.sql("UPDATE jobs_job SET expires_at = now()")
    refused(house.job(job), 404, "no-such-job")


def test_passers_by_cannot_fill_the_queue(house: House) -> None:
    for _time in range(MOST_WAITING[False]):
        house.start("refuse")
    answer = house.post("refuse")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    house.start("refuse", signed(CLERK))  # who is known is not held up by them


def test_passers_by_cannot_leave_large_things(house: House) -> None:
    assert house.post("wait", word="x" * 300_000).status_code == 413
    assert house.post("wait", signed(CLERK), word="x" * 300_000).status_code == 201


@pytest.mark.parametrize(
    ("right", "ended"),
    [("is_active", ("failed", "")), ("is_staff", ("successful", '"anyone"'))],
)
def test_rights_that_were_taken_meanwhile_are_gone(
    house: House, right: str, ended: tuple[str, str]
) -> None:
    house.start("wait", signed(CLERK))
    house.sql(f"UPDATE auth_user SET {right} = false WHERE username = %s", CLERK)
    status, told = ended
    seen = "SELECT status, result FROM jobs_job"
    try:
        with house.worker() as worker:
            until(lambda: house.sql(seen)[0][0] == status, worker, house.log)
        assert told in house.sql(seen)[0][1]
    finally:
        house.sql(f"UPDATE auth_user SET {right} = true WHERE username = %s", CLERK)


def test_a_process_of_staff_is_as_good_as_none(house: House) -> None:
    address = f"{house.url}/processes/of-staff"
    refused(requests.get(address, timeout=30), 404, "no-such-process")
    refused(house.post("of-staff"), 404, "no-such-process")
    assert "of-staff" not in requests.get(f"{house.url}/processes", timeout=30).text
    assert "of-staff" not in requests.get(f"{house.url}/openapi", timeout=30).text
    assert signed(CLERK).get(address, timeout=30).status_code == 200


def test_a_process_by_right_is_shown_and_not_run(house: House) -> None:
    assert requests.get(f"{house.url}/processes/by-right", timeout=30).status_code == 200
    assert house.post("by-right").status_code == 403
    assert house.post("by-right", signed(CLERK)).status_code == 403


class TestAWorkerThatWaits:
    """What becomes of a job while somebody is there to do it."""

    @pytest.fixture(scope="class")
    def waiting(self, house: House) -> Iterator[Worker]:
        with house.worker() as waiting:
            yield waiting

    def test_a_document_names_its_result(self, house: House, waiting: Worker) -> None:
        address = f"{house.url}/processes/wait-later/execution"
        order = {"inputs": {"word": "x"}, "response": "document"}
        answer = requests.post(address, json=order, timeout=30)
        assert answer.status_code == 201  # it is always a job, without being preferred
        assert "Preference-Applied" not in answer.headers
        house.becomes(waiting, answer.json(), "successful")
        result = house.job(answer.json(), "/results").json()
        value = {"audience": "anyone", "word": "x"}
        assert result == {"out": {"value": value, "mediaType": "application/json"}}

    def test_a_running_job_stops_at_its_next_step(
        self, house: House, waiting: Worker
    ) -> None:
        with house.held_up() as let_go:
            job = house.start("wait")
            house.becomes(waiting, job, "running")
            requests.delete(f"{house.url}/jobs/{job['jobID']}", timeout=30)
            let_go()
            queue = "SELECT status::text FROM procrastinate_jobs WHERE task_name = %s"
            until(
                lambda: house.sql(queue, "jobs.run") == [("succeeded",)], waiting, house.log
            )
        assert house.job(job).json()["status"] == "dismissed"
        assert house.sql("SELECT to_regclass(%s)", TRACE) == [(None,)]

    def test_dismissing_forgets_what_was_sent_and_found(
        self, house: House, waiting: Worker
    ) -> None:
        job = house.start("wait", word="private")
        house.becomes(waiting, job, "successful")
        requests.delete(f"{house.url}/jobs/{job['jobID']}", timeout=30)
        assert house.sql("SELECT arguments::text, result FROM jobs_job") == [("{}", "")]
        refused(house.job(job, "/results"), 404, "no-such-job")

    @pytest.mark.parametrize(
        ("name", "status", "says"),
        [("refuse", 422, "Not today."), ("break-down", 500, "nuestro")],
    )
    def test_a_job_that_fails_says_why(
        self, house: House, waiting: Worker, name: str, status: int, says: str
    ) -> None:
        job = house.start(name)
        house.becomes(waiting, job, "failed")
        answer = house.job(job, "/results")
        assert answer.status_code == status
        assert says in answer.json()["detail"]
        assert "secret" not in answer.text + house.job(job).text

    def test_a_job_of_staff_is_nobody_elses(self, house: House, waiting: Worker) -> None:
        clerk = signed(CLERK)
        job = house.start("wait", clerk)

        def is_done() -> bool:
            return bool(house.job(job, by=clerk).json()["status"] == "successful")

        until(is_done, waiting, house.log)
        result = house.job(job, "/results", clerk)
        assert result.json()["audience"] == "staff"
        assert "private" in result.headers["Cache-Control"]
        for other in (None, signed(OTHER)):
            refused(house.job(job, by=other), 404, "no-such-job")
            refused(house.job(job, "/results", other), 404, "no-such-job")
            answer = (other or requests).delete(
                f"{house.url}/jobs/{job['jobID']}", timeout=30
            )
            refused(answer, 404, "no-such-job")
        assert house.job(job, by=clerk).json()["status"] == "successful"

    def test_the_page_of_a_job_tells_and_offers_what_can_be_done(
        self, house: House, waiting: Worker
    ) -> None:
        form = {"word": "x", "later": "1"}
        address = f"{house.url}/processes/wait/execution"
        with house.held_up():
            answer = requests.post(address, data=form, timeout=30)
            assert re.fullmatch(rf"{house.url}/jobs/[0-9a-f-]{{36}}\?f=html", answer.url)
            assert 'hx-trigger="every 2s"' in answer.text
        job = {"jobID": answer.url.rpartition("/")[2].partition("?")[0]}
        house.becomes(waiting, job, "successful")
        assert "/results?f=html" in requests.get(answer.url, timeout=30).text
        gone = requests.delete(answer.url, timeout=30)
        assert gone.headers["Content-Type"].startswith("text/html")
        assert 'id="job"' in gone.text and "hx-delete" not in gone.text
