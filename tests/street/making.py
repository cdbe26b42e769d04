"""A collector with a round, for tests that reach the platform over its own server."""

from __future__ import annotations

import datetime as dt

from apps.fieldwork.actions import Order, create_assignment, make_code, revoke_device
from apps.fieldwork.models import Device
from apps.fieldwork.tests.making import BOSS, make_collector
from apps.people.models import Office
from apps.people.tests.making import make_office
from geo.access import Viewer
from geo.pages.middleware import viewer_for
from tests.street.accounts import COLLECTION


def send_out(count: int, today: str, *names: str) -> None:
    """Give each collector a round of so many accounts, and tell their codes."""
    if not Office.objects.filter(code=COLLECTION.office).exists():
        make_office(COLLECTION.office, "EMAPAQ")
    first = dt.date.fromisoformat(today)
    for name in names:
        collector = make_collector(name)
        order = Order(
            kind=COLLECTION.code,
            ids=[str(number) for number in range(count)],
            holder=collector,
            title="OTB Norte, deudores",
            first_day=first,
            last_day=first + dt.timedelta(days=1),
        )
        create_assignment(order, by=BOSS)
        print(name, make_code(collector, by=viewer_for(collector)))  # noqa: T201


def revoke(name: str) -> None:
    """Take the telephones of a collector out of service and have them wiped."""
    boss = Viewer(name="jefa", is_staff=True, holds_all=True)
    for device in Device.objects.filter(holder__username=name):
        revoke_device(device, wipe=True, by=boss)
