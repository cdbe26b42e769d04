"""What the worker does at night, done by a real worker from first to last."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from geo.access import Audience
from geo.layers import published
from tests import databases
from tests.effort import LONG
from tests.workers import until, working

JOBS = ("geo.open_data", "tiles.offline_maps")
DEFER = "from geo.jobs import soon; " + "; ".join(
    f"soon({name!r}, timestamp=0)" for name in JOBS
)
STATES = "SELECT task_name, status::text FROM procrastinate_jobs WHERE task_name = ANY(%s)"


@pytest.fixture
def town(worker: str) -> Iterator[str]:
    """A town of one's own, with the jobs of the night asked for."""
    name = f"llajta_night_{worker}_{os.getpid()}"
    with databases.copied(databases.town_template(), name):
        databases.manage(name, "shell", "--no-imports", "-c", DEFER)
        yield name


@pytest.mark.skipif(not LONG, reason="takes ten minutes; part of a long run")
def test_a_worker_builds_the_files_of_the_night(
    town: str, bare_var: Callable[[str], Path], tmp_path: Path
) -> None:
    var, log = bare_var("night"), tmp_path / "worker.log"
    log.touch()
    with (
        psycopg.connect(databases.address(town), autocommit=True) as owner,
        working(town, log=log, others={"LLAJTA_VAR": str(var)}) as worker,
    ):

        def states() -> dict[str, str]:
            return dict(owner.execute(STATES, [list(JOBS)]).fetchall())

        waiting = {"todo", "doing"}
        until(lambda: not waiting & set(states().values()), worker, log, seconds=3000)
        assert states() == dict.fromkeys(JOBS, "succeeded"), log.read_text()

    built = json.loads((var / "open-data" / "data.json").read_text(encoding="utf-8"))
    wanted = {layer.name for layer in published(Audience.ANYONE)}
    assert built["llajta:missing"] == []
    assert {each["identifier"] for each in built["dataset"]} == wanted
    taken = json.loads((var / "offline" / "index.json").read_text(encoding="utf-8"))
    assert all((var / "offline" / each["file"]).is_file() for each in taken["areas"])
    assert taken["areas"]
