"""Rows of a small water service for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange

from apps.people.models import Party
from apps.people.terms import PartyKind
from apps.water.models import (
    Account,
    Connection,
    Holding,
    Meter,
    MeterFitting,
    Operator,
    Period,
    Tariff,
    TariffBlock,
)
from apps.water.terms import Category, OperatorKind, TariffKind
from geo.access import Viewer

OFFICE = Viewer(name="water test", holds_all=True)
TODAY = dt.date(2026, 6, 15)
YEAR = dt.date(2026, 1, 1)
LAW = "Resolución Administrativa 4/2025, art. 2"
BS = Decimal
PLAZA = Point(-66.2785, -17.3975, srid=4326)

_numbers = count(1)


def square(west: float, south: float, size: float = 0.01) -> MultiPolygon:
    """Ground of an operator: a square in degrees."""
    ring = Polygon.from_bbox((west, south, west + size, south + size))
    return MultiPolygon(ring, srid=4326)


def days(first: dt.date = YEAR, last: dt.date | None = None) -> DateRange:
    return DateRange(first, last)


def settle() -> None:
    """Have the database check now what it would check at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def make_party(name: str = "") -> Party:
    return Party.objects.create(
        kind=PartyKind.PERSON, name=name or f"Vecina {next(_numbers)}", recorded_by="test"
    )


def make_operator(code: str = "emapaq", **given: Any) -> Operator:
    values: dict[str, Any] = {
        "name": code.upper(),
        "kind": OperatorKind.MUNICIPAL,
        "source": "test",
    }
    ground = given.pop("coverage", square(-66.285, -17.405))
    operator, is_new = Operator.objects.get_or_create(
        code=code, defaults={**values, **given}
    )
    if is_new and ground is not None:
        always = DateRange(None, None)
        operator.covers.create(ground=ground, days=always, source="test")
    return operator


def make_connection(operator: Operator | None = None, **given: Any) -> Connection:
    values: dict[str, Any] = {"operator": operator or make_operator(), "position": PLAZA}
    return Connection.objects.create(**{**values, **given})


def make_account(connected: Connection | None = None, **given: Any) -> Account:
    where = connected or make_connection(given.pop("operator", None))
    values: dict[str, Any] = {
        "operator": where.operator,
        "connection": where,
        "number": f"C-{next(_numbers)}",
        "category": Category.DOMESTIC,
        "days": days(),
    }
    return Account.objects.create(**{**values, **given})


def make_holding(account: Account, party: Party | None = None, **given: Any) -> Holding:
    values: dict[str, Any] = {"days": days(), "basis": "Título", "recorded_by": "test"}
    return Holding.objects.create(
        account=account, party=party or make_party(), **{**values, **given}
    )


def make_meter(operator: Operator | None = None, serial: str = "") -> Meter:
    return Meter.objects.create(
        operator=operator or make_operator(), serial=serial or f"M-{next(_numbers)}"
    )


def make_fitting(meter: Meter, connected: Connection, **given: Any) -> MeterFitting:
    values: dict[str, Any] = {"days": days(), "recorded_by": "test"}
    return MeterFitting.objects.create(
        meter=meter, connection=connected, **{**values, **given}
    )


def make_period(month: dt.date = dt.date(2026, 5, 1), **given: Any) -> Period:
    values: dict[str, Any] = {
        "operator": given.pop("operator", None) or make_operator(),
        "due_on": month + dt.timedelta(days=40),
    }
    return Period.objects.create(month=month, **{**values, **given})


def make_tariff(*blocks: tuple[int, int | None, str], **given: Any) -> Tariff:
    """A tariff of these blocks (from, until, price), flat without any."""
    values: dict[str, Any] = {
        "operator": given.pop("operator", None) or make_operator(),
        "category": Category.DOMESTIC,
        "kind": TariffKind.BLOCKS if blocks else TariffKind.FLAT,
        "is_metered": bool(blocks),
        "fixed_charge": BS("10.00"),
        "days": days(),
        "legal_basis": LAW,
        "recorded_by": "test",
    }
    tariff = Tariff.objects.create(**{**values, **given})
    for low, high, amount in blocks:
        TariffBlock.objects.create(
            tariff=tariff, cubic_metres=NumericRange(low, high), unit_amount=BS(amount)
        )
    return tariff
