"""What the modules of a plan cost, in classes as a map shows them."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apps.festivals.models import Plan
from apps.festivals.queries.plans import cost_of, prices_of_feast

CLASSES: Final = 5
"""As many as the map's ramp has colours."""


@dataclass(frozen=True, kw_only=True)
class PriceClass:
    """Modules that cost about the same."""

    first: Decimal
    last: Decimal
    modules: int


@dataclass(frozen=True, kw_only=True)
class Surface:
    """The prices of a plan, by module."""

    classes: list[PriceClass]
    written: str
    """What the map is told: prices by tariff, and where each class begins, as JSON."""


def price_surface(plan: Plan, *, on: dt.date) -> Surface:
    """Modules of a plan by what they cost as a whole on a day, in at most five classes."""
    prices = prices_of_feast(plan.festival, on=on)
    modules = plan.modules.filter(is_blocked=False).along()
    costs = Counter(cost_of(module, prices.get(module.tariff)) for module in modules)
    del costs[Decimal(0)]
    classes = _classed(costs)
    told = {
        "prices": {
            tariff: [price.unit, float(price.amount)] for tariff, price in prices.items()
        },
        "steps": [float(each.first) for each in classes],
    }
    return Surface(classes=classes, written=json.dumps(told))


def _classed(costs: Counter[Decimal]) -> list[PriceClass]:
    """Neighbouring prices together, as many different ones in each class."""
    known = sorted(costs)
    count = min(CLASSES, len(known))
    parts = [
        known[len(known) * n // count : len(known) * (n + 1) // count] for n in range(count)
    ]
    return [
        PriceClass(first=part[0], last=part[-1], modules=sum(costs[each] for each in part))
        for part in parts
    ]
