"""The web server is killed with -9 while somebody waits for a short list to be booked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import requests
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from apps.allocation.actions import ListFile, receive_list
from apps.allocation.models import BookingLine, BookingList
from apps.allocation.tests.listing import row
from apps.allocation.tests.making import make_offering, money_agrees
from apps.allocation.tests.test_kills import stopping
from apps.allocation.tests.test_kills_of_money import until_gone, until_stopped
from apps.allocation.tests.test_list_killed import CLERK, counted
from apps.allocation.views.lists import AT_ONCE
from apps.people.tests.making import make_organisation
from apps.treasury.tests.making import is_sound
from apps.treasury.tests.together import database_apart
from apps.treasury.tests.web import Web
from geo.access import Viewer
from geo.jobs.models import Job
from tests import databases
from tests.effort import many

ROWS = 5
CSRF = "c" * 32
POINTS = [
    ("INSERT", "treasury_obligation"),
    ("INSERT", "allocation_claim"),
    ("UPDATE", "allocation_bookingline"),
    ("INSERT", "people_membership"),
    ("UPDATE", "allocation_bookinglist"),
]
"""After which statement of a booking the web server stops and is killed."""


@pytest.fixture(scope="module")
def database(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with database_apart("shortlist", worker, django_db_blocker) as name:
        User.objects.create_user(CLERK, is_staff=True, is_superuser=True)
        yield name


@pytest.fixture(scope="module")
def web(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    served = Web(database, tmp_path_factory.mktemp("shortlist") / "web.log")
    try:
        served.start()
        yield served
    finally:
        served.kill()


def cookies_of_the_clerk() -> dict[str, str]:
    browser = Client()
    browser.force_login(User.objects.get(username=CLERK))
    name = settings.SESSION_COOKIE_NAME
    return {name: browser.cookies[name].value, settings.CSRF_COOKIE_NAME: CSRF}


def post(address: str, cookies: dict[str, str]) -> int | None:
    """Press the button that books; None when the line was cut."""
    try:
        form = {"modo": "todo", "csrfmiddlewaretoken": CSRF}
        return requests.post(
            address, form, cookies=cookies, timeout=30, allow_redirects=False
        ).status_code
    except requests.RequestException:
        return None


@pytest.mark.bar("R17")
@pytest.mark.parametrize(("event", "table"), POINTS[: many(1, len(POINTS))])
def test_a_short_list_killed_in_the_middle_books_nobody_and_posted_again_books_once(
    database: str, web: Web, event: str, table: str
) -> None:
    assert ROWS <= AT_ONCE, "it is booked while one waits"
    by = Viewer(name=CLERK, is_staff=True, holds_all=True)
    federation = make_organisation(f"Federación {table}").organisation
    card = 6_000_000 + federation.pk * 100
    rows = [row(n, str(card + n), f"A-{n}") for n in range(1, ROWS + 1)]
    file = ListFile(name="socios.xlsx", sha256=f"{federation.pk:064x}", rows=rows)
    offering = make_offering(ROWS)
    booking = receive_list(offering, federation, file, by=by)
    address = f"{web.url}/espacios/{offering.code}/listas/{booking.pk}/"
    press = partial(post, address, cookies_of_the_clerk())
    before = counted()

    with stopping(database, event, table) as gate:
        pressing = threading.Thread(target=press)
        pressing.start()
        until_stopped(gate, pressing)
        web.kill()
        pressing.join()
    with databases.maintenance() as server:
        until_gone(server, database)
    assert counted() == before, "nothing of half a list is kept"
    assert BookingList.objects.get(pk=booking.pk).booked_at is None

    web.start()
    assert press() == 302
    assert press() == 302, "pressed twice it is booked once"
    assert counted() == tuple(count + ROWS for count in before)
    assert not BookingLine.objects.filter(booking=booking, hold=None).exists()
    assert BookingList.objects.get(pk=booking.pk).booked_by == CLERK
    assert not Job.objects.filter(arguments__booking=booking.pk).exists()
    assert money_agrees()
    assert is_sound()
