"""Segments and corners are cut from the street axes."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import Point

from apps.territory.actions import settle_territory
from apps.territory.models import Corner, Street, StreetSegment
from apps.territory.tests.making import NOW, make_municipality, make_street
from geo.measure import planar
from geo.testing import Grid

pytestmark = pytest.mark.django_db

CROSS = Grid("""
    . . n . .
    . . . . .
    w . x . e
    . . . . .
    . . s . t
""")
METRE = 1 / 111_000


def settle() -> None:
    settle_territory(now=NOW)


def corners() -> list[tuple[str, str]]:
    found = Corner.objects.select_related("street", "crossing")
    return sorted((corner.street.name, corner.crossing.name) for corner in found)


def lengths(street: Street) -> list[int]:
    return [
        round(segment.axis_metric.length) for segment in street.segments.order_by("ordinal")
    ]


def test_streets_that_cross_are_cut_in_two_and_make_one_corner() -> None:
    sucre = make_street("Calle Sucre", CROSS.lines("we"))
    beni = make_street("Calle Beni", CROSS.lines("ns"))
    settle()
    assert len(lengths(sucre)) == len(lengths(beni)) == 2
    assert corners() == [("Calle Sucre", "Calle Beni")]
    assert Corner.objects.get().position.distance(CROSS.point("x")) < METRE / 100


@pytest.mark.parametrize(
    ("gap_m", "meets"),
    [
        pytest.param(0.0, True, id="touches"),
        pytest.param(0.6, True, id="stops short by 60 cm"),
        pytest.param(-0.6, True, id="overshoots by 60 cm"),
        pytest.param(3.0, False, id="ends 3 m before"),
    ],
)
def test_an_end_near_a_street_meets_it(gap_m, meets) -> None:
    sucre = make_street("Calle Sucre", CROSS.lines("we"))
    end = CROSS.points["x"][0], CROSS.points["x"][1] + gap_m * METRE
    axis = CROSS.lines("ns")
    axis[0] = type(axis[0])([CROSS.points["n"], end], srid=4326)
    beni = make_street("Calle Beni", axis)
    settle()
    assert len(corners()) == (1 if meets else 0)
    assert len(lengths(sucre)) == (2 if meets else 1)
    assert len(lengths(beni)) == 1


def test_segments_that_meet_share_their_end_exactly() -> None:
    make_street("Calle Sucre", CROSS.lines("we"))
    axis = CROSS.lines("ns")
    x, y = CROSS.points["x"]
    axis[0] = type(axis[0])([CROSS.points["n"], (x, y + 0.5 * METRE)], srid=4326)
    make_street("Calle Beni", axis)
    settle()
    ends = [
        end
        for segment in StreetSegment.objects.all()
        for end in (segment.axis_metric.coords[0], segment.axis_metric.coords[-1])
    ]
    assert sorted(ends.count(end) for end in ends) == [1, 1, 1, 3, 3, 3]


def test_no_stretch_is_lost_or_drawn_twice() -> None:
    streets = [make_street("Calle Sucre", CROSS.lines("we"))]
    streets += [make_street("Calle Beni", CROSS.lines("ns"))]
    streets += [make_street("Av. Blanco Galindo", CROSS.lines("wxt"))]
    settle()
    for street in streets:
        assert sum(lengths(street)) == pytest.approx(planar(street.axis).length, abs=1)


def test_a_segment_is_the_same_line_in_degrees_and_in_metres() -> None:
    make_street("Calle Sucre", CROSS.lines("we"))
    settle()
    segment = StreetSegment.objects.get()
    back = segment.axis_metric.clone()
    back.transform(4326)
    assert back.equals_exact(segment.axis, METRE / 1000)


def test_the_two_lanes_of_an_avenue_make_one_corner() -> None:
    x, y = CROSS.points["w"]
    far = CROSS.points["e"][0]
    lanes = CROSS.lines("we", "we")
    lanes[1] = type(lanes[1])([(x, y + 12 * METRE), (far, y + 12 * METRE)], srid=4326)
    make_street("Av. Blanco Galindo", lanes)
    make_street("Calle Beni", CROSS.lines("ns"))
    settle()
    assert len(corners()) == 1


def test_streets_that_meet_twice_have_two_corners() -> None:
    make_street("Calle Sucre", CROSS.lines("we"))
    make_street("Calle Vuelta", CROSS.lines("wne"))
    settle()
    assert len(corners()) == 2


def test_a_stretch_that_two_streets_share_has_a_corner_at_each_end() -> None:
    make_street("Calle Sucre", CROSS.lines("wxe"))
    make_street("Calle Beni", CROSS.lines("wx", "xn"))
    settle()
    assert len(corners()) == 2


def test_one_street_in_two_rows_has_no_corner_with_itself() -> None:
    make_street("Calle Sucre", CROSS.lines("wx"))
    make_street("Calle Sucre", CROSS.lines("xe"))
    settle()
    assert corners() == []


def test_a_street_without_a_name_cuts_but_makes_no_corner() -> None:
    sucre = make_street("Calle Sucre", CROSS.lines("we"))
    make_street("", CROSS.lines("ns"))
    settle()
    assert len(lengths(sucre)) == 2
    assert corners() == []


def test_a_street_round_a_block_is_cut_where_others_meet_it() -> None:
    ring = make_street("Calle Redonda", CROSS.lines("nexwn"))
    make_street("Calle Sur", CROSS.lines("xs"))
    settle()
    assert len(lengths(ring)) == 2
    assert corners() == [("Calle Redonda", "Calle Sur")]


def test_a_street_shorter_than_the_tolerance_stays_whole() -> None:
    x, y = CROSS.points["x"]
    axis = CROSS.lines("we")
    axis[0] = type(axis[0])([(x, y), (x, y + 0.5 * METRE)], srid=4326)
    stub = make_street("Calle Corta", axis)
    make_street("Calle Sucre", CROSS.lines("we"))
    settle()
    assert stub.segments.count() == 1


def test_settling_twice_touches_no_row() -> None:
    make_municipality()
    make_street("Calle Sucre", CROSS.lines("we"))
    make_street("Calle Beni", CROSS.lines("ns"))
    settle()
    before = [
        list(model.objects.order_by("pk").values()) for model in (StreetSegment, Corner)
    ]
    settle()
    after = [
        list(model.objects.order_by("pk").values()) for model in (StreetSegment, Corner)
    ]
    assert after == before


def test_what_a_moved_street_leaves_behind_is_gone() -> None:
    sucre = make_street("Calle Sucre", CROSS.lines("we"))
    make_street("Calle Beni", CROSS.lines("ns"))
    settle()
    Street.objects.filter(pk=sucre.pk).update(axis=CROSS.lines("st"))
    settle()
    assert len(lengths(sucre)) == 1
    assert [round(position.y, 6) for position in positions()] == [
        round(CROSS.points["s"][1], 6)
    ]


def rows(model) -> list[Any]:
    return list(model.objects.order_by("pk").values())


def positions() -> list[Point]:
    return [corner.position for corner in Corner.objects.all()]
