"""Who asks: everybody of the demonstration, each in a browser of their own."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Final

from django.contrib.auth.models import User
from django.test import Client

from apps.signin.actions.sessions import BACKEND, PROVED
from data.town.roles import NEEDED, invent_roles
from geo.access import Viewer
from geo.acting import signed

NOBODY, ADMIN = "nobody", "admin"
CITIZENS: Final = ("vecina", "vendedor")
OFFICERS: Final = (
    *("cobrador", "cajera", "tesorera", "emapaq", "organizadora"),
    *("funcionario", "subalcalde.d5", "tecnico"),
)
EVERYBODY: Final = (NOBODY, *CITIZENS, *OFFICERS, ADMIN)
TITLES: Final = {
    NOBODY: "nobody signed in",
    "vecina": "a citizen, whose things are asked for",
    "vendedor": "another citizen, who sells",
    "cobrador": "a collector",
    "cajera": "a cashier",
    "tesorera": "the treasurer",
    "emapaq": "the water service",
    "organizadora": "feasts and spaces",
    "funcionario": "an officer at a counter",
    "subalcalde.d5": "the sub-mayor of district 5, whose grants hold there alone",
    "tecnico": "a technician",
    ADMIN: "the administrator",
}
TOKEN: Final = "a" * 32
_OFFICE: Final = Viewer(name="tests", grants=frozenset(each.name for each in NEEDED))


def employ() -> None:
    """Open everybody's account, and give the officers the posts of the demonstration."""
    for name in (*CITIZENS, *OFFICERS):
        User.objects.create(username=name, is_staff=name not in CITIZENS)
    User.objects.create(username=ADMIN, is_staff=True, is_superuser=True)
    with signed(_OFFICE):
        invent_roles(on=datetime.now(UTC).date(), by=_OFFICE)


def browsers() -> dict[str, Client]:
    """A browser for each, who has proved a moment ago who they are."""
    return {name: _browser(name) for name in EVERYBODY}


def _browser(name: str) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if name != NOBODY:
        client.force_login(User.objects.get(username=name), backend=BACKEND)
        session = client.session
        session[PROVED] = time.time() + 3600  # also for who is asked last
        session.save()
    client.cookies["csrftoken"] = TOKEN
    return client
