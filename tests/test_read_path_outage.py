"""The read path while the database is away, and after it came back by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from psycopg import sql

from tests import databases

pytestmark = pytest.mark.bar("R76")

PATHS = [
    "/healthz",
    "/ogc/collections/works/items",
    "/tiles/basemap/12/1293/2248",
    "/descargas/works.csv",
    "/ogc/collections/works/items?f=html",
]
JOB = "/ogc/jobs/00000000-0000-4000-8000-000000000000"
ASKED_OF_DJANGO = [
    *(("GET", JOB, {}), ("GET", f"{JOB}?f=html", {}), ("DELETE", JOB, {})),
    ("GET", JOB, {"Cookie": "sessionid=of-somebody"}),
    ("POST", "/ogc/collections/works/items", {"Authorization": "Basic YTpi"}),
]
"""What is no reading of published data: method, address, headers."""


class Town:
    """A served copy of the town whose database can be taken away."""

    def __init__(self, serve: Callable[..., str]) -> None:
        self.database = ""
        self.url = serve("outage", databases.town_template(), self.remember)

    def remember(self, database: str) -> None:
        self.database = database

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """Break every connection and let no new one in, as a stopped server does."""
        name = sql.Identifier(self.database)
        closed = "ALTER DATABASE {} ALLOW_CONNECTIONS {}"
        with databases.maintenance() as server:
            server.execute(sql.SQL(closed).format(name, sql.SQL("false")))
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [self.database],
            )
        try:
            yield
        finally:
            with databases.maintenance() as server:
                server.execute(sql.SQL(closed).format(name, sql.SQL("true")))


@pytest.fixture(scope="module")
def town(serve: Callable[..., str]) -> Town:
    return Town(serve)


def statuses(town: Town) -> dict[str, int]:
    return {path: requests.get(town.url + path, timeout=30).status_code for path in PATHS}


def answers_of_django(town: Town) -> list[tuple[int, Mapping[str, str], Any]]:
    """All at once: each waits for a connection until patience ends."""

    def ask(asked: tuple[str, str, dict[str, str]]) -> tuple[int, Mapping[str, str], Any]:
        method, path, headers = asked
        answer = requests.request(method, town.url + path, headers=headers, timeout=60)
        return answer.status_code, answer.headers, answer.json()

    with ThreadPoolExecutor(len(ASKED_OF_DJANGO)) as pool:
        return list(pool.map(ask, ASKED_OF_DJANGO))


def test_the_site_says_that_the_database_is_away_and_comes_back(town: Town) -> None:
    assert set(statuses(town).values()) == {200}
    with town.without_database():
        for path in PATHS:
            answer = requests.get(town.url + path, timeout=30)
            assert answer.status_code == 503, path
            assert int(answer.headers["Retry-After"]) > 0
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert "base de datos" in answer.json()["detail"]
        for status, headers, document in answers_of_django(town):
            assert (status, headers["Content-Type"]) == (503, "application/problem+json")
            assert int(headers["Retry-After"]) > 0
            assert "base de datos" in document["detail"]
        # The list of collections may still stand on what was known ten seconds ago.
        known = requests.get(f"{town.url}/ogc/collections", timeout=30)
        assert known.status_code in {200, 503}
    until = time.monotonic() + 30
    while set(statuses(town).values()) != {200} and time.monotonic() < until:
        pass
    assert set(statuses(town).values()) == {200}


def test_a_restart_between_two_requests_is_not_noticed(town: Town) -> None:
    address = f"{town.url}/ogc/collections/works/items"
    assert requests.get(address, timeout=30).status_code == 200
    with databases.maintenance() as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [town.database],
        )
    assert requests.get(address, timeout=30).status_code == 200
