"""A small operator that bills: tariffs with their prices, metered and flat accounts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.db.backends.postgresql.psycopg_any import NumericRange

from apps.treasury.actions import create_concept, set_price
from apps.treasury.models import Price
from apps.water.actions.billing import begin_run, bill_period
from apps.water.actions.reading import Counted, enter_reading
from apps.water.domain.rating import Scheme
from apps.water.models import (
    Account,
    Bill,
    Operator,
    Period,
    Reading,
    Tariff,
    TariffBlock,
)
from apps.water.terms import SERVICE, Category, TariffKind
from apps.water.tests.making import (
    BS,
    LAW,
    OFFICE,
    days,
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


def _price(amount: Decimal, unit: str) -> Price | None:
    if not amount:
        return None
    concept = create_concept(SERVICE, "Water", budget_item="12200", by=OFFICE)
    variant = f"test-{next(_numbers)}"
    since = (dt.date(2020, 1, 1), None)
    return set_price(
        concept, amount, days=since, legal_basis=LAW, unit=unit, variant=variant, by=OFFICE
    )


def make_scheme(operator: Operator, scheme: Scheme, **given: Any) -> Tariff:
    """The tariff that is reckoned as `scheme`, with its prices in the treasury."""
    values: dict[str, Any] = {
        "operator": operator,
        "category": Category.DOMESTIC,
        "kind": TariffKind.BLOCKS if scheme.blocks else TariffKind.FLAT,
        "is_metered": bool(scheme.blocks),
        "fixed_charge": scheme.fixed,
        "minimum": scheme.minimum,
        "fixed_price": _price(scheme.fixed, "month"),
        "minimum_price": _price(BS(1), "Bs") if scheme.minimum else None,
        "days": days(dt.date(2020, 1, 1)),
        "legal_basis": LAW,
        "recorded_by": "test",
    }
    tariff = Tariff.objects.create(**{**values, **given})
    for block in scheme.blocks:
        TariffBlock.objects.create(
            tariff=tariff,
            cubic_metres=NumericRange(block.above, block.upto),
            unit_amount=block.per_m3,
            entry_charge=block.entry,
            unit_price=_price(block.per_m3, "m3"),
            entry_price=_price(block.entry, "block"),
        )
    return tariff


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
