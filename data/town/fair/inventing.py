"""Two feasts of the demonstration: last year's, sold and over, and the next, on sale."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from django.contrib.gis.geos import LineString
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.allocation.actions import set_sale
from apps.festivals.actions import (
    Order,
    announce,
    block_modules,
    draw_modules,
    new_plan,
    open_festival,
    publish_plan,
    remove_modules,
)
from apps.festivals.actions.publishing import Sale
from apps.festivals.models import Festival, Plan
from apps.festivals.queries import rules_broken
from data.town.fair.control import invent_control, invent_services
from data.town.fair.ground import avenue, keep_ground_clear
from data.town.fair.priorities import invent_turns
from data.town.fair.selling import sell_most, sell_some
from data.town.fair.together import invent_list
from data.town.fair.trades import (
    BASIS,
    INVENTED,
    Invented,
    concept_with_prices,
    spacing_rules,
    trade_of,
)
from geo.access import Viewer
from geo.measure import planar

CODE: Final = "feria-demo"
PAST: Final = "feria-demo-pasada"
BLOCKED: Final = ("P-15", "P-16")
GRANDSTANDS: Final = {"G": 9, "A": 3}
"""Of each letter: twelve together, as far as the avenue has room."""
LEAST_M: Final = 30
"""Of the avenue for every trade, however small the town is drawn."""
LAST_DAY: Final = (8, 18)
"""Month and day from which a year's feast is over."""
PAST_FROM: Final = 0.5
"""Least scale of the town for which last year's feast is invented too."""


def invent_fair(*, now: dt.datetime, scale: float = 1, by: Viewer) -> int:
    """Plan invented feasts, put one on sale and sell some of it, once only.

    Returns how many modules there are. `scale` is the share of the avenue they take.
    """
    route = avenue(scale)
    if route is None or Festival.objects.filter(code=CODE).exists():
        return 0
    today = now.date()
    year = today.year if (today.month, today.day) < LAST_DAY else today.year + 1
    concept_with_prices(dt.date(year - 2, 1, 1), by=by)
    last = _past(route, year - 1, now=now, by=by) if scale >= PAST_FROM else None
    festival = _feast(CODE, route, year, by=by)
    plan = _plan(festival, on=today, copy_of=last, by=by)
    sale = Sale(
        first=now - dt.timedelta(days=1),
        last=now + dt.timedelta(days=200),
        most_per_party=4,
    )
    offering = publish_plan(plan, sale, on=today, by=by)
    sell_some(offering, on=today, by=by)
    invent_list(offering, on=today, by=by)
    invent_turns(offering, now=now, by=by)
    invent_services(festival, by=by)
    if last is None:
        invent_control(festival, at=now, by=by)
    plans = Plan.objects.filter(festival__code__in=[CODE, PAST])
    return sum(each.modules.count() for each in plans)


def _past(route: LineString, year: int, *, now: dt.datetime, by: Viewer) -> Plan:
    """Last year's feast: planned, sold in the month before it, and closed."""
    festival = _feast(PAST, route, year, by=by)
    first = festival.days.lower - dt.timedelta(days=30)
    plan = _plan(festival, on=first, by=by)
    # Stands are held by the clock of the database, so the sale is open while they are.
    opened = dt.datetime.combine(first, dt.time(8), now.tzinfo)
    open_now = Sale(first=opened, last=now + dt.timedelta(days=1))
    offering = publish_plan(plan, open_now, on=first, by=by)
    sell_most(offering, first=first, by=by)
    closed = dt.datetime.combine(festival.days.lower, dt.time(), now.tzinfo)
    set_sale(offering, opened, closed, by=by)
    second = festival.days.lower + dt.timedelta(days=1)
    evening = dt.datetime.combine(second, dt.time(20), now.tzinfo)
    invent_control(festival, at=evening, by=by)
    return plan


def _feast(code: str, route: LineString, year: int, *, by: Viewer) -> Festival:
    festival = Festival(
        code=code,
        title=f"Fiesta de demostración {year}",
        days=DateRange(dt.date(year, 8, 14), dt.date(year, 8, 17)),
        legal_basis=BASIS,
        route=route,
        concept=concept_with_prices(dt.date(year - 2, 1, 1), by=by),
    )
    announce(open_festival(festival, by=by), by=by)
    keep_ground_clear(festival, route, by=by)
    return festival


def _plan(
    festival: Festival, *, on: dt.date, copy_of: Plan | None = None, by: Viewer
) -> Plan:
    """A plan that keeps every rule: what breaks one is taken off again."""
    spacing_rules()
    plan = new_plan(festival, copy_of=copy_of, note="Demostración", by=by)
    if copy_of is not None:
        return plan
    assert festival.route is not None
    length = planar(festival.route).length
    for trade in INVENTED:
        draw_modules(plan, _order(trade, length), by=by)
    broken = {code for each in rules_broken(plan, on=on) for code in each.codes}
    gone = broken.union(*(_spare(plan, letter) for letter in GRANDSTANDS))
    if gone:
        remove_modules(plan, sorted(gone), by=by)
    there = set(plan.modules.values_list("code", flat=True))
    if blocked := sorted(there.intersection(BLOCKED)):
        block_modules(plan, blocked, by=by)
    return plan


def _spare(plan: Plan, letter: str) -> list[str]:
    """Grandstands beyond those that were asked for."""
    drawn = plan.modules.filter(code__startswith=f"{letter}-").along()
    return [module.code for module in drawn][GRANDSTANDS[letter] :]


def _order(trade: Invented, length: float) -> Order:
    first, last = (Decimal(f"{length * share:.1f}") for share in trade.share)
    last = max(last, first + LEAST_M)
    return Order(
        trade=trade_of(trade),
        side=trade.side,
        prefix=trade.prefix,
        first_m=first,
        last_m=last,
        frontage_m=Decimal(trade.frontage_m),
        depth_m=Decimal(trade.depth_m),
    )
