"""What the database refuses, whoever writes."""

from __future__ import annotations

import math

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point
from django.db import IntegrityError, connection, transaction

from apps.territory.models import (
    Corner,
    District,
    Finding,
    GazetteerEntry,
    Municipality,
    Parcel,
    StreetSegment,
)
from apps.territory.tests.making import (
    DRAWN,
    NOW,
    WIDE,
    make_address,
    make_block,
    make_district,
    make_municipality,
    make_otb,
    make_parcel,
    make_place,
    make_street,
    make_zone,
)
from geo.testing import Grid

pytestmark = pytest.mark.django_db

BLOCK = Grid("""
    a . b . c
    . p . q .
    d . e . f
    . . . . .
    g . h . i
""")
BOW_TIE = BLOCK.polygons("afcd")
"""Crosses itself; not symmetric, so its area is not nothing."""
NO_POINT = BLOCK.point("a")
NO_POINT.coords = (float("nan"), float("nan"))


EMPTY = MultiPolygon(srid=4326)


SHAPES = {
    "municipality_outline": lambda shape: make_municipality(shape),
    "district_outline": lambda shape: make_district(1, shape),
    "zone_outline": lambda shape: make_zone("Z", shape),
    "otb_outline": lambda shape: make_otb("O", shape),
    "block_footprint": lambda shape: make_block("B", shape),
    "parcel_footprint": lambda shape: make_parcel(
        "P", make_block("B", BLOCK.polygons("aceg")), shape
    ),
    "finding_shape": lambda shape: Finding.objects.create(
        kind="otb-gap", text="x", shape=shape, recorded_at=NOW
    ),
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(
    "shape",
    [pytest.param(BOW_TIE, id="crosses itself"), pytest.param(EMPTY, id="empty")],
)
def test_a_broken_area_is_refused(name, shape) -> None:
    with pytest.raises(IntegrityError, match=f"{name}_is_valid"):
        SHAPES[name](shape)


def test_an_empty_street_is_refused() -> None:
    with pytest.raises(IntegrityError, match="street_axis_is_valid"):
        make_street("S", MultiLineString(srid=4326))


def test_an_empty_segment_is_refused_in_degrees_and_in_metres() -> None:
    street = make_street("S", BLOCK.lines("ab"))
    for field in ("axis", "axis_metric"):
        shapes = {"axis": BLOCK.line("ab"), "axis_metric": LineString((0, 0), (9, 9))}
        shapes[field] = LineString()
        with (
            pytest.raises(IntegrityError, match=f"segment_{field}_is_valid"),
            transaction.atomic(),
        ):
            StreetSegment.objects.create(street=street, ordinal=1, **shapes)


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        pytest.param(lambda at: make_place("P", at), "place_position", id="place"),
        pytest.param(
            lambda at: make_address(make_street("S", BLOCK.lines("ab")), "1", at),
            "address_position",
            id="address",
        ),
        pytest.param(
            lambda at: GazetteerEntry.objects.create(
                label="x", key="x", kind="place", target=1, position=at
            ),
            "gazetteer_position",
            id="entry",
        ),
        pytest.param(
            lambda at: Corner.objects.create(
                street=make_street("S", BLOCK.lines("ab")),
                crossing=make_street("T", BLOCK.lines("ad")),
                position=at,
            ),
            "corner_position",
            id="corner",
        ),
    ],
)
@pytest.mark.parametrize(
    "nowhere",
    [
        pytest.param(NO_POINT, id="empty"),
        pytest.param(Point(math.nan, 1, srid=4326), id="no number"),
        pytest.param(Point(1, math.inf, srid=4326), id="endless"),
        pytest.param(Point(-180.001, 1, srid=4326), id="too far west"),
        pytest.param(Point(1, 90.001, srid=4326), id="beyond the pole"),
        pytest.param(Point(797_123, 8_075_000, srid=4326), id="metres"),
    ],
)
def test_a_point_that_is_nowhere_is_refused(make, rule, nowhere) -> None:
    with pytest.raises(IntegrityError, match=f"{rule}_is_valid"):
        make(nowhere)


@pytest.mark.parametrize("corner", [(-180, -90), (180, 90), (0, 0)])
def test_the_ends_of_the_world_are_places(corner) -> None:
    assert make_place("P", Point(corner, srid=4326)).pk


PARENT = BLOCK.polygons("acig")


@pytest.mark.parametrize(
    ("ring", "inside"),
    [
        pytest.param("acfd", True, id="shares three edges"),
        pytest.param("acig", True, id="the whole block"),
        pytest.param("pqfd", True, id="inside"),
    ],
)
def test_a_parcel_lies_in_its_block(ring, inside) -> None:
    block = make_block("B", PARENT)
    assert make_parcel("P", block, BLOCK.polygons(ring)).pk


def test_a_parcel_outside_its_block_is_refused() -> None:
    block = make_block("B", BLOCK.polygons("abed"))
    with pytest.raises(IntegrityError, match="parcel_stays_within_block"):
        make_parcel("P", block, BLOCK.polygons("acfd"))


def test_a_parcel_cannot_move_out_of_its_block() -> None:
    block = make_block("B", BLOCK.polygons("abed"))
    parcel = make_parcel("P", block, BLOCK.polygons("abed"))
    with pytest.raises(IntegrityError, match="parcel_stays_within_block"):
        Parcel.objects.filter(pk=parcel.pk).update(footprint=BLOCK.polygons("acfd"))


def test_a_parcel_cannot_be_given_to_a_block_elsewhere() -> None:
    parcel = make_parcel(
        "P", make_block("B", BLOCK.polygons("abed")), BLOCK.polygons("abed")
    )
    elsewhere = make_block("C", BLOCK.polygons("efih"))
    with pytest.raises(IntegrityError, match="parcel_stays_within_block"):
        Parcel.objects.filter(pk=parcel.pk).update(block=elsewhere)


def test_a_block_cannot_shrink_away_from_its_parcels() -> None:
    block = make_block("B", PARENT)
    make_parcel("P", block, BLOCK.polygons("acfd"))
    with pytest.raises(IntegrityError, match="parcel_stays_within_block"):
        type(block).objects.filter(pk=block.pk).update(footprint=BLOCK.polygons("abed"))


def test_a_centimetre_of_rounding_is_no_breach() -> None:
    block = make_block("B", BLOCK.polygons("acfd"))
    wider = BLOCK.polygons("acfd").buffer(5e-8, 1)
    assert make_parcel("P", block, MultiPolygon(wider, srid=4326)).pk


def test_a_district_outside_its_municipality_is_refused() -> None:
    make_municipality(BLOCK.polygons("abed"))
    with pytest.raises(IntegrityError, match="district_stays_within_municipality"):
        make_district(1, BLOCK.polygons("acfd"))


def test_a_municipality_cannot_shrink_away_from_its_districts() -> None:
    make_district(1, WIDE.polygons("abcd"))
    with pytest.raises(IntegrityError, match="district_stays_within_municipality"):
        Municipality.objects.update(outline=BLOCK.polygons("abed"))


def test_one_bad_row_of_many_is_found() -> None:
    block = make_block("B", BLOCK.polygons("abed"))
    rows = [
        Parcel(code=f"P{n}", block=block, footprint=BLOCK.polygons(ring), **DRAWN)
        for n, ring in enumerate(["abed", "abe", "acfd"])
    ]
    with pytest.raises(IntegrityError, match=r"row \d+ of territory_parcel"):
        Parcel.objects.bulk_create(rows)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"source": ""}, id="no source"),
        pytest.param({"certainty": ""}, id="no certainty"),
        pytest.param({"certainty": "sure"}, id="unknown certainty"),
    ],
)
@pytest.mark.parametrize(
    ("make", "rule"),
    [
        pytest.param(lambda **g: make_municipality(**g), "municipality", id="municipality"),
        pytest.param(lambda **g: make_district(1, **g), "district", id="district"),
        pytest.param(lambda **g: make_zone("Z", PARENT, **g), "zone", id="zone"),
        pytest.param(lambda **g: make_otb("O", PARENT, **g), "otb", id="otb"),
        pytest.param(lambda **g: make_block("B", PARENT, **g), "block", id="block"),
        pytest.param(
            lambda **g: make_parcel("P", make_block("B", PARENT), PARENT, **g),
            "parcel",
            id="parcel",
        ),
        pytest.param(
            lambda **g: make_street("S", BLOCK.lines("ab"), **g), "street", id="street"
        ),
        pytest.param(
            lambda **g: make_place("P", BLOCK.point("a"), **g), "place", id="place"
        ),
        pytest.param(
            lambda **g: make_address(
                make_street("S", BLOCK.lines("ab")), "1", BLOCK.point("a"), **g
            ),
            "address",
            id="address",
        ),
    ],
)
def test_every_row_says_where_it_comes_from(make, rule, given) -> None:
    with pytest.raises(IntegrityError, match=f"{rule}_has_provenance"):
        make(**given)


def test_an_otb_has_one_name_in_its_district() -> None:
    district = make_district(1)
    make_otb("Santa Rosa", PARENT, district=district)
    with pytest.raises(IntegrityError, match="otb_name_is_single"):
        make_otb("Santa Rosa", PARENT, district=district)


def test_two_districts_may_have_an_otb_of_one_name() -> None:
    make_otb("Santa Rosa", PARENT, district=make_district(1))
    assert make_otb("Santa Rosa", PARENT, district=make_district(2)).pk


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(lambda: make_district(1), id="district number"),
        pytest.param(lambda: make_block("B", PARENT), id="block code"),
        pytest.param(
            lambda: make_parcel("P", make_block("B2", PARENT), PARENT), id="parcel code"
        ),
        pytest.param(lambda: make_municipality(), id="INE code"),
    ],
)
def test_codes_are_single(again) -> None:
    make_district(1)
    make_parcel("P", make_block("B", PARENT), PARENT)
    with pytest.raises(IntegrityError, match="unique"):
        again()


def test_a_corner_names_two_streets_once() -> None:
    one, two = make_street("S", BLOCK.lines("ac")), make_street("T", BLOCK.lines("ag"))
    with pytest.raises(IntegrityError, match="corner_names_streets_once"):
        Corner.objects.create(street=two, crossing=one, position=BLOCK.point("a"))


def test_a_place_has_a_name() -> None:
    with pytest.raises(IntegrityError, match="place_has_a_name"):
        make_place("", BLOCK.point("a"))


def test_a_district_with_parcels_may_go_but_its_municipality_may_not() -> None:
    make_district(1)
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM territory_municipality")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert District.objects.count() == 1
