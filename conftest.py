"""Fixtures that every test may use: real databases, a real server, a real browser."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from tests import databases
from tests.chromium import FLAGS
from tests.effort import LONG, many
from tests.emptying import empty_tables
from tests.servers import serving
from tests.staff import office_template

# Playwright's greenlets look like an event loop to Django's ORM guard.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# No deadline: the machine may be busy. Fixtures of a function are databases and towns that
# examples only read.
settings.register_profile(
    "llajta",
    deadline=None,
    max_examples=many(200, 10_000),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("llajta")

LEFT = "left to a long run"

SLOW = (
    "config/launch/tests/test_up.py",
    "tests/test_ogc_conformance.py",
    "tests/browser/",
    "tests/test_process_jobs.py",
    "tests/test_bench.py",
    "tests/test_leaks.py",
    "data/tests/",
    "geo/exchange/tests/test_processes.py",
    "tests/test_ogc_editing.py",
    "tests/test_downloads.py",
    "config/launch/",
    "geo/raster/",
    "tests/test_",
)
"""Started in this order, so that no worker is left alone with one of them at the end. While
the second makes the template of the town, the first does without it."""


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """Name of this test worker, for things that must not be shared."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def django_db_setup(worker: str, django_db_blocker: Any) -> Iterator[None]:
    """Point Django at a copy of the schema template, emptied after tests that commit."""
    from django.conf import settings
    from django.db import connection
    from django.test import TransactionTestCase

    name = f"llajta_test_{worker}_{os.getpid()}"
    template = databases.schema_template()
    with databases.maintenance() as maintenance:
        databases.copy(maintenance, template, name)
    with django_db_blocker.unblock():
        connection.close()
        settings.DATABASES["default"]["NAME"] = name
        connection.settings_dict["NAME"] = name
        settings.MIDDLEWARE = ["tests.markup.well_named", *settings.MIDDLEWARE]
        # Else every test's client would list all static files before its first question.
        settings.WHITENOISE_AUTOREFRESH = True
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
            yield
        connection.close()
    with databases.maintenance() as maintenance:
        databases.drop(maintenance, name)


@pytest.fixture(autouse=True)
def readers_language() -> None:
    """Begin in the town's language, whatever the test before was answered in."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def serve(
    worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., str]]:
    """Serve a copy of a template database: `serve("name", template)` gives its address."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def start(
            name: str,
            template: str,
            prepare: Callable[[str], object] | None = None,
            **environment: str,
        ) -> str:
            database = f"llajta_{name}_{worker}_{os.getpid()}"
            with databases.maintenance() as maintenance:
                databases.copy(maintenance, template, database)

            def forget() -> None:
                with databases.maintenance() as maintenance:
                    databases.drop(maintenance, database)

            stack.callback(forget)
            if prepare is not None:
                prepare(database)
            log = tmp_path_factory.mktemp("server") / f"{name}.log"
            return stack.enter_context(serving(database, log=log, others=environment))

        yield start


@pytest.fixture(scope="session")
def town_url(serve: Callable[..., str]) -> str:
    """Address of a server with the demonstration town; tests must not change its rows."""
    return serve("town", databases.town_template())


@pytest.fixture(scope="session")
def office_url(serve: Callable[..., str]) -> str:
    """Address of a server with the demonstration town and two of its staff."""
    return serve("office", office_template())


@pytest.fixture(scope="session")
def bare_var(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Make an instance folder that shares nothing with the tests' own but static files."""
    from django.conf import settings

    def made(name: str) -> Path:
        var = tmp_path_factory.mktemp(name)
        (var / "static").symlink_to(settings.STATIC_ROOT)
        return var

    return made


HILLS = "bounds = [-66.32, -17.43, -66.24, -17.27]"
"""The centre and the range above it: a fifth of the ground is a fifth of the drawing."""


@pytest.fixture(scope="session")
def hilly_url(serve: Callable[..., str], bare_var: Callable[[str], Path]) -> str:
    """Address of a server with the demonstration town and part of its invented relief."""
    var = bare_var("hilly")
    told = (databases.ROOT / "config/municipality.toml").read_text(encoding="utf-8")
    smaller = var / "municipality.toml"
    smaller.write_text(re.sub("^bounds = .*", HILLS, told, flags=re.M), encoding="utf-8")

    def draw(database: str) -> None:
        drawn = {"LLAJTA_VAR": str(var), "LLAJTA_MUNICIPALITY": str(smaller)}
        databases.manage(database, "draw_relief", **drawn)

    return serve("hilly", databases.town_template(), draw, LLAJTA_VAR=str(var))


@pytest.fixture(scope="session")
def flat_url(serve: Callable[..., str], bare_var: Callable[[str], Path]) -> str:
    """Address of a server with the demonstration town, of which nobody has a DEM."""
    return serve("flat", databases.town_template(), LLAJTA_VAR=str(bare_var("flat")))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of real files, or a skip that says it is not here."""
    folder = os.environ.get("LLAJTA_REAL_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("real data: LLAJTA_REAL_DATA is not set")
    return Path(folder)


@pytest.fixture(scope="session")
def checks() -> Path:
    """Folder of independent conformance checks, or a skip that says it is not here."""
    folder = os.environ.get("LLAJTA_CHECKS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("real data: LLAJTA_CHECKS is not set")
    return Path(folder)


@pytest.fixture(scope="session")
def shots() -> Path:
    """Folder for pictures that people look at."""
    folder = Path(os.environ.get("LLAJTA_VAR") or databases.ROOT / "var") / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's own Chromium, with WebGL on the processor."""
    chromium = os.environ.get("LLAJTA_CHROMIUM") or shutil.which("chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS}


class OneBrowser(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Gives each module to one worker, and all that drive a browser to the same one.

    A browser and the servers it looks at cost as much to start as ten tests; several at
    once wait for each other, since one alone keeps the processor busy.
    """

    def _split_scope(self, nodeid: str) -> str:
        browser = "tests/browser"
        split: str = super()._split_scope(nodeid)
        return browser if nodeid.startswith(f"{browser}/") else split


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneBrowser:
    """How tests are given to the workers."""
    return OneBrowser(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one try some promises of `tests/bars.toml` only."""
    told = "only what keeps this promise of tests/bars.toml; several times for several"
    parser.addoption("--bar", action="append", default=[], metavar="R14", help=told)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Begin with the slow modules, after others have put the tests into their order."""
    _tell_bars(items)
    if wanted := set(config.getoption("bar")):
        items[:] = [item for item in items if wanted & set(_bars_of(item))]
    if not LONG:
        _leave_to_a_long_run(items)
    yield
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """The place of the test's module among the slow ones, or after them."""
    turns = (turn for turn, slow in enumerate(SLOW) if item.nodeid.startswith(slow))
    return next(turns, len(SLOW))


def _leave_to_a_long_run(items: list[pytest.Item]) -> None:
    """Pass over what kills or rushes once more in another place: it takes its time."""
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason=LEFT))


def _tell_bars(items: list[pytest.Item]) -> None:
    """Write into each test's report which promises of `tests/bars.toml` it keeps."""
    text = (databases.ROOT / "tests/bars.toml").read_text(encoding="utf-8")
    known = {name for promises in tomllib.loads(text).values() for name in promises}
    for item in items:
        for mark in item.iter_markers("bar"):
            if unknown := set(mark.args) - known:
                raise pytest.UsageError(f"{item.name} keeps an unknown promise: {unknown}")
        item.user_properties += [("bar", name) for name in _bars_of(item)]


def _bars_of(item: pytest.Item) -> list[str]:
    return [name for mark in item.iter_markers("bar") for name in mark.args]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests had no real data to read, and how many wait for a long run."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [str(report.longrepr) for report in skipped]
    missing = sum("real data" in reason for reason in reasons)
    terminalreporter.write_line(f"{LEFT}: {sum(LEFT in reason for reason in reasons)}")
    terminalreporter.write_line(f"real-data tests skipped: {missing}")
