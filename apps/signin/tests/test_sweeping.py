"""What has served its time is forgotten; the record and what still serves are kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from apps.signin.actions.sweeping import forget_what_is_over
from apps.signin.models import EmailLink, Event, KnownDevice, OpenSession, Throttle
from apps.signin.tests.making import clerk, come_in, give_password, now

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "left"),
    [
        pytest.param(0, (1, 1, 1, True), id="at once: nothing"),
        pytest.param(2, (0, 1, 0, False), id="after two days: all but the browser"),
        pytest.param(400, (0, 0, 0, False), id="after a year: that too"),
    ],
)
def test_what_is_over_is_forgotten(
    client: Client, days: int, left: tuple[int, int, int, bool]
) -> None:
    come_in(client, clerk())
    client.post("/entrar/correo/", {"email": "vecina@example.org"})
    give_password(Client(), "nobody", "x")
    events = Event.objects.count()
    forget_what_is_over(at=now() + dt.timedelta(days=days))
    counts = (EmailLink.objects.count(), KnownDevice.objects.count())
    assert (*counts, OpenSession.objects.count(), Throttle.objects.exists()) == left
    assert Event.objects.count() == events
