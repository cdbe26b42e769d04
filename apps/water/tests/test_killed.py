"""The worker is killed with -9 in the middle of a billing run: nobody is billed twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Sum

from apps.treasury.models import Balance, Obligation
from apps.treasury.tests.making import is_sound
from apps.treasury.tests.together import database_apart
from apps.water.actions.running import ask_bills
from apps.water.models import Bill, Period
from apps.water.tests.billed import ISSUED, make_biller, make_scheme, make_user
from apps.water.tests.making import BS, make_period
from apps.water.tests.test_billing import FLAT
from geo.access import Viewer
from geo.jobs.models import Job
from geo.jobs.terms import Status
from tests import databases
from tests.workers import missed, until, working

ACCOUNTS, BATCH = 40, 10
CLERK = "facturadora"


@pytest.fixture(scope="module")
def database(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with database_apart("billing", worker, django_db_blocker) as name:
        yield name


@contextmanager
def held(party: int) -> Iterator[None]:
    """Let nobody book on this debtor until the block ends."""
    address = databases.address(connection.settings_dict["NAME"])
    with psycopg.connect(address) as holder:
        holder.execute(
            "INSERT INTO treasury_balance (party_id, owed, advances, refunds)"
            " VALUES (%s, 0, 0, 0)",
            [party],
        )
        yield
        holder.rollback()


@pytest.mark.bar("R34")
def test_a_run_killed_in_the_middle_bills_nobody_twice(
    database: str, tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    log.touch()
    User.objects.create_user(CLERK, is_staff=True, is_superuser=True)
    operator = make_biller()
    make_scheme(operator, FLAT)
    accounts = [make_user(operator) for _n in range(ACCOUNTS)]
    period = make_period(operator=operator)
    by = Viewer(name=CLERK, is_staff=True, holds_all=True)
    job = ask_bills(period, on=ISSUED, batch=BATCH, by=by)
    third = accounts[25].holdings.get().party_id  # a debtor of the third batch
    with held(third), working(database, log=log) as worker:
        until(lambda: Bill.objects.count() == 2 * BATCH, worker, log)
        until(_waits, worker, log)
        worker.kill()
        worker.wait()
    assert Bill.objects.count() == Obligation.objects.count() == 2 * BATCH
    assert Period.objects.get().state == "open"
    missed()
    with working(database, log=log) as worker:
        until(lambda: _status(job) == Status.SUCCESSFUL, worker, log)
    assert Bill.objects.count() == Obligation.objects.count() == ACCOUNTS
    assert Bill.objects.values("account").distinct().count() == ACCOUNTS
    assert Balance.objects.aggregate(sum=Sum("owed"))["sum"] == BS("10.00") * ACCOUNTS
    assert Period.objects.get().state == "billed"
    assert is_sound()


def _waits() -> bool:
    """Whether the third batch has come to the debtor that is held."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock' AND query LIKE '%%treasury_balance%%'",
            [],
        )
        return bool(cursor.fetchone()[0])


def _status(job: Job) -> str:
    job.refresh_from_db()
    return job.status
