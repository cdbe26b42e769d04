"""A small operator that bills: tariffs with their prices, metered and flat accounts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point

from apps.treasury.actions import create_concept
from apps.water.actions.billing import begin_run, bill_period
from apps.water.actions.reading import Counted, enter_reading
from apps.water.actions.tariffs import set_tariff
from apps.water.domain.tariffs import Draft, Terms
from apps.water.models import (
    Account,
    Bill,
    Operator,
    Period,
    Reading,
    Tariff,
)
from apps.water.terms import SERVICE, Category
from apps.water.tests.making import (
    BS,
    LAW,
    OFFICE,
    make_account,
    make_connection,
    make_fitting,
    make_holding,
    make_meter,
    make_operator,
)

MAY = dt.date(2026, 5, 1)
JUNE = dt.date(2026, 6, 1)
ISSUED = dt.date(2026, 6, 2)
NOON = dt.datetime(2026, 5, 31, 16, tzinfo=dt.UTC)

_numbers = count(1)


def make_biller(**given: Any) -> Operator:
    return make_operator(is_billed_here=True, **given)


def make_scheme(operator: Operator, terms: Terms, **given: Any) -> Tariff:
    """The tariff that charges by `terms`, with its prices in the treasury."""
    create_concept(SERVICE, "Water", budget_item="12200", by=OFFICE)
    values: dict[str, Any] = {
        "category": Category.DOMESTIC,
        "is_metered": bool(terms.blocks),
        "first_day": dt.date(2020, 1, 1),
        "legal_basis": LAW,
    }
    return set_tariff(operator, Draft(terms=terms, **{**values, **given}), by=OFFICE)


def make_user(operator: Operator, *, metered: bool = False, **given: Any) -> Account:
    """An account with its holder, and a meter from nothing where it is metered."""
    number = next(_numbers)
    position = Point(-66.28 + number * 1e-5, -17.4, srid=4326)
    connected = make_connection(operator, position=position)
    account = make_account(connected, is_metered=metered, **given)
    make_holding(account)
    if metered:
        make_fitting(make_meter(operator), connected)
    return account


def meter_of(account: Account) -> int:
    fitting = account.connection.fittings.get(days__upper_inf=True)
    meter: int = fitting.meter_id
    return meter


def read(account: Account, period: Period, value: str | Decimal, **given: Any) -> Reading:
    counted = Counted(meter_id=meter_of(account), value=BS(value), taken_at=NOON, **given)
    return enter_reading(
        period, counted, now=dt.datetime(2026, 12, 1, tzinfo=dt.UTC), by=OFFICE
    )


def bill(period: Period, *, batch: int = 1000, on: dt.date = ISSUED) -> list[Bill]:
    run = begin_run(period, on=on, by=OFFICE)
    bill_period(run, on=on, by=OFFICE, tell=lambda done, of: None, batch=batch)
    period.refresh_from_db()
    return list(Bill.objects.filter(period=period).order_by("account_id"))
