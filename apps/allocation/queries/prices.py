"""What spaces cost: tariffs, prices in force, the lines of what is charged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apps.allocation.domain.refusals import PriceUnknown
from apps.allocation.domain.tariffs import tariff_names
from apps.allocation.models import Hold, Offering, Space
from apps.allocation.queries.offered import spaces_of_hold
from apps.treasury.domain.charging import ChargeLine
from apps.treasury.models import Price

CENTAVO: Final = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """One tariff of an offering, for whoever looks for what to buy."""

    code: str
    name: str
    price: Decimal | None
    unit: str


def tariffs_of(offering: Offering, prices: Mapping[str, Price]) -> list[Tariff]:
    """The tariffs that spaces of an offering have, by name; one alone is no choice."""
    codes = Space.objects.filter(offering=offering).exclude(tariff="")
    names = tariff_names(offering)
    told = [
        Tariff(
            code=code,
            name=names.get(code, code),
            price=prices[code].amount if code in prices else None,
            unit=prices[code].unit if code in prices else "",
        )
        for code in codes.values_list("tariff", flat=True).distinct()
    ]
    return sorted(told, key=lambda each: each.name) if len(told) > 1 else []


def tariff_choices(offering: Offering) -> list[tuple[str, str]]:
    """The tariffs that spaces of an offering have, each with its name, by name."""
    codes = Space.objects.filter(offering=offering).exclude(tariff="")
    names = tariff_names(offering)
    found = [
        (code, names.get(code, code))
        for code in codes.values_list("tariff", flat=True).distinct()
    ]
    return sorted(found, key=lambda each: each[1])


def price_of(space: Space, prices: Mapping[str, Price]) -> Decimal | None:
    """What a space costs by the prices in force; None where none is."""
    price = prices.get(space.tariff)
    return None if price is None else (price.amount * space.units).quantize(CENTAVO)


def price_lines(hold: Hold, *, on: dt.date) -> list[ChargeLine]:
    """One line for each space of a hold, at the price of its tariff on the day `on`.

    Raises:
        PriceUnknown: the offering has no concept, or a space no price in force.
    """
    prices = prices_of(hold.offering, on=on)
    return lines_for(hold.offering, list(spaces_of_hold(hold)), prices)


def lines_for(
    offering: Offering, spaces: Sequence[Space], prices: Mapping[str, Price]
) -> list[ChargeLine]:
    """One line for each of some spaces of an offering, at the price of its tariff.

    Raises:
        PriceUnknown: the offering has no concept, or a space no price in force.
    """
    missing = [space.code for space in spaces if space.tariff not in prices]
    if missing:
        raise PriceUnknown(missing)
    return [
        ChargeLine(
            price_id=prices[space.tariff].pk,
            quantity=space.units,
            text=f"{offering.title}: {space.get_kind_display()} {space.code}",
        )
        for space in spaces
    ]


def prices_of(offering: Offering, *, on: dt.date) -> dict[str, Price]:
    """The prices in force on the day `on`, by tariff."""
    if offering.concept_id is None:
        return {}
    found = Price.objects.filter(concept=offering.concept_id, days__contains=on)
    return {price.variant: price for price in found}
