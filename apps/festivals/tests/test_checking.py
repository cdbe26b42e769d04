"""Rules a plan breaks, each drawn as boxes on a grid of metres."""

from __future__ import annotations

import pytest
from shapely import LineString, Point, Polygon, box

from apps.festivals.domain.checking import (
    Ground,
    Guarded,
    Spacing,
    Stand,
    findings,
    joined,
    split,
)
from apps.festivals.terms import Breach

LANE = LineString([(0, 0), (100, 0)]).buffer(4, cap_style="flat")


def stand(code: str, x: float, y: float = 6, *traits: str, tariff: str = "t") -> Stand:
    """A module of five by three metres with its front to the south."""
    place = Polygon([(x, y), (x + 5, y), (x + 5, y + 3), (x, y + 3)])
    return Stand(code=code, trade="t", traits=frozenset(traits), tariff=tariff, place=place)


def ground(*guarded: Guarded, spacings: tuple[Spacing, ...] = ()) -> Ground:
    """A town of a hundred metres where tariff `t` has a price."""
    return Ground(
        guarded=guarded,
        spacings=spacings,
        lane=LANE,
        bounds=box(-10, -50, 100, 50),
        priced=frozenset({"t"}),
    )


def told(stands: list[Stand], rules: Ground) -> list[tuple[Breach, tuple[str, ...]]]:
    return [(each.breach, each.codes) for each in findings(stands, rules)]


def test_modules_wall_to_wall_break_nothing() -> None:
    assert told([stand("A-1", 0), stand("A-2", 5), stand("A-3", 10)], ground()) == []


def test_modules_that_share_ground_are_named_together_and_once() -> None:
    stands = [stand("A-1", 0), stand("A-2", 4)]
    assert told(stands, ground()) == [(Breach.OVERLAP, ("A-1", "A-2"))]


@pytest.mark.parametrize(("x", "is_near"), [(0, True), (3, False)])
def test_a_hydrant_keeps_its_distance(x: float, is_near: bool) -> None:
    hydrant = Guarded(name="Hidrante", kind="hydrant", place=Point(-2, 7), clearance_m=3)
    found = told([stand("A-1", x)], ground(hydrant))
    assert found == ([(Breach.ZONE, ("A-1",))] if is_near else [])


def test_an_area_without_clearance_is_still_kept_clear() -> None:
    lane = Guarded(name="Carril", kind="ambulance", place=box(2, 0, 4, 20), clearance_m=0)
    assert told([stand("A-1", 0)], ground(lane)) == [(Breach.ZONE, ("A-1",))]
    assert told([stand("A-1", 4)], ground(lane)) == []


def test_open_fire_keeps_away_from_gas_whoever_stands_first() -> None:
    rule = Spacing(trait="flame", from_trait="gas", metres=6)
    near = [stand("A-1", 0, 6, "flame"), stand("A-2", 9, 6, "gas")]
    far = [stand("A-1", 0, 6, "flame"), stand("A-2", 11, 6, "gas")]
    assert told(near, ground(spacings=(rule,))) == [(Breach.APART, ("A-1", "A-2"))]
    assert told(near[::-1], ground(spacings=(rule,))) == [(Breach.APART, ("A-1", "A-2"))]
    assert told(far, ground(spacings=(rule,))) == []


def test_two_of_a_trait_that_keep_apart_are_told_once() -> None:
    rule = Spacing(trait="alcohol", from_trait="alcohol", metres=20)
    stands = [stand("A-1", 0, 6, "alcohol"), stand("A-2", 10, 6, "alcohol")]
    assert len(told(stands, ground(spacings=(rule,)))) == 1


def test_alcohol_keeps_away_from_temples_and_crafts_need_not() -> None:
    temple = Guarded(name="Templo", kind="temple", place=box(0, 20, 10, 30), clearance_m=2)
    rule = Spacing(trait="alcohol", from_zone="temple", metres=15)
    rules = ground(temple, spacings=(rule,))
    assert told([stand("A-1", 0, 6, "alcohol")], rules) == [(Breach.ZONE, ("A-1",))]
    assert told([stand("A-1", 0)], rules) == []


def test_the_evacuation_lane_stays_free() -> None:
    assert told([stand("A-1", 0, 3)], ground()) == [(Breach.LANE, ("A-1",))]


def test_nothing_is_sold_outside_the_municipality() -> None:
    assert told([stand("A-1", 98)], ground()) == [(Breach.CLOSED, ("A-1",))]


def test_a_tariff_without_a_price_is_told_once() -> None:
    stands = [stand("A-1", 0, tariff="juegos"), stand("A-2", 5, tariff="juegos")]
    assert told(stands, ground()) == [(Breach.PRICE, ("A-1",))]


def test_what_is_split_can_be_made_one_again() -> None:
    whole = stand("A-1", 0).place
    parts = split(whole, 2)
    assert [part.area for part in parts] == [7.5, 7.5]
    again = joined(parts)
    assert again is not None
    assert again.equals(whole)


def test_modules_apart_or_at_an_angle_do_not_become_one() -> None:
    assert joined([stand("A-1", 0).place, stand("A-2", 6).place]) is None
    assert joined([stand("A-1", 0).place, stand("A-2", 5, 8).place]) is None
