"""Modules cut along a route: drawn as a row of letters, one for each metre."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, STRtree, unary_union

from apps.festivals.domain.generating import (
    Cut,
    Obstacle,
    corners_of,
    cut_modules,
    room_along,
)
from apps.festivals.domain.refusals import NoSize, TooManyModules

AVENUE = LineString([(0, 0), (60, 0)])


def row(route: LineString = AVENUE, *obstacles: Obstacle, **cut: object) -> str:
    """Each metre along a straight route from west to east: # where a module stands."""
    known: dict[str, object] = {"is_left": True, "run": 0, "passage_m": 0.0} | cut
    found = cut_modules(route, Cut(**known), obstacles)  # type: ignore[arg-type]
    ground = unary_union([each.place for each in found])
    y = 7.5 if known["is_left"] else -7.5
    return "".join(
        "#" if ground.contains(Point(x + 0.5, y)) else "." for x in range(int(route.length))
    )


def test_modules_stand_wall_to_wall_along_the_whole_side() -> None:
    assert row() == "#" * 60


def test_a_door_is_skipped_by_what_it_needs_and_no_more() -> None:
    door = Obstacle(place=Point(22.5, 9), clearance_m=1.5)
    assert row(AVENUE, door) == ("####################...." + "#" * 35 + ".")


def test_corners_of_crossing_streets_stay_free() -> None:
    street = LineString([(30, -20), (30, 20)])
    corners = [
        Obstacle(place=corner, clearance_m=10) for corner in corners_of(AVENUE, [street])
    ]
    drawn = row(AVENUE, *corners)
    assert "#" not in drawn[24:36]
    assert drawn.count("#") == 40


def test_a_passage_is_left_after_every_run() -> None:
    assert row(run=3, passage_m=2.0)[:34] == "###############..###############.."


def test_a_stretch_begins_and_ends_where_it_was_asked_to() -> None:
    assert row(first_m=10, last_m=31) == "." * 10 + "#" * 20 + "." * 30


@pytest.mark.parametrize("is_left", [True, False])
def test_nothing_stands_between_the_axis_and_the_front(is_left: bool) -> None:
    lane = AVENUE.buffer(5.9, cap_style="flat")
    for each in cut_modules(AVENUE, Cut(is_left=is_left), []):
        assert not each.place.intersects(lane)
        assert (each.place.centroid.y > 0) is is_left


def test_a_route_that_crosses_itself_leaves_its_own_way_free() -> None:
    loop = LineString([(0, 0), (100, 0), (100, 60), (50, 60), (50, -60)])
    found = cut_modules(loop, Cut(is_left=True), [])
    lane = loop.buffer(5.9, cap_style="flat")
    assert len(found) > 20
    assert all(each.place.intersection(lane).area < 0.02 for each in found)
    assert_apart([each.place for each in found])


@pytest.mark.parametrize(
    "cut",
    [
        Cut(is_left=True, frontage_m=0),
        Cut(is_left=True, frontage_m=-5),
        Cut(is_left=True, depth_m=0),
    ],
)
def test_a_module_of_no_size_is_refused(cut: Cut) -> None:
    with pytest.raises(NoSize):
        cut_modules(AVENUE, cut, [])


def test_more_than_ten_thousand_modules_are_refused() -> None:
    cut = Cut(is_left=True, frontage_m=1, run=0)
    with pytest.raises(TooManyModules, match=r"10000"):
        cut_modules(LineString([(0, 0), (10_001, 0)]), cut, [])


def test_a_draw_that_is_too_long_is_refused_before_anything_is_tried() -> None:
    longest = LineString([(0, 0), (1e12, 0)])
    with pytest.raises(TooManyModules):
        cut_modules(longest, Cut(is_left=True, frontage_m=5), [])


@pytest.mark.parametrize(("run", "passage_m"), [(0, 0.0), (10, 2.0), (3, 0.0), (1, 7.5)])
@pytest.mark.parametrize("frontage_m", [1.0, 2.5, 5.0, 61.0])
def test_what_a_stretch_holds_is_known_before_it_is_cut(
    run: int, passage_m: float, frontage_m: float
) -> None:
    cut = Cut(is_left=True, frontage_m=frontage_m, run=run, passage_m=passage_m)
    assert room_along(AVENUE.length, cut) == len(cut_modules(AVENUE, cut, []))


def assert_apart(places: list[Polygon]) -> None:
    """No two modules share ground, pair by pair: a union of walls that touch may err."""
    tree = STRtree(places)
    shared = [
        (one, other)
        for one, other in zip(*tree.query(places, predicate="intersects"), strict=True)
        if one < other and places[one].intersection(places[other]).area > 0.011
    ]
    assert not shared


@given(
    turns=st.lists(st.floats(-60, 60), min_size=2, max_size=8),
    frontage=st.floats(1, 12),
    depth=st.floats(1, 6),
    is_left=st.booleans(),
)
def test_whatever_the_route_modules_have_their_size_and_share_nothing(
    turns: list[float], frontage: float, depth: float, is_left: bool
) -> None:
    route = winding(turns)
    cut = Cut(is_left=is_left, frontage_m=frontage, depth_m=depth, run=4)
    found = [each.place for each in cut_modules(route, cut, [])]
    for place in found:
        assert math.isclose(place.area, frontage * depth, rel_tol=1e-6)
    assert_apart(found)


def winding(turns: list[float]) -> LineString:
    """A route of thirty metres to each turn, whose angles are degrees."""
    x, y, heading = 0.0, 0.0, 0.0
    corners = [(x, y)]
    for turn in turns:
        heading += math.radians(turn)
        x, y = x + 30 * math.cos(heading), y + 30 * math.sin(heading)
        corners.append((x, y))
    return LineString(corners)
