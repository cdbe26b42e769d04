"""The invented trades: where they stand, what they cost, how many people they seat."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from apps.festivals.models import Seating, SpacingRule, Trade
from apps.festivals.terms import Side
from apps.treasury.actions import create_concept, set_price
from apps.treasury.models import Concept
from data.town.money import office_of_receipts
from geo.access import Viewer

CONCEPT: Final = "festival-demo"
BASIS: Final = "Ordenanza de demostración (inventada)"
SEATS_FROM: Final = dt.date(2020, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Invented:
    """A trade of the demonstration."""

    code: str
    name: str
    prefix: str
    side: Side
    share: tuple[float, float]
    """From where to where along the route, of its length."""
    price: str
    unit: str = "módulo"
    traits: tuple[str, ...] = ()
    rows: int = 0
    seats: int = 0
    """Of five metres, in all rows."""
    by_seat: bool = False
    frontage_m: str = "5"
    depth_m: str = "3"
    sold: float = 0.8
    """Share of its modules that had been sold when last year's feast began."""


INVENTED: Final = (
    Invented(
        code="graderia",
        name="Graderías",
        prefix="G",
        side=Side.RIGHT,
        share=(0.0, 0.12),
        price="566.00",
        rows=5,
        seats=100,
        depth_m="5",
        sold=0.9,
    ),
    Invented(
        code="platea",
        name="Graderías por asiento",
        prefix="A",
        side=Side.RIGHT,
        share=(0.12, 0.16),
        price="6.00",
        unit="asiento",
        rows=5,
        seats=100,
        by_seat=True,
        depth_m="5",
    ),
    Invented(
        code="sillas",
        name="Sillas",
        prefix="S",
        side=Side.RIGHT,
        share=(0.16, 0.5),
        price="28.60",
        unit="m",
        rows=2,
        seats=22,
        depth_m="2",
        sold=0.75,
    ),
    Invented(
        code="artesania",
        name="Artesanías",
        prefix="P",
        side=Side.LEFT,
        share=(0.0, 0.6),
        price="283.00",
    ),
    Invented(
        code="comida",
        name="Comida",
        prefix="C",
        side=Side.LEFT,
        share=(0.6, 1.0),
        price="300.00",
        traits=("gas",),
        sold=0.95,
    ),
    Invented(
        code="juegos",
        name="Juegos",
        prefix="J",
        side=Side.RIGHT,
        share=(0.5, 1.0),
        price="250.00",
        sold=0.6,
    ),
)
"""Prices: 283 Bs is the mean of a patent of Urkupiña in 2014; 566 and 143 Bs for five
metres are those of stands and chairs at the Corso de Corsos of 2024, which also gives 22
chairs for five metres. The others are invented around them."""


def concept_with_prices(first: dt.date, *, by: Viewer) -> Concept:
    """What patents are charged as, with the price of every trade from a day on."""
    name = "Patente de fiesta (demostración)"
    office = office_of_receipts()
    concept = create_concept(CONCEPT, name, budget_item="13300", office_id=office, by=by)
    for trade in INVENTED:
        if not concept.prices.filter(variant=trade.code).exists():
            set_price(
                concept,
                trade.price,
                variant=trade.code,
                unit=trade.unit,
                days=(first, None),
                legal_basis=BASIS,
                by=by,
            )
    return concept


def trade_of(invented: Invented) -> Trade:
    """The trade of the register, with its seats if it seats people."""
    trade, _new = Trade.objects.get_or_create(
        code=invented.code,
        defaults={"name": invented.name, "traits": list(invented.traits)},
    )
    if invented.seats:
        Seating.objects.get_or_create(
            trade=trade,
            since=SEATS_FROM,
            defaults={
                "rows": invented.rows,
                "seats": invented.seats,
                "by_seat": invented.by_seat,
                "legal_basis": BASIS,
            },
        )
    return trade


def spacing_rules() -> None:
    """Fire keeps away from gas."""
    SpacingRule.objects.get_or_create(
        trait="flame", from_trait="gas", defaults={"metres": 6, "legal_basis": BASIS}
    )
