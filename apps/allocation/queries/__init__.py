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
    seen_too_late,
    spaces_of_hold,
    standing_of,
    standings_of,
)
from apps.allocation.queries.offers import Offer, offers
from apps.allocation.queries.prices import (
    Tariff,
    price_lines,
    price_of,
    prices_of,
    tariff_choices,
    tariffs_of,
)
from apps.allocation.queries.renewals import Renewal, renewals_of
from apps.allocation.queries.stalls import (
    Stall,
    stalls,
)
from apps.allocation.queries.titles import (
    substitutes_of,
    titles_before,
    titles_of,
    titles_of_hold,
)
from apps.allocation.queries.windows import (
    WindowSeen,
    admissions_to,
    calendar_of,
    not_yet,
    party_meant,
    waiting_for_others,
    waived_holds,
)

__all__ = [
    "HoldStanding",
    "MoneyOfHolds",
    "Offer",
    "OwnHold",
    "Renewal",
    "Stall",
    "Tariff",
    "WindowSeen",
    "admissions_to",
    "calendar_of",
    "counts_by_standing",
    "districts_of",
    "find_hold",
    "is_on_sale",
    "money_of_holds",
    "neighbours",
    "not_yet",
    "offers",
    "own_holds",
    "party_meant",
    "price_lines",
    "price_of",
    "prices_of",
    "refunds_due",
    "renewals_of",
    "seen_too_late",
    "spaces_of_hold",
    "stalls",
    "standing_of",
    "standings_of",
    "substitutes_of",
    "tariff_choices",
    "tariffs_of",
    "titles_before",
    "titles_of",
    "titles_of_hold",
    "waiting_for_others",
    "waived_holds",
]
