"""Which rules a plan breaks, and where. Everything is in metres of the plane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from shapely import LineString, Point, Polygon, STRtree
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from apps.festivals.domain.generating import TOUCH_M2
from apps.festivals.terms import Breach

ROUNDING_M: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class Stand:
    """One module, as rules look at it."""

    code: str
    trade: str
    traits: frozenset[str]
    tariff: str
    place: Polygon


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """Something that stands must keep away from, so many metres."""

    name: str
    kind: str
    place: BaseGeometry
    clearance_m: float


@dataclass(frozen=True, kw_only=True)
class Spacing:
    """Stands with one trait keep so many metres from those with another, or from a zone."""

    trait: str
    metres: float
    from_trait: str = ""
    from_zone: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One rule broken at one place."""

    breach: Breach
    codes: tuple[str, ...]
    at: Point
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a plan is judged against."""

    guarded: Sequence[Guarded]
    spacings: Sequence[Spacing]
    lane: BaseGeometry
    """The route with half its evacuation width on both sides."""
    bounds: BaseGeometry | None
    """The municipality; None if it is not known."""
    priced: frozenset[str]
    """Tariffs that have a price in force."""


def findings(stands: Sequence[Stand], ground: Ground) -> list[Finding]:
    """Every rule that the stands break, in the order of their codes."""
    if not stands:
        return []
    tree = STRtree([stand.place for stand in stands])
    found = [
        *_overlaps(stands, tree),
        *_guarded(stands, tree, ground.guarded),
        *_apart(stands, tree, ground),
        *_in_the_way(stands, tree, ground.lane),
        *_outside(stands, ground.bounds),
        *_unpriced(stands, ground.priced),
    ]
    return sorted(found, key=lambda each: (each.breach, each.codes))


def _overlaps(stands: Sequence[Stand], tree: STRtree) -> Iterator[Finding]:
    places = [stand.place for stand in stands]
    for one, other in zip(*tree.query(places, predicate="intersects"), strict=True):
        if one >= other:
            continue
        shared = places[one].intersection(places[other])
        if shared.area > TOUCH_M2:
            codes = (stands[one].code, stands[other].code)
            yield Finding(breach=Breach.OVERLAP, codes=codes, at=shared.centroid)


def _guarded(
    stands: Sequence[Stand], tree: STRtree, guarded: Sequence[Guarded]
) -> Iterator[Finding]:
    for zone in guarded:
        least = zone.clearance_m - ROUNDING_M
        for each in tree.query(zone.place, predicate="dwithin", distance=max(least, 0)):
            stand = stands[each]
            if stand.place.distance(zone.place) < least or _covers(zone, stand):
                yield _near_zone(stand, zone)


def _covers(zone: Guarded, stand: Stand) -> bool:
    return bool(zone.place.intersection(stand.place).area > TOUCH_M2)


def _near_zone(stand: Stand, zone: Guarded) -> Finding:
    return Finding(
        breach=Breach.ZONE,
        codes=(stand.code,),
        at=stand.place.centroid,
        detail=zone.name,
    )


def _apart(stands: Sequence[Stand], tree: STRtree, ground: Ground) -> Iterator[Finding]:
    for rule in ground.spacings:
        least = rule.metres - ROUNDING_M
        for place, stand in enumerate(stands):
            if rule.trait not in stand.traits:
                continue
            for zone in ground.guarded:
                if zone.kind == rule.from_zone and stand.place.distance(zone.place) < least:
                    yield _near_zone(stand, zone)
            if rule.from_trait:
                yield from _too_near(stands, tree, place, rule, least)


def _too_near(
    stands: Sequence[Stand], tree: STRtree, place: int, rule: Spacing, least: float
) -> Iterator[Finding]:
    stand = stands[place]
    for each in tree.query(stand.place, predicate="dwithin", distance=least):
        other = stands[each]
        is_told_already = rule.trait in other.traits and (
            rule.from_trait in stand.traits and each < place
        )
        if each == place or rule.from_trait not in other.traits or is_told_already:
            continue
        yield Finding(
            breach=Breach.APART,
            codes=(stand.code, other.code),
            at=stand.place.centroid,
            detail=f"{stand.place.distance(other.place):.1f} < {rule.metres:g} m",
        )


def _in_the_way(
    stands: Sequence[Stand], tree: STRtree, lane: BaseGeometry
) -> Iterator[Finding]:
    for each in tree.query(lane, predicate="intersects"):
        if stands[each].place.intersection(lane).area > TOUCH_M2:
            at = stands[each].place.centroid
            yield Finding(breach=Breach.LANE, codes=(stands[each].code,), at=at)


def _outside(stands: Sequence[Stand], bounds: BaseGeometry | None) -> Iterator[Finding]:
    if bounds is None:
        return
    for stand in stands:
        if not bounds.covers(stand.place):
            at = stand.place.centroid
            yield Finding(breach=Breach.CLOSED, codes=(stand.code,), at=at)


def _unpriced(stands: Sequence[Stand], priced: frozenset[str]) -> Iterator[Finding]:
    """One finding for each tariff without a price, at its first stand."""
    told: set[str] = set()
    for stand in stands:
        if stand.tariff not in priced and stand.tariff not in told:
            told.add(stand.tariff)
            yield Finding(
                breach=Breach.PRICE,
                codes=(stand.code,),
                at=stand.place.centroid,
                detail=stand.tariff,
            )


def split(place: Polygon, parts: int) -> list[Polygon]:
    """A module cut across into equal parts, in the order of its front edge."""
    a, b, c, d = list(place.exterior.coords)[:4]

    def between(one: tuple[float, ...], other: tuple[float, ...], share: float) -> Point:
        return LineString([one, other]).interpolate(share, normalized=True)

    shares = [each / parts for each in range(parts + 1)]
    front = [between(a, b, share) for share in shares]
    back = [between(d, c, share) for share in shares]
    return [
        Polygon([*first[0].coords, *then[0].coords, *then[1].coords, *first[1].coords])
        for first, then in pairwise(zip(front, back, strict=True))
    ]


def joined(places: Sequence[Polygon]) -> Polygon | None:
    """Modules in one line, wall to wall, as one; None if they are not.

    They come in the order in which they stand along the route.
    """
    first, last = list(places[0].exterior.coords), list(places[-1].exterior.coords)
    whole = Polygon([first[0], last[1], last[2], first[3]])
    area = sum(place.area for place in places)
    if not whole.is_valid or abs(whole.area - area) > area * 0.02:
        return None
    inside = sum(whole.intersection(place).area for place in places)
    return whole if abs(inside - area) <= area * 0.02 else None


def shifted(place: Polygon, along: float, across: float) -> Polygon:
    """A module moved along its front edge and away from the route, in metres."""
    a, b, _c, d = (Point(corner) for corner in list(place.exterior.coords)[:4])
    front, depth = a.distance(b), a.distance(d)
    east = (b.x - a.x) / front * along + (d.x - a.x) / depth * across
    north = (b.y - a.y) / front * along + (d.y - a.y) / depth * across
    return translate(place, east, north)
