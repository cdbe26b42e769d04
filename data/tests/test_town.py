"""The drawn town keeps to the facts, and is a town: streets, blocks, lots, people."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import Point

from data.town.called import HILLS, named_in
from data.town.facts import FOLDERS, Facts, read_facts
from data.town.parcels import TOUCH
from data.town.plane import metres, points
from data.town.town import Town, draw_town

HAIR = 0.01
"""Square metres: less than this two lots share only by rounding."""


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(FOLDERS / "quillacollo")


@pytest.fixture(scope="module")
def town(facts: Facts) -> Town:
    return draw_town(facts, seed=1774)


@pytest.fixture(scope="module")
def small(facts: Facts) -> Town:
    return draw_town(facts, seed=1774, scale=0.05)


def per_block(town: Town, values: np.ndarray) -> np.ndarray:
    """Sums over the parcels of every block that has some."""
    blocks = len(town.inhabited.blocks)
    sums = np.bincount(town.inhabited.parcel_block, weights=values, minlength=blocks)
    return sums[np.bincount(town.inhabited.parcel_block, minlength=blocks) > 0]


def test_equal_seeds_draw_equal_towns(facts: Facts, small: Town) -> None:
    assert draw_town(facts, seed=1774, scale=0.05).fingerprint() == small.fingerprint()


def test_another_seed_draws_another_town(facts: Facts, small: Town) -> None:
    assert draw_town(facts, seed=1, scale=0.05).fingerprint() != small.fingerprint()


def test_there_are_as_many_parcels_as_urban_dwellings(facts: Facts, town: Town) -> None:
    assert len(town.inhabited.parcel_codes) == facts.statistics.parcels
    assert len(set(town.inhabited.parcel_codes)) == facts.statistics.parcels


def test_blocks_are_as_large_as_those_next_door(facts: Facts, town: Town) -> None:
    ground = shapely.area(town.inhabited.block_shapes)
    lived_on = ground[np.unique(town.inhabited.parcel_block)]
    low, median, high = np.percentile(lived_on, [10, 50, 90])
    expected = facts.statistics.block_area
    assert median == pytest.approx(expected[1], rel=0.2)
    assert expected[0] / 2 < low < expected[0] * 2
    assert expected[2] / 2 < high < expected[2] * 2


def test_as_many_people_live_on_a_block_as_next_door(facts: Facts, town: Town) -> None:
    people = per_block(town, town.inhabited.persons)
    low, median, high = np.percentile(people, [10, 50, 90])
    expected = facts.statistics.block_persons
    assert median == pytest.approx(expected[1], rel=0.2)
    assert expected[0] / 2 < low < expected[0] * 2
    assert expected[2] / 1.5 < high < expected[2] * 1.5


def test_districts_are_sized_by_their_voters(facts: Facts, town: Town) -> None:
    district = np.array([block.district for block in town.inhabited.blocks])
    here = district[town.inhabited.parcel_block]
    voters = facts.voters()
    assert town.inhabited.persons.sum() == facts.statistics.people
    for number, count in voters.items():
        share = count / sum(voters.values())
        assert (here == number).mean() == pytest.approx(share, abs=0.002)
        people = town.inhabited.persons[here == number].sum()
        assert people == pytest.approx(share * facts.statistics.people, abs=1)


def test_districts_tile_the_municipality(town: Town) -> None:
    shapes = np.array(list(town.districts.values()), dtype=object)
    assert len(shapes) == 10
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(shapes)
    assert whole.symmetric_difference(town.outline).area < 1
    assert shapely.area(shapes).sum() == pytest.approx(town.outline.area, abs=1)


def test_lots_lie_strictly_inside_their_block(town: Town) -> None:
    blocks = town.inhabited.block_shapes[town.inhabited.parcel_block]
    assert shapely.contains_properly(blocks, town.inhabited.parcel_shapes).all()


def test_no_two_lots_share_ground(town: Town) -> None:
    lots = town.inhabited.parcel_shapes
    first, second = shapely.STRtree(lots).query(lots, predicate="intersects")
    pairs = first < second
    shared = shapely.area(shapely.intersection(lots[first[pairs]], lots[second[pairs]]))
    assert pairs.sum() > 10_000  # neighbours touch: the comparison has something to see
    assert shared.max() < HAIR


def test_no_two_blocks_share_ground(town: Town) -> None:
    blocks = town.inhabited.block_shapes
    first, second = shapely.STRtree(blocks).query(blocks, predicate="intersects")
    pairs = first < second
    shared = shapely.area(shapely.intersection(blocks[first[pairs]], blocks[second[pairs]]))
    assert shared.sum() < 1


def test_every_lot_stands_on_a_street(town: Town) -> None:
    axes = np.array([street.axis for street in town.streets], dtype=object)
    tree = shapely.STRtree(axes)
    lots = town.inhabited.parcel_shapes
    standing = np.unique(tree.query(lots, predicate="dwithin", distance=TOUCH + 0.05)[0])
    assert len(standing) == len(lots)


def test_no_lot_lies_on_a_street(town: Town) -> None:
    axes = np.array([street.axis for street in town.streets], dtype=object)
    crossed = shapely.STRtree(axes).query(town.inhabited.parcel_shapes, predicate="crosses")
    assert len(np.unique(crossed[0])) < 20  # hamlets whose road bends through them


def test_every_organisation_of_the_facts_is_drawn_in_its_district(
    facts: Facts, town: Town
) -> None:
    drawn = {(one.name, one.district): one.shape for one in town.organisations}
    assert {(one.name, one.district) for one in facts.organisations} <= set(drawn)
    assert {(one.name, one.district) for one in facts.communities} <= set(drawn)
    for (name, district), shape in drawn.items():
        assert shape.is_valid, name
        assert shape.area > 2_000, name
        assert shape.difference(town.districts[district]).area < 1, name


def test_organisations_lie_where_facts_put_them(facts: Facts, town: Town) -> None:
    drawn = {(one.name, one.district): one.shape for one in town.organisations}
    away = [
        drawn[one.name, one.district].distance(Point(metres((one.position,))[0]))
        for one in facts.organisations
        if one.position
    ]
    assert np.median(away) == 0
    assert np.percentile(away, 95) < 400


def test_known_avenues_run_where_they_run(facts: Facts, town: Town) -> None:
    drawn = {street.name: street.axis for street in town.streets if street.owner < 0}
    corners = [
        street
        for street in facts.streets
        if street.placed_by == "corners" and street.kind != "road"
    ]
    for street in corners:
        vertices = metres(tuple(vertex for part in street.parts for vertex in part))
        inside = [point for point in points(vertices) if town.outline.contains(point)]
        away = [drawn[street.name].distance(point) for point in inside]
        assert np.median(away) < 5, street.name  # the end of a stub may be cut off
    west, _, east, _ = drawn["Avenida Blanco Galindo"].bounds
    assert east - west > 5_000


def test_local_streets_of_the_facts_are_drawn(facts: Facts, town: Town) -> None:
    valley = len(town.organisations) - len(
        {street.owner for street in town.streets if street.owner >= HILLS}
    )
    names: dict[int, set[str]] = {}
    for street in town.streets:
        names.setdefault(street.owner, set()).add(street.name)
    wanted = found = 0
    for index, one in enumerate(town.organisations):
        owner = index if index < valley else HILLS + index - valley
        cited = {street.name for street in named_in(facts, one.name, one.district)}
        wanted += len(cited)
        found += len(cited & names.get(owner, set()))
    assert wanted > 800
    assert found / wanted > 0.97


def test_the_squares_of_the_centre_are_green(facts: Facts, town: Town) -> None:
    blocks = town.inhabited
    green = blocks.block_shapes[[block.use == "green" for block in blocks.blocks]]
    for name in ("Plaza 15 de Agosto", "Plaza Bolívar"):
        place = next(place for place in facts.landmarks if place.name == name)
        point = Point(metres((place.position,))[0])
        assert shapely.distance(green, point).min() < 40, name


def test_house_numbers_are_single_on_their_street(town: Town) -> None:
    doors = [(door.street, door.number) for door in town.doors]
    assert len(doors) == len(set(doors)) == len(town.inhabited.parcel_codes)


def test_a_smaller_town_keeps_every_name(town: Town, small: Town) -> None:
    assert len(small.inhabited.parcel_codes) == round(28_499 * 0.05)
    assert len(small.inhabited.blocks) < len(town.inhabited.blocks) / 5
    assert [one.name for one in small.organisations] == [
        one.name for one in town.organisations
    ]
    assert small.districts == town.districts
