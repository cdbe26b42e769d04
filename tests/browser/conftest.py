"""What every browser test watches for, and towns of other sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from tests import databases
from tests.browser.looking import PATIENCE, host_of, withhold_map

expect.set_options(timeout=PATIENCE)

HERE = frozenset({"127.0.0.1", "localhost"})
"""This machine; browsers make passkeys for its name only."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk in Bolivia; a test that wants a phone makes its own context."""
    return {
        **browser_context_args,
        "locale": "es-BO",
        "timezone_id": "America/La_Paz",
        "viewport": {"width": 1280, "height": 800},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def page(page: Page, request: pytest.FixtureRequest) -> Page:
    """A page of a context of its own; without its map where the test is about words."""
    if request.node.get_closest_marker("words"):
        withhold_map(page.context)
    return page


@pytest.fixture(autouse=True)
def quiet(page: Page, town_url: str) -> Iterator[list[str]]:
    """Fail a test whose page broke a rule: another host, the policy, an error of ours."""
    wrongs: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        # htmx reports as an error, and twice, that a newer question took the place of an
        # older one; every other end of a question counts.
        if not message.text.startswith("htmx:sendAbort"):
            wrongs.append(message.text)
        elif wrongs and wrongs[-1].startswith("htmx:afterRequest"):
            wrongs.pop()

    def watch(request: Request) -> None:
        if request.url.startswith("http") and host_of(request.url) not in HERE:
            wrongs.append(f"asked {request.url}")

    page.on("console", listen)
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    page.on("request", watch)
    yield wrongs
    assert not wrongs


def _fill(count: int) -> Callable[[str], None]:
    """Put `count` made-up works into the town, spread over its ground."""

    def prepare(database: str) -> None:
        with psycopg.connect(databases.address(database), autocommit=True) as connection:
            connection.execute("TRUNCATE works_work CASCADE")
            connection.execute(MADE_UP, {"count": count})
            connection.execute(THEIR_CALLS)
            connection.execute("ANALYZE works_work")

    return prepare


MADE_UP = """
INSERT INTO works_work (code, object, object_key, doubtful_text, kind, state, year,
  published_on, source, positions, place_level, place_words, accuracy_m, certainty,
  district_numbers, otb_names)
SELECT '21-1302-00-' || n, 'Const. Pavimento Calle ' || n, 'construccion pavimento ' || n,
  false, (ARRAY['paving', 'school', 'sewer'])[1 + n %% 3],
  (ARRAY['contracted', 'published', 'deserted', 'awarded', 'cancelled'])[1 + n %% 5],
  2010 + n %% 15, make_date(2010 + n %% 15, 1 + n %% 12, 1 + n %% 28), 'sicoes',
  ST_Multi(ST_SetSRID(ST_Point(
    -66.31 + 0.06 * ((n * 7919) %% 1000) / 1000.0,
    -17.43 + 0.06 * ((n * 104729) %% 1000) / 1000.0), 4326)),
  'street', 'Calle ' || n, 60, 'drawn', ARRAY[1 + n %% 10], ARRAY['OTB ' || n %% 250]
FROM generate_series(1, %(count)s) AS n
"""
THEIR_CALLS = """
INSERT INTO works_call (cuce, work_id, object, modality, state, published_on)
SELECT code || '-1-1', id, object, 'ANPE', state, published_on FROM works_work
"""


@pytest.fixture(scope="session")
def bare_url(serve: Callable[..., str]) -> str:
    """A server whose database has no row at all."""
    return serve("bare", databases.schema_template())


@pytest.fixture(scope="session")
def single_url(serve: Callable[..., str]) -> str:
    """A server with the town and one work."""
    return serve("single", databases.town_template(), _fill(1))


@pytest.fixture(scope="session")
def full_url(serve: Callable[..., str]) -> str:
    """A server with the town and ten thousand works."""
    return serve("full", databases.town_template(), _fill(10_000))
