"""Modules drawn along a side of the route, by the rules of the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from shapely import LineString

from apps.festivals.actions.planning import locked_draft
from apps.festivals.actions.undoing import remember
from apps.festivals.domain.generating import (
    MOST,
    Cut,
    Fitted,
    Obstacle,
    corners_of,
    cut_modules,
)
from apps.festivals.domain.plane import from_plane, on_plane, polygon_on_plane
from apps.festivals.domain.refusals import (
    CodesRepeated,
    NoRoute,
    NothingFits,
    TooManyModules,
)
from apps.festivals.domain.seating import seat
from apps.festivals.models import Module, Plan, Trade
from apps.festivals.queries import doors_beside, seatings_on, streets_meeting
from apps.festivals.terms import EditKind, Side
from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be drawn, as an organiser asks for it. All lengths are metres."""

    trade: Trade
    side: Side
    prefix: str
    """What the codes begin with: `A` draws A-1, A-2 …"""
    first_m: Decimal = Decimal(0)
    last_m: Decimal | None = None
    frontage_m: Decimal = Decimal(5)
    depth_m: Decimal = Decimal(3)
    setback_m: Decimal = Decimal(6)
    run: int = 10
    passage_m: Decimal = Decimal(2)
    door_m: Decimal = Decimal(1)
    """Kept clear around every door with a house number; 0 ignores doors."""
    corner_m: Decimal = Decimal(6)
    """Kept clear around every street that meets the route; 0 ignores them."""
    price_zone: str = ""

    @property
    def cut(self) -> Cut:
        """The same, as the ground is cut by it."""
        return Cut(
            is_left=self.side == Side.LEFT,
            first_m=float(self.first_m),
            last_m=float("inf") if self.last_m is None else float(self.last_m),
            frontage_m=float(self.frontage_m),
            depth_m=float(self.depth_m),
            setback_m=float(self.setback_m),
            run=self.run,
            passage_m=float(self.passage_m),
        )


@transaction.atomic
def draw_modules(plan: Plan, order: Order, *, by: Viewer) -> list[Module]:
    """Put modules on a draft along one side of the feast's route.

    They go on from the highest number that the prefix has on this plan.

    Raises:
        NotAllowed: `by` may not plan feasts.
        PlanIsFixed: the plan was published.
        NoRoute: the feast has none.
        NothingFits: no module has room.
        TooManyModules: the plan would have more than 10 000.
    """
    draft = locked_draft(plan, by=by)
    if draft.festival.route is None:
        raise NoRoute
    route = on_plane(draft.festival.route)
    assert isinstance(route, LineString)
    drawn = [polygon_on_plane(module.place) for module in draft.modules.all()]
    fitted = cut_modules(route, order.cut, list(_obstacles(draft, order, route)), drawn)
    if not fitted:
        raise NothingFits
    if len(drawn) + len(fitted) > MOST:
        raise TooManyModules(MOST)
    first = _last_number(draft, order.prefix) + 1
    seating = seatings_on(draft.festival.days.lower).get(order.trade.pk)
    modules = [
        _module(draft, order, each, number) for number, each in enumerate(fitted, first)
    ]
    for module in modules:
        seat(module, seating)
    remember(draft, EditKind.DRAW, by=by)
    return Module.objects.bulk_create(modules)


def _obstacles(plan: Plan, order: Order, route: LineString) -> list[Obstacle]:
    festival = plan.festival
    found = [
        Obstacle(place=on_plane(zone.place), clearance_m=float(zone.clearance_m))
        for zone in festival.zones.all()
    ]
    beside = float(order.setback_m + order.depth_m) + 2
    if order.door_m:
        found += [
            Obstacle(place=on_plane(door), clearance_m=float(order.door_m))
            for door in doors_beside(festival, beside)
        ]
    if order.corner_m:
        streets = [on_plane(axis) for axis in streets_meeting(festival)]
        found += [
            Obstacle(place=corner, clearance_m=math.hypot(order.setback_m, order.corner_m))
            for corner in corners_of(route, streets)
        ]
    return found


def _last_number(plan: Plan, prefix: str) -> int:
    codes = plan.modules.filter(code__startswith=f"{prefix}-").values_list(
        "code", flat=True
    )
    numbers = [code.removeprefix(f"{prefix}-") for code in codes]
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def _module(plan: Plan, order: Order, fitted: Fitted, number: int) -> Module:
    return Module(
        plan=plan,
        code=f"{order.prefix}-{number}",
        trade=order.trade,
        place=from_plane(fitted.place),
        frontage_m=order.frontage_m,
        depth_m=order.depth_m,
        at_m=Decimal(f"{fitted.at_m:.1f}"),
        price_zone=order.price_zone,
    )


def require_free(plan: Plan, codes: list[str]) -> None:
    """Refuse codes that modules of the plan have already.

    Raises:
        CodesRepeated: some do.
    """
    repeated = {code for code in codes if codes.count(code) > 1}
    repeated.update(plan.modules.filter(code__in=codes).values_list("code", flat=True))
    if repeated:
        raise CodesRepeated(sorted(repeated))
