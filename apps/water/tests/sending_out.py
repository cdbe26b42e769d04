"""Collectors with a round and a code each, for tests over the platform's own server."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from apps.fieldwork.actions import Order, create_assignment, make_code, revoke_device
from apps.fieldwork.models import AssignmentItem, Device
from apps.fieldwork.tests.making import BOSS, make_collector
from apps.people.models import Office
from apps.people.tests.making import make_office
from apps.treasury.models import Concept, Obligation, Price
from apps.treasury.tests.making import make_concept, make_price, pay
from apps.water.actions.visiting import COLLECTION
from apps.water.terms import ACCOUNT, OFFICE
from apps.water.tests.fielding import in_debt
from geo.pages.middleware import viewer_for

MONTHS = (1, 2, 4, 5, 3)


def _price() -> Price:
    concept = Concept.objects.filter(code="water.service").first()
    concept = concept or make_concept("water.service")
    price = Price.objects.filter(concept=concept, unit="month").first()
    return price or make_price("10.00", concept=concept)


def send_out(count: int, today: str, *names: str) -> None:
    """Give each collector a round of so many accounts in debt, and tell their codes."""
    if not Office.objects.filter(code=OFFICE).exists():
        make_office(OFFICE, "EMAPAQ")
    first, price = dt.date.fromisoformat(today), _price()
    for name in names:
        accounts = [in_debt(price, MONTHS[n % 5], east=n) for n in range(count)]
        collector = make_collector(name, "water.collect")
        order = Order(
            kind=COLLECTION,
            ids=[str(account.pk) for account in accounts],
            holder=collector,
            title="OTB Norte, deudores",
            first_day=first,
            last_day=first + dt.timedelta(days=1),
        )
        create_assignment(order, by=BOSS)
        print(name, make_code(collector, by=viewer_for(collector)))  # noqa: T201


def pay_at_a_desk(item: int) -> None:
    """Pay at a desk all that is owed on the account of a place of a round."""
    account = AssignmentItem.objects.get(pk=item).about_id
    owed = list(Obligation.objects.open().about(ACCOUNT, account))
    total = sum((each.outstanding for each in owed), Decimal(0))
    pay(owed[0].debtor, total, shares={each.pk: each.outstanding for each in owed})


def revoke(name: str) -> None:
    """Take the telephones of a collector out of service and have them wiped."""
    for device in Device.objects.filter(holder__username=name):
        revoke_device(device, wipe=True, by=BOSS)
