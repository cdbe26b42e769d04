"""Collectors with telephones, and accounts in debt for them, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Point

from apps.fieldwork.actions import lend_numbers
from apps.fieldwork.actions.lending import free_numbers
from apps.fieldwork.domain.kinds import field_kind
from apps.fieldwork.models import Device
from apps.fieldwork.tests.making import BOSS, Phone, make_collector, make_phone
from apps.people.models import Office
from apps.people.tests.making import make_office
from apps.treasury.models import Obligation, Price
from apps.treasury.tests.making import TODAY, charge, make_concept, make_price
from apps.water.actions.visiting import COLLECTION
from apps.water.models import Account
from apps.water.terms import ACCOUNT
from apps.water.tests.making import (
    make_account,
    make_connection,
    make_holding,
    make_operator,
)

LON, LAT = -66.2785, -17.3975


def make_crew(name: str = "juana") -> Phone:
    """A collector of EMAPAQ with a telephone."""
    if not Office.objects.filter(code="emapaq").exists():
        make_office("emapaq", "EMAPAQ")
    return make_phone(make_collector(name, "water.collect"), f"Teléfono de {name}")


def service_price() -> Price:
    return make_price("10.00", concept=make_concept("water.service"))


def in_debt(price: Price, months: int = 3, east: int = 0) -> Account:
    """An account with a holder, who owes ten bolivianos a month."""
    place = Point(LON + east * 0.0004, LAT, srid=4326)
    account = make_account(make_connection(make_operator(), position=place))
    holding = make_holding(account)
    for month in range(months):
        charge(
            price,
            holding.party,
            key=f"water:{account.pk}:{month}",
            due_on=TODAY.replace(month=month + 1),
            about_kind=ACCOUNT,
            about_id=str(account.pk),
        )
    return account


def owed(account: Account) -> Decimal:
    rows = Obligation.objects.open().about(ACCOUNT, str(account.pk))
    return sum((each.outstanding for each in rows), Decimal("0.00"))


def visit(phone: Phone, account: Account, outcome: str, **part: Any) -> Mapping[str, Any]:
    """A visit as the telephone writes it."""
    given = {name: part.pop(name) for name in ("at", "position", "item") if name in part}
    return phone.event(
        kind=COLLECTION,
        about={"kind": ACCOUNT, "id": str(account.pk)},
        body={"outcome": outcome, "note": "", "distance_m": None, **part},
        **given,
    )


def payment(phone: Phone, account: Account, amount: str, number: int | None) -> Any:
    paid = {"amount": amount, "number": number, "payer": "", "shares": None}
    return visit(phone, account, "paid", payment=paid)


def numbers_of(device: Device) -> list[int]:
    """Numbers that the telephone may give out, from blocks lent to it now."""
    lent = lend_numbers(device, field_kind(COLLECTION), on=TODAY, by=BOSS)
    return [each.pk for block in lent for each in free_numbers(block)]
