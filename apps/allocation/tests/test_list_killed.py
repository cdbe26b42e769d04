"""The worker is killed with -9 in the middle of a list: nothing is kept, then all, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from apps.allocation.actions import ListFile, receive_list
from apps.allocation.actions.booking_jobs import ask_booking
from apps.allocation.models import BookingLine, BookingList, Claim, Hold
from apps.allocation.tests.listing import row
from apps.allocation.tests.making import TODAY, make_offering
from apps.allocation.tests.test_kills import stopping
from apps.allocation.tests.test_kills_of_money import until_gone, until_stopped
from apps.people.models import Membership, Person
from apps.people.tests.making import make_organisation
from apps.treasury.models import Obligation
from apps.treasury.tests.making import is_sound
from apps.treasury.tests.together import database_apart
from geo.access import Viewer
from geo.jobs.models import Job
from geo.jobs.terms import Status
from tests import databases
from tests.effort import many
from tests.workers import missed, until, working

ROWS = 22
CLERK = "vendedora"
POINTS = [
    ("INSERT", "treasury_obligation"),
    ("UPDATE", "allocation_bookingline"),
    ("INSERT", "people_membership"),
    ("INSERT", "allocation_claim"),
    ("UPDATE", "allocation_bookinglist"),
]
"""After which statement of a booking the worker stops and is killed."""


@pytest.fixture(scope="module")
def database(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with database_apart("lists", worker, django_db_blocker) as name:
        User.objects.create_user(CLERK, is_staff=True, is_superuser=True)
        yield name


def counted() -> tuple[int, ...]:
    """People, members, holds, claims and debts."""
    kinds = (Person, Membership, Hold, Claim, Obligation)
    return tuple(kind.objects.count() for kind in kinds)


@pytest.mark.long
@pytest.mark.parametrize(("event", "table"), POINTS[: many(1, len(POINTS))])
def test_a_list_killed_in_the_middle_books_nobody_and_is_booked_once_after_it(
    database: str, event: str, table: str, tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    log.touch()
    by = Viewer(name=CLERK, is_staff=True, holds_all=True)
    federation = make_organisation(f"Federación {table}").organisation
    rows = [
        row(n, str(5_000_000 + federation.pk * 100 + n), f"A-{n}") for n in range(1, 23)
    ]
    file = ListFile(name="socios.xlsx", sha256=f"{federation.pk:064x}", rows=rows)
    booking = receive_list(make_offering(ROWS), federation, file, by=by)
    job = ask_booking(booking, all_or_none=True, on=TODAY, by=by)
    before = counted()

    with (
        working(database, log=log) as worker,
        stopping(database, event, table) as gate,
    ):
        waiting = threading.Thread(target=worker.wait)
        waiting.start()
        until_stopped(gate, waiting)
        worker.kill()
        waiting.join()
    with databases.maintenance() as server:
        until_gone(server, database)
    assert counted() == before, "nothing of half a list is kept"
    assert BookingList.objects.get(pk=booking.pk).booked_at is None
    assert ask_booking(booking, all_or_none=True, on=TODAY, by=by) == job

    missed()
    with working(database, log=log) as worker:
        until(lambda: _status(job) == Status.SUCCESSFUL, worker, log)
    assert counted() == tuple(count + ROWS for count in before)
    assert not BookingLine.objects.filter(booking=booking, hold=None).exists()
    assert BookingList.objects.get(pk=booking.pk).booked_at is not None
    assert is_sound()


def _status(job: Job) -> str:
    job.refresh_from_db()
    return job.status
