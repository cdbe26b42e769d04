"""Questions about what is offered, who holds it and what it costs."""

from apps.allocation.queries.offered import (
    HoldStanding,
    MoneyOfHolds,
    OwnHold,
    counts_by_standing,
    districts_of,
    find_hold,
    is_on_sale,
    money_of_holds,
    neighbours,
    own_holds,
    refunds_due,
    spaces_of_hold,
    standing_of,
    standings_of,
)
from apps.allocation.queries.prices import (
    Tariff,
    price_lines,
    price_of,
    prices_of,
    tariffs_of,
)
from apps.allocation.queries.stalls import (
    Stall,
    stalls,
)

__all__ = [
    "HoldStanding",
    "MoneyOfHolds",
    "OwnHold",
    "Stall",
    "Tariff",
    "counts_by_standing",
    "districts_of",
    "find_hold",
    "is_on_sale",
    "money_of_holds",
    "neighbours",
    "own_holds",
    "price_lines",
    "price_of",
    "prices_of",
    "refunds_due",
    "spaces_of_hold",
    "stalls",
    "standing_of",
    "standings_of",
    "tariffs_of",
]
