"""Real rows take the place of drawn ones, and of nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from apps.territory.actions import (
    BetterKnown,
    Delivery,
    forget,
    make_room,
    settle_territory,
    take_over,
)
from apps.territory.models import (
    Block,
    District,
    Municipality,
    Otb,
    Parcel,
    Place,
    Street,
)
from apps.territory.permissions import LOAD
from apps.territory.terms import Certainty
from apps.territory.tests.making import (
    NOW,
    make_block,
    make_district,
    make_municipality,
    make_otb,
    make_parcel,
    make_place,
    make_street,
)
from geo.access import ANYONE, NotAllowed, Viewer
from geo.testing import Grid

pytestmark = pytest.mark.django_db

OFFICE = Viewer(grants=frozenset({LOAD.name}))
TOWN = Grid("""
    a . b . c . d
    . . . . . . .
    p . q . r . s
    . . . . . . .
    e . f . g . h
""")
SURVEY: Any = {"source": "GAM", "certainty": Certainty.OFFICIAL}
GUESS: Any = {"source": "Vecinos", "certainty": Certainty.DERIVED}


def delivery(layer: str, source: Any = SURVEY, **given: Any) -> Delivery:
    return Delivery(layer=layer, **source, **given)


def test_nobody_replaces_anything_without_leave() -> None:
    for act in (forget, make_room, take_over):
        with pytest.raises(NotAllowed):
            act(delivery("otbs"), by=ANYONE)


def test_drawn_rows_of_the_kind_leave_and_others_stay() -> None:
    make_otb("Dibujada", TOWN.polygons("abfe"))
    make_place("Plaza dibujada", TOWN.point("q"))
    assert make_room(delivery("otbs"), by=OFFICE) == 1
    assert not Otb.objects.exists()
    assert Place.objects.count() == 1


def test_what_the_same_source_brought_before_is_forgotten() -> None:
    make_place("Vieja", TOWN.point("q"), **SURVEY)
    make_place("De otros", TOWN.point("r"), **GUESS)
    assert forget(delivery("place-names"), by=OFFICE) == 1
    assert [place.name for place in Place.objects.all()] == ["De otros"]


def test_surer_rows_are_not_replaced() -> None:
    make_otb("Oficial", TOWN.polygons("abfe"), **SURVEY)
    with pytest.raises(BetterKnown, match="GAM"):
        make_room(delivery("otbs", GUESS), by=OFFICE)
    assert Otb.objects.count() == 1


def test_less_sure_rows_of_another_source_are() -> None:
    make_otb("Derivada", TOWN.polygons("abfe"), **GUESS)
    assert make_room(delivery("otbs"), by=OFFICE) == 1


def test_parcels_leave_with_their_blocks() -> None:
    make_parcel("P", make_block("B", TOWN.polygons("abqp")), TOWN.polygons("abqp"))
    make_room(delivery("blocks"), by=OFFICE)
    assert (Block.objects.count(), Parcel.objects.count()) == (0, 0)


def test_parcels_outlive_their_otb() -> None:
    otb = make_otb("Dibujada", TOWN.polygons("abfe"))
    block = make_block("B", TOWN.polygons("abqp"))
    make_parcel("P", block, TOWN.polygons("abqp"), otb=otb)
    make_room(delivery("otbs"), by=OFFICE)
    assert Parcel.objects.get().otb is None


def test_a_new_district_keeps_the_key_of_the_old() -> None:
    old = {n: make_district(n, TOWN.polygons(r)) for n, r in ((1, "abfe"), (2, "bdhf"))}
    otb = make_otb("Mía", TOWN.polygons("abqp"), district=old[1])
    make_room(delivery("districts"), by=OFFICE)
    make_district(1, TOWN.polygons("acge"), name="Distrito 1", **SURVEY)
    take_over(delivery("districts"), by=OFFICE)
    district = District.objects.get()
    assert (district.pk, district.number, district.source) == (old[1].pk, 1, "GAM")
    assert district.outline.equals(TOWN.polygons("acge"))
    assert district.name == "Centro"
    otb.refresh_from_db()
    assert otb.district == district


def test_a_new_limit_cuts_the_districts() -> None:
    make_municipality(TOWN.polygons("adhe"))
    for number, ring in ((1, "abfe"), (2, "bdhf"), (3, "csh")):
        make_district(number, TOWN.polygons(ring))
    make_room(delivery("municipality"), by=OFFICE)
    make_municipality(TOWN.polygons("acge"), **SURVEY)
    take_over(delivery("municipality"), by=OFFICE)
    assert Municipality.objects.get().source == "GAM"
    kept = {each.number: each.outline for each in District.objects.all()}
    assert kept.keys() == {1, 2}
    assert kept[1].equals(TOWN.polygons("abfe"))
    assert kept[2].equals(TOWN.polygons("bcgf"))


def test_a_limit_that_did_not_come_leaves_the_old() -> None:
    make_municipality()
    make_room(delivery("municipality"), by=OFFICE)
    take_over(delivery("municipality"), by=OFFICE)
    assert Municipality.objects.get().ine_code == "030901"


def test_lines_of_one_name_become_one_street() -> None:
    make_street("Calle Sucre", TOWN.lines("ab"), **GUESS)
    make_street("Calle Sucre", TOWN.lines("bc"), **GUESS)
    make_street("Calle Beni", TOWN.lines("ae"), **GUESS)
    assert take_over(delivery("streets", GUESS), by=OFFICE) == 1
    sucre = Street.objects.get(name="Calle Sucre")
    assert sucre.axis.length == pytest.approx(TOWN.line("ac").length)
    assert Street.objects.count() == 2


def test_of_streets_that_are_not_all_only_drawn_ones_in_the_way_leave() -> None:
    make_street("Calle Paralela", TOWN.lines("ab"))
    make_street("Calle Cruza", TOWN.lines("ae"))
    make_street("Calle Sucre", TOWN.lines("pq"))
    make_street("Calle Lejos", TOWN.lines("eh"))
    partial = delivery("streets", GUESS, complete=False)
    assert make_room(partial, by=OFFICE) == 0
    make_street("Calle Sucre", TOWN.lines("ac"), **GUESS)
    take_over(partial, by=OFFICE)
    drawn = Street.objects.filter(certainty="drawn").values_list("name", flat=True)
    assert set(drawn) == {"Calle Cruza", "Calle Lejos"}


def test_namesakes_far_apart_stay_two() -> None:
    make_street("Calle 1", TOWN.lines("ae"), **GUESS)
    make_street("Calle 1", TOWN.lines("dh"), **GUESS)
    take_over(delivery("streets", GUESS), by=OFFICE)
    assert Street.objects.count() == 2


def test_a_true_axis_takes_the_name_and_the_place_of_the_line_it_follows() -> None:
    make_street("Calle Sucre", TOWN.lines("ac"), **GUESS)
    axis = TOWN.lines("ab")
    moved = [(x, y + 5e-5) for x, y in axis[0].coords]
    axis[0] = type(axis[0])(moved, srid=4326)
    make_street("", axis, **GUESS)
    make_street("", TOWN.lines("eh"), **GUESS)
    take_over(delivery("streets", GUESS), by=OFFICE)
    named = dict(Street.objects.values_list("name", "axis"))
    assert named.keys() == {"Calle Sucre", ""}
    assert named["Calle Sucre"].distance(TOWN.point("a")) > 2e-5
    assert named["Calle Sucre"].distance(TOWN.point("c")) < 1e-9


def test_a_place_that_is_known_is_not_told_twice() -> None:
    make_place("Plaza Bolívar", TOWN.point("q"), **GUESS)
    make_place("PLAZA BOLIVAR", TOWN.point("q"), **SURVEY)
    make_place("Plaza Bolívar", TOWN.point("d"), **SURVEY)
    assert take_over(delivery("place-names"), by=OFFICE) == 1
    assert Place.objects.count() == 2


def test_capitals_become_names() -> None:
    make_place("VILLA DE LA PAZ II", TOWN.point("q"), **SURVEY)
    make_place("El Paso", TOWN.point("r"), **SURVEY)
    take_over(delivery("place-names", in_capitals=True), by=OFFICE)
    assert {place.name for place in Place.objects.all()} == {
        "Villa de la Paz II",
        "El Paso",
    }


def test_the_rules_of_the_database_hold_afterwards() -> None:
    make_district(1, TOWN.polygons("adhe"))
    make_room(delivery("districts"), by=OFFICE)
    make_district(1, TOWN.polygons("acge"), **SURVEY)
    take_over(delivery("districts"), by=OFFICE)
    settle_territory(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
