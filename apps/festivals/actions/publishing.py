"""From a plan that keeps the rules to what is on sale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.allocation import actions as spaces
from apps.allocation.models import Offering, Space
from apps.allocation.permissions import PLAN as DRAW_SPACES
from apps.allocation.terms import SpaceKind, SpaceState
from apps.festivals.actions.planning import locked_draft
from apps.festivals.domain.refusals import NothingToPublish, PlanBreaksRules
from apps.festivals.domain.seating import cells, seat_code
from apps.festivals.models import Festival, Module, Plan
from apps.festivals.queries import (
    offering_of,
    prices_of_feast,
    rules_broken,
    units_of,
)
from apps.festivals.terms import MODULE, PlanState
from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class Sale:
    """When and to whom modules are sold."""

    first: dt.datetime
    last: dt.datetime
    most_per_party: int | None = None
    most_per_association: int | None = None
    """For an association and its members together."""


@transaction.atomic
def publish_plan(plan: Plan, sale: Sale, *, on: dt.date, by: Viewer) -> Offering:
    """Put a plan on sale, or put it in the place of the one that is.

    What both have by its code keeps its holder, also where it moved; what the new plan has
    no more is withdrawn. All of it or nothing.

    Raises:
        NotAllowed: `by` may not plan feasts.
        PlanIsFixed: it was published before.
        NothingToPublish: it has no modules.
        PlanBreaksRules: the check finds something.
        SpaceHeld: somebody holds a module that the new plan has no more.
        CodeTaken: a code stands for a module that was withdrawn.
    """
    draft = locked_draft(plan, by=by)
    modules = list(draft.modules.along())
    if not modules:
        raise NothingToPublish
    broken = rules_broken(draft, on=on)
    if broken:
        raise PlanBreaksRules(len(broken))
    festival = draft.festival
    drawing = Viewer(name=by.name, grants=frozenset({DRAW_SPACES.name}))
    offering = offering_of(festival) or _open(festival, sale, by=drawing)
    _redraw(offering, modules, festival, on=on, by=drawing)
    spaces.announce(offering, by=drawing)
    festival.plans.filter(state=PlanState.PUBLISHED).update(state=PlanState.SUPERSEDED)
    draft.state = PlanState.PUBLISHED
    draft.save(update_fields=["state"])
    return offering


def _open(festival: Festival, sale: Sale, *, by: Viewer) -> Offering:
    first = dt.datetime.combine(festival.days.lower, dt.time(), sale.first.tzinfo)
    last = dt.datetime.combine(festival.days.upper, dt.time(), sale.first.tzinfo)
    offering = Offering(
        code=festival.code,
        title=festival.title,
        office=festival.office,
        concept=festival.concept,
        legal_basis=festival.legal_basis,
        sale=DateTimeTZRange(sale.first, sale.last),
        during=DateTimeTZRange(first, last),
        most_per_party=sale.most_per_party,
        most_per_association=sale.most_per_association,
    )
    return spaces.open_offering(offering, by=by)


def _redraw(
    offering: Offering,
    modules: Iterable[Module],
    festival: Festival,
    *,
    on: dt.date,
    by: Viewer,
) -> None:
    """Make the offering's spaces those of the plan."""
    prices = prices_of_feast(festival, on=on)
    wanted: dict[str, _Offered] = {}
    for module in modules:
        for drawn in _offered(module, prices[module.tariff].unit):
            wanted[drawn.code] = _Offered(drawn=drawn, is_blocked=module.is_blocked)
    there = {
        space.code: space
        for space in Space.objects.filter(offering=offering)
        if space.state != SpaceState.WITHDRAWN
    }
    gone = sorted(there.keys() - wanted.keys())
    if gone:
        spaces.withdraw_spaces(offering, gone, by=by)
    fresh = [each.drawn for code, each in wanted.items() if code not in there]
    spaces.draw_spaces(offering, fresh, by=by)
    for code in sorted(there.keys() & wanted.keys()):
        spaces.redraw_space(there[code], wanted[code].drawn, by=by)
    _block(offering, wanted.values(), by=by)


@dataclass(frozen=True, kw_only=True)
class _Offered:
    drawn: spaces.Drawn
    is_blocked: bool


def _offered(module: Module, unit: str) -> Iterator[spaces.Drawn]:
    """A module as one space, or as one for each of its seats."""
    about = f"{module.plan.festival.code}/{module.code}"
    if not module.by_seat:
        yield spaces.Drawn(
            code=module.code,
            kind=SpaceKind.SEATING if module.rows else SpaceKind.STAND,
            place=module.place,
            tariff=module.tariff,
            units=units_of(module, unit),
            about_kind=MODULE,
            about_id=about,
        )
        return
    for seat in cells(module.place, module.rows, module.row_seats):
        yield spaces.Drawn(
            code=seat_code(module.code, seat.row, seat.number),
            kind=SpaceKind.SEAT,
            place=seat.place,
            tariff=module.tariff,
            about_kind=MODULE,
            about_id=about,
        )


def _block(offering: Offering, offered: Iterable[_Offered], *, by: Viewer) -> None:
    blocked = {True: list[str](), False: list[str]()}
    for each in offered:
        blocked[each.is_blocked].append(each.drawn.code)
    spaces.block_spaces(offering, blocked[True], by=by)
    spaces.unblock_spaces(offering, blocked[False], by=by)
