"""Feasts for tests: a straight avenue of a hundred metres, and what stands beside it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.gis.geos import LineString, Point
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.festivals.actions import Order, draw_modules, new_plan
from apps.festivals.actions.publishing import Sale
from apps.festivals.models import Festival, Plan, Seating, Trade
from apps.festivals.terms import Side
from apps.treasury.tests.making import make_concept, make_price
from geo import crs
from geo.access import Viewer
from geo.measure import stored

OFFICE = Viewer(name="organizadora", holds_all=True)
TODAY = dt.date(2027, 6, 1)
WEST, SOUTH = 789_000.0, 8_073_000.0
"""Metres (EPSG:32719) of the corner of the town where tests hold their feasts."""
SALE = Sale(
    first=dt.datetime(2027, 6, 1, tzinfo=dt.UTC),
    last=dt.datetime(2027, 8, 1, tzinfo=dt.UTC),
)

_numbers = count(1)


def at(x: float, y: float) -> Point:
    """A point so many metres east and north of the corner, as it is stored."""
    return stored(Point(WEST + x, SOUTH + y, srid=crs.METRIC))


def line(*corners: tuple[float, float]) -> LineString:
    """A line through these metres, as it is stored."""
    moved = [(WEST + x, SOUTH + y) for x, y in corners]
    return stored(LineString(moved, srid=crs.METRIC))


def make_trade(
    code: str = "artesania",
    *,
    seats: int = 0,
    rows: int = 1,
    by_seat: bool = False,
    **given: Any,
) -> Trade:
    """A trade of this code, once; with `seats`, a rule by which it seats people."""
    named = {"name": code.capitalize(), **given}
    trade = Trade.objects.get_or_create(code=code, defaults=named)[0]
    if seats and not trade.seatings.exists():
        since = dt.date(2020, 1, 1)
        known = {"rows": rows, "seats": seats, "by_seat": by_seat, "since": since}
        Seating.objects.create(trade=trade, legal_basis="Reglamento", **known)
    return trade


def make_festival(**given: Any) -> Festival:
    """A feast along a hundred metres of avenue, with a price for crafts."""
    number = next(_numbers)
    known: dict[str, Any] = {
        "code": f"feria-{number}",
        "title": f"Feria {number}",
        "days": DateRange(dt.date(2027, 8, 14), dt.date(2027, 8, 17)),
        "legal_basis": "Ordenanza Municipal 13/2027",
        "route": line((0, 0), (100, 0)),
    } | given
    if "concept" not in known:
        known["concept"] = make_concept(code=f"patente-{number}")
        make_price("100.00", concept=known["concept"], variant="artesania", unit="módulo")
    return Festival.objects.create(**known)


def make_plan(festival: Festival | None = None, **order: Any) -> Plan:
    """A draft with crafts along the left side of the avenue."""
    plan = new_plan(festival or make_festival(), by=OFFICE)
    draw(plan, **order)
    return plan


def draw(plan: Plan, **given: Any) -> list[str]:
    """Draw modules on a plan; returns their codes."""
    known: dict[str, Any] = {
        "trade": make_trade(),
        "side": Side.LEFT,
        "prefix": "A",
        "run": 0,
        "passage_m": Decimal(0),
    } | given
    return [module.code for module in draw_modules(plan, Order(**known), by=OFFICE)]


def codes(plan: Plan) -> list[str]:
    """Codes of a plan's modules along the route."""
    return [module.code for module in plan.modules.along()]
