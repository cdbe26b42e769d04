"""Questions about feasts and their plans."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import Q
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
from apps.festivals.domain.seating import module_of_seat
from apps.festivals.models import Festival, Module, Plan, SpacingRule
from apps.festivals.terms import BY_METRE, BY_SEAT, Breach, PlanState
from apps.territory.models import Address, Municipality, Street
from apps.treasury.models import Price
from geo import crs
from geo.measure import stored, widened


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


def modules_sold(festival: Festival, codes: Sequence[str]) -> list[Module]:
    """Modules of the published plan by their codes, or their seats', along the route."""
    published = festival.plans.filter(state=PlanState.PUBLISHED)
    seated = Q(by_seat=True, code__in={module_of_seat(code) for code in codes})
    found = Module.objects.filter(seated | Q(code__in=codes), plan__in=published)
    return list(found.along())


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


def marks_of(broken: Iterable[Broken]) -> str:
    """Where rules are broken, as GeoJSON points for the map; empty if none is."""
    features = [
        {
            "type": "Feature",
            "properties": {"state": "published"},
            "geometry": {"type": "Point", "coordinates": [each.at.x, each.at.y]},
        }
        for each in broken
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection) if features else ""


def in_the_way(broken: Iterable[Broken]) -> list[str]:
    """Codes of the modules without which no rule of the ground is broken.

    Of a pair it is the later one; a missing price is no matter of the ground.
    """
    gone: dict[str, None] = {}
    for each in broken:
        if each.breach is not Breach.PRICE and gone.keys().isdisjoint(each.codes):
            gone[each.codes[-1]] = None
    return list(gone)


def rules_broken(plan: Plan, *, on: dt.date) -> list[Broken]:
    """Every rule that a plan breaks, as things stand on the day `on`."""
    stands = [_stand(module) for module in plan.modules.along()]
    return [_placed(each) for each in findings(stands, _ground(plan.festival, on=on))]


def _stand(module: Module) -> Stand:
    return Stand(
        code=module.code,
        trade=module.trade.code,
        traits=frozenset(module.trade.traits),
        tariff=_asked(module),
        place=polygon_on_plane(module.place),
    )


def _asked(module: Module) -> str:
    """The tariff that must have a price: by the seat where seats are sold one by one."""
    return f"{module.tariff}/{BY_SEAT}" if module.by_seat else module.tariff


def _priced(prices: Mapping[str, Price]) -> frozenset[str]:
    """What has a price, as `_asked` asks for it."""
    seats = (name for name, price in prices.items() if price.unit == BY_SEAT)
    return frozenset([*prices, *(f"{name}/{BY_SEAT}" for name in seats)])


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
        priced=_priced(prices_of_feast(festival, on=on)),
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
    revenue = sum((cost_of(module, price) for module in modules), Decimal(0))
    return Forecast(
        tariff=tariff,
        trade=modules[0].trade.name,
        modules=len(modules),
        metres=sum((module.frontage_m for module in modules), Decimal(0)),
        seats=sum(module.seats for module in modules),
        price=price.amount if price else None,
        unit=price.unit if price else "",
        revenue=revenue,
    )


def units_of(module: Module, unit: str) -> Decimal:
    """How many units of a price a whole module costs: metres, seats, or itself."""
    if unit == BY_METRE:
        return module.frontage_m
    return Decimal(module.seats or 1) if unit == BY_SEAT else Decimal(1)


def cost_of(module: Module, price: Price | None) -> Decimal:
    """What a whole module costs; nothing where it has no price that can be charged."""
    if price is None or (module.by_seat and price.unit != BY_SEAT):
        return Decimal(0)
    return (price.amount * units_of(module, price.unit)).quantize(Decimal("0.01"))


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
