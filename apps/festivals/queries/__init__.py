"""Questions about feasts and their plans."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.contrib.gis.geos import GEOSGeometry, Point
from shapely import LineString
from shapely import Point as PlanePoint

from apps.allocation.models import Hold, Offering
from apps.festivals.domain.checking import (
    Finding,
    Ground,
    Guarded,
    Spacing,
    Stand,
    findings,
)
from apps.festivals.domain.plane import on_plane, polygon_on_plane
from apps.festivals.models import Festival, Module, Plan, SpacingRule
from apps.festivals.terms import BY_METRE, Breach, PlanState
from apps.territory.models import Address, Municipality, Street
from apps.treasury.models import Price
from geo import crs
from geo.measure import stored, widened

SEATS_FOR_M: Final = 5
"""Metres for which a trade says how many seats they hold."""


def doors_beside(festival: Festival, metres: float) -> list[GEOSGeometry]:
    """Doors with a house number within so many metres of the route (EPSG:4326)."""
    assert festival.route is not None
    found = Address.objects.filter(position__intersects=widened(festival.route, metres))
    return list(found.values_list("position", flat=True))


def streets_meeting(festival: Festival) -> list[GEOSGeometry]:
    """Axes of the streets that cross the route or come to it (EPSG:4326)."""
    assert festival.route is not None
    found = Street.objects.filter(axis__intersects=widened(festival.route, 1))
    return list(found.values_list("axis", flat=True))


def offering_of(festival: Festival) -> Offering | None:
    """What is on sale of the feast; None before a plan was published."""
    return Offering.objects.filter(code=festival.code).first()


def festival_of(hold: Hold) -> Festival | None:
    """The feast whose modules a hold is about; None if they are of something else."""
    found = Festival.objects.select_related("office")
    return found.filter(code=hold.offering.code).first()


def names_of_tariffs(offering: Offering) -> dict[str, str]:
    """What the tariffs of a feast are called: by their trade and price zone."""
    modules = Module.objects.filter(plan__festival__code=offering.code)
    found = modules.values_list("trade__code", "trade__name", "price_zone").distinct()
    return {
        f"{code}-{zone}" if zone else code: f"{name} ({zone})" if zone else name
        for code, name, zone in found
    }


def modules_sold(festival: Festival, codes: Sequence[str]) -> list[Module]:
    """Modules of the published plan by their codes, along the route."""
    published = festival.plans.filter(state=PlanState.PUBLISHED)
    return list(Module.objects.filter(plan__in=published, code__in=codes).along())


def prices_of_feast(festival: Festival, *, on: dt.date) -> dict[str, Price]:
    """The prices in force on the day `on`, by tariff."""
    if festival.concept_id is None:
        return {}
    found = Price.objects.filter(concept=festival.concept_id, days__contains=on)
    return {price.variant: price for price in found}


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A rule that a plan breaks, and where that is on the map."""

    breach: Breach
    codes: tuple[str, ...]
    at: Point
    """In EPSG:4326."""
    detail: str

    @property
    def focus(self) -> str:
        """What the map shows of it, as JSON."""
        point = [round(self.at.x, 7), round(self.at.y, 7), 8]
        return json.dumps({"points": [point], "zoom": 18})


def rules_broken(plan: Plan, *, on: dt.date) -> list[Broken]:
    """Every rule that a plan breaks, as things stand on the day `on`."""
    stands = [_stand(module) for module in plan.modules.along()]
    return [_placed(each) for each in findings(stands, _ground(plan.festival, on=on))]


def _stand(module: Module) -> Stand:
    return Stand(
        code=module.code,
        trade=module.trade.code,
        traits=frozenset(module.trade.traits),
        tariff=module.tariff,
        place=polygon_on_plane(module.place),
    )


def _ground(festival: Festival, *, on: dt.date) -> Ground:
    lane = on_plane(festival.route) if festival.route is not None else LineString()
    town = Municipality.objects.first()
    return Ground(
        guarded=[
            Guarded(
                name=zone.name,
                kind=zone.kind,
                place=on_plane(zone.place),
                clearance_m=float(zone.clearance_m),
            )
            for zone in festival.zones.order_by("pk")
        ],
        spacings=[
            Spacing(
                trait=rule.trait,
                metres=float(rule.metres),
                from_trait=rule.from_trait,
                from_zone=rule.from_zone,
            )
            for rule in SpacingRule.objects.order_by("pk")
        ],
        lane=lane.buffer(float(festival.lane_m) / 2, cap_style="flat"),
        bounds=on_plane(town.outline) if town is not None else None,
        priced=frozenset(prices_of_feast(festival, on=on)),
    )


def _placed(finding: Finding) -> Broken:
    return Broken(
        breach=finding.breach,
        codes=finding.codes,
        at=_stored_point(finding.at),
        detail=finding.detail,
    )


def _stored_point(at: PlanePoint) -> Point:
    return stored(Point(at.x, at.y, srid=crs.METRIC))


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What one tariff of a plan would bring if all of it were sold."""

    tariff: str
    trade: str
    modules: int
    metres: Decimal
    seats: int
    price: Decimal | None
    """None where no price is in force."""
    unit: str
    revenue: Decimal


def forecast(plan: Plan, *, on: dt.date) -> list[Forecast]:
    """What a plan would bring, by tariff; blocked modules bring nothing."""
    prices = prices_of_feast(plan.festival, on=on)
    by_tariff: dict[str, list[Module]] = defaultdict(list)
    for module in plan.modules.filter(is_blocked=False).along():
        by_tariff[module.tariff].append(module)
    return [_told(tariff, by_tariff[tariff], prices) for tariff in sorted(by_tariff)]


def _told(tariff: str, modules: list[Module], prices: Mapping[str, Price]) -> Forecast:
    price = prices.get(tariff)
    metres = sum((module.frontage_m for module in modules), Decimal(0))
    seats = sum(seats_of(module) for module in modules)
    units = Decimal(len(modules)) if price is None or price.unit != BY_METRE else metres
    return Forecast(
        tariff=tariff,
        trade=modules[0].trade.name,
        modules=len(modules),
        metres=metres,
        seats=seats,
        price=price.amount if price else None,
        unit=price.unit if price else "",
        revenue=(price.amount * units).quantize(Decimal("0.01")) if price else Decimal(0),
    )


def seats_of(module: Module) -> int:
    """Seats that a module holds, by its trade's seats for five metres, rounded down."""
    return int(module.frontage_m * module.trade.seats / SEATS_FOR_M)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one module of two versions of a plan came to."""

    code: str
    before: Module | None
    after: Module | None

    @property
    def is_moved(self) -> bool:
        """Whether both versions have it, in different places."""
        if self.before is None or self.after is None:
            return False
        return not self.before.place.equals_exact(self.after.place, 1e-9)


def compare(before: Plan, after: Plan) -> list[Change]:
    """Modules in which two plans differ: new, gone, moved, of another trade or state."""
    old = {module.code: module for module in before.modules.along()}
    new = {module.code: module for module in after.modules.along()}
    changes = (
        Change(code=code, before=old.get(code), after=new.get(code))
        for code in _in_order([*old, *new])
    )
    return [change for change in changes if _differs(change)]


def _in_order(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def _differs(change: Change) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return True
    same = (before.tariff, before.is_blocked) == (after.tariff, after.is_blocked)
    return change.is_moved or not same
