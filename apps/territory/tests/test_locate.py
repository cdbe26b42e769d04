"""Where a point lies has one answer, asked alone or with a million others."""

from __future__ import annotations

import random

import pytest
from django.contrib.gis.geos import Point
from hypothesis import given
from hypothesis import strategies as st

from apps.territory.actions import settle_territory
from apps.territory.models import Block, Parcel, Street
from apps.territory.queries import (
    NOWHERE,
    Located,
    LocatedIds,
    locate,
    locate_many,
    parcel_at,
)
from apps.territory.tests.making import (
    NOW,
    make_district,
    make_otb,
    make_street,
    make_zone,
)
from geo.measure import planar
from geo.testing import Grid

pytestmark = pytest.mark.django_db

TOWN = Grid("""
    a . b . c . d
    . u . v . w .
    p . q . r . s
    . x . y . z .
    e . f . g . h
""")
"""District 1 is acge, district 2 cdhg; west of them nothing is ours."""


@pytest.fixture(autouse=True)
def town() -> None:
    make_district(1, TOWN.polygons("acge"))
    make_district(2, TOWN.polygons("cdhg"))
    make_otb("Grande", TOWN.polygons("acge"))
    make_otb("Chica", TOWN.polygons("abqp"))
    make_otb("Este", TOWN.polygons("bdsq"))
    make_zone("Norte", TOWN.polygons("adsp"))
    make_zone("Rincón", TOWN.polygons("abqp"))
    make_street("Calle Sucre", TOWN.lines("bf"))
    make_street("Calle Beni", TOWN.lines("pq"))
    settle_territory(now=NOW)


def names(located: Located) -> tuple[int | None, list[str], str | None, str | None]:
    return (
        located.district.number if located.district else None,
        [otb.name for otb in located.otbs],
        located.zone.name if located.zone else None,
        located.street.name if located.street else None,
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(
            "u", (1, ["Chica", "Grande"], "Rincón"), id="two OTBs, smallest first"
        ),
        pytest.param("v", (1, ["Este", "Grande"], "Norte"), id="OTBs that overlap"),
        pytest.param("w", (2, ["Este"], "Norte"), id="other district"),
        pytest.param("z", (2, [], None), id="no OTB, no zone"),
    ],
)
def test_a_point_lies_where_it_is_drawn(at, expected) -> None:
    assert names(locate(TOWN.point(at)))[:3] == expected


def test_a_point_on_a_limit_belongs_to_the_lower_number() -> None:
    assert names(locate(TOWN.point("r")))[0] == 1


def test_the_nearest_street_is_told_with_its_distance() -> None:
    located = locate(TOWN.point("x"))
    assert located.street is not None and located.street.name == "Calle Sucre"
    axis = planar(Street.objects.get(name="Calle Sucre").axis)
    expected = axis.distance(planar(TOWN.point("x")))
    assert located.street_distance_m == pytest.approx(expected, abs=0.01)
    assert expected == pytest.approx(106.3, abs=0.5)


@pytest.mark.parametrize("metres", [1, 24, 26, 59, 61, 90])
def test_near_or_far_the_answer_is_the_nearest(metres) -> None:
    beni = planar(TOWN.point("p"))
    asked = Point(beni.x + 50, beni.y - metres, srid=beni.srid)
    asked.transform(4326)
    located = locate(asked)
    assert located.street is not None and located.street_distance_m is not None
    assert located.street.name == "Calle Beni"
    assert located.street_distance_m == pytest.approx(metres, abs=1)


def test_of_equally_near_streets_the_older_is_told() -> None:
    assert names(locate(TOWN.point("q")))[3] == "Calle Sucre"


def test_metres_are_not_degrees_stretched() -> None:
    """North and east count the same: in degrees the eastern street would win."""
    Street.objects.all().delete()
    at = planar(TOWN.point("y"))
    for name, (x, y) in {"Este": (103, 0), "Norte": (0, 100)}.items():
        line = TOWN.lines("ab")
        start, end = (
            Point(at.x + x, at.y + y, srid=at.srid),
            Point(at.x + x * 1.5, at.y + y * 1.5, srid=at.srid),
        )
        start.transform(4326)
        end.transform(4326)
        line[0] = type(line[0])([start.coords, end.coords], srid=4326)
        make_street(name, line)
    settle_territory(now=NOW)
    assert names(locate(TOWN.point("y")))[3] == "Norte"


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(Point(-66.5, -17.4, srid=4326), id="next town"),
        pytest.param(Point(0, 0, srid=4326), id="the other ocean"),
        pytest.param(Point(180, 90, srid=4326), id="the pole"),
    ],
)
def test_outside_the_municipality_nothing_is_ours(point) -> None:
    assert locate(point) == NOWHERE


def test_a_town_without_streets_has_none_near() -> None:
    Street.objects.all().delete()
    located = locate(TOWN.point("u"))
    assert (located.inside, located.street, located.street_distance_m) == (True, None, None)


def some_points(count: int) -> list[tuple[float, float]]:
    dice = random.Random(7)
    west, south = TOWN.points["e"]
    east, north = TOWN.points["d"]
    return [
        (dice.uniform(west - 0.001, east), dice.uniform(south, north + 0.001))
        for _ in range(count)
    ]


def ids(located: Located, ordinal: int) -> LocatedIds:
    return LocatedIds(
        ordinal=ordinal,
        district_id=located.district.id if located.district else None,
        otb_ids=[otb.id for otb in located.otbs],
        zone_id=located.zone.id if located.zone else None,
        street_id=located.street.id if located.street else None,
        street_distance_m=located.street_distance_m,
    )


def test_many_points_get_the_answers_they_get_alone() -> None:
    points = [*some_points(60), *(TOWN.points[letter] for letter in "abcdpqrsuvwx")]
    alone = {
        ordinal: ids(located, ordinal)
        for ordinal, (x, y) in enumerate(points)
        if (located := locate(Point(x, y, srid=4326))).inside
    }
    together = {row.ordinal: row for row in locate_many(points)}
    assert together.keys() == alone.keys()
    for ordinal, row in together.items():
        expected = alone[ordinal]
        assert row[:5] == expected[:5]
        assert row.street_distance_m == pytest.approx(expected.street_distance_m, abs=1e-6)


def test_more_points_than_one_statement_takes(monkeypatch) -> None:
    monkeypatch.setattr("apps.territory.queries.locating.BATCH", 10)
    points = some_points(35)
    few_at_a_time = sorted(locate_many(iter(points)))
    monkeypatch.undo()
    assert few_at_a_time == sorted(locate_many(points))


def test_no_points_have_no_answers() -> None:
    assert list(locate_many([])) == []


@given(x=st.floats(-66.281, -66.2741), y=st.floats(-17.401, -17.3961))
def test_the_smallest_otb_comes_first_everywhere(x, y) -> None:
    located = locate(Point(x, y, srid=4326))
    assert [otb.name for otb in located.otbs] in (
        [], ["Grande"], ["Este"], ["Chica"], ["Chica", "Grande"], ["Este", "Grande"],
        ["Chica", "Este", "Grande"],
    )  # fmt: skip
    assert located.inside == (located.district is not None)


def test_a_point_lies_in_the_smallest_parcel_or_in_the_street() -> None:
    known = {"source": "test", "certainty": "drawn"}
    block = Block.objects.create(
        code="M", use="housing", footprint=TOWN.polygons("adhe"), **known
    )
    for code, corners in (("P-1", "acge"), ("P-2", "abqp")):
        ground = TOWN.polygons(corners)
        Parcel.objects.create(code=code, block=block, footprint=ground, **known)
    found = [parcel_at(TOWN.point(at)) for at in ("u", "x", "z")]
    assert [each.code if each else None for each in found] == ["P-2", "P-1", None]
