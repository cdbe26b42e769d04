"""The worker settles the territory in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from apps.territory.models import Finding
from apps.territory.tasks import settle
from apps.territory.tests.making import make_otb
from geo.testing import Grid
from tests import databases

TOWN = Grid("""
    a . b . c
    . . . . .
    d . e . f
""")


@pytest.fixture
def no_jobs(transactional_db):
    """The queue is empty before and after: its tables are not Django's to flush."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
        yield
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.mark.usefixtures("no_jobs")
def test_a_worker_process_runs_what_was_asked_for() -> None:
    make_otb("Oeste", TOWN.polygons("acfd"))
    make_otb("Este", TOWN.polygons("bcfe"))
    settle.defer(timestamp=0)
    worker = subprocess.run(  # a fixed interpreter and our own arguments
        [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot"],
        env={
            **os.environ,
            "LLAJTA_DATABASE_URL": databases.address(connection.settings_dict["NAME"]),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert worker.returncode == 0, worker.stderr
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text FROM procrastinate_jobs"
            " WHERE task_name = 'territory.settle'"
        )
        assert cursor.fetchall() == [("succeeded",)]
    assert Finding.objects.filter(kind="otbs-overlap").count() == 1


@pytest.mark.usefixtures("no_jobs")
def test_one_settling_waits_at_a_time() -> None:
    from procrastinate.exceptions import AlreadyEnqueued

    settle.defer(timestamp=0)
    with pytest.raises(AlreadyEnqueued):
        settle.defer(timestamp=1)


def test_the_territory_settles_every_night() -> None:
    periodic = {
        task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()
    }
    assert periodic["territory.settle"] == "20 7 * * *"
