"""Accounts with water and what they owe, for tests of debt."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from psycopg.types.range import DateRange

from apps.people.models import Party
from apps.territory.models import District, Otb, Street, Zone
from apps.treasury.domain.ageing import age_of
from apps.treasury.models import Leg, Obligation, Price
from apps.treasury.tests.making import charge, make_concept, make_party, make_price
from apps.water.models import Account, Connection, Holding, Operator
from apps.water.terms import ACCOUNT, SERVICE, Category, OperatorKind
from geo import crs

LONG_AGO = dt.date(2020, 1, 1)
_numbers = count(1)


def make_operator(code: str = "emapaq") -> Operator:
    """The municipal company, or what is there of this code."""
    found = Operator.objects.filter(code=code).first()
    return found or Operator.objects.create(
        code=code, name=code.upper(), kind=OperatorKind.MUNICIPAL, source="test"
    )


def make_account(
    position: Point,
    *,
    holder: Party | None = None,
    category: str = Category.DOMESTIC,
    **given: Any,
) -> Account:
    """An account with its connection, whose territory is the one that holds the point."""
    operator = make_operator()
    connection = Connection.objects.create(
        operator=operator, position=position, **{**_territory(position), **given}
    )
    account = Account.objects.create(
        operator=operator,
        number=f"{next(_numbers):06}",
        connection=connection,
        category=category,
        days=DateRange(LONG_AGO, None),
    )
    Holding.objects.create(
        account=account,
        party=holder or make_party(),
        days=DateRange(LONG_AGO, None),
        basis="padrón",
        recorded_by="test",
    )
    return account


def _territory(position: Point) -> dict[str, Any]:
    return {
        "district": District.objects.filter(outline__covers=position).first(),
        "otb": Otb.objects.filter(outline__covers=position).first(),
        "zone": Zone.objects.filter(outline__covers=position).first(),
        "street": Street.objects.first(),
    }


def water_price(amount: str = "10.00") -> Price:
    """A month of water; to be made once a test."""
    return make_price(
        amount, concept=make_concept(SERVICE), days=(LONG_AGO, None), unit="mes"
    )


def bill(
    account: Account, price: Price, quantity: int = 1, *, due_on: dt.date, **given: Any
) -> Obligation:
    """Charge a month of water to the holder, where the connection is."""
    holder = account.holdings.get().party
    return charge(
        price,
        holder,
        quantity,
        due_on=due_on,
        on=given.pop("on", due_on),
        about_kind=ACCOUNT,
        about_id=str(account.pk),
        place=account.connection.position,
        **given,
    )


def spot(x: float, y: float) -> Point:
    """A point of the test territory (EPSG:4326)."""
    return Point(x, y, srid=crs.STORAGE)


def naive(day: dt.date) -> dict[tuple[int, str], Decimal]:
    """What each account owed on a day by class, added up leg by leg."""
    owed: dict[int, Decimal] = defaultdict(Decimal)
    legs = Leg.objects.filter(obligation__about_kind=ACCOUNT).select_related("entry")
    for leg in legs:
        if leg.entry.booked_on <= day and leg.obligation_id is not None:
            owed[leg.obligation_id] += leg.amount
    found: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for obligation in Obligation.objects.filter(pk__in=owed):
        age = age_of(obligation.due_on, day)
        found[int(obligation.about_id), age.value] += owed[obligation.pk]
    return {key: amount for key, amount in found.items() if amount}
