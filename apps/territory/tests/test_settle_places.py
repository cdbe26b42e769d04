"""What lies in what is settled, and every name gets its entries."""

from __future__ import annotations

import pytest
from django.db import connection

from apps.territory.actions import settle_territory
from apps.territory.models import Block, Finding, GazetteerEntry, Otb, Parcel
from apps.territory.terms import OtbKind
from apps.territory.tests.making import (
    NOW,
    make_block,
    make_district,
    make_otb,
    make_parcel,
    make_place,
    make_street,
    make_zone,
)
from geo.testing import Grid

pytestmark = pytest.mark.django_db

TOWN = Grid("""
    a . b . c . d
    . . . . . . .
    p . q . r . s
    . . . . . . .
    e . f . g . h
""")


@pytest.fixture
def districts() -> None:
    make_district(1, TOWN.polygons("acge"))
    make_district(2, TOWN.polygons("cdhg"))


def settle() -> None:
    settle_territory(now=NOW)


@pytest.mark.usefixtures("districts")
def test_an_otb_belongs_where_most_of_it_lies() -> None:
    make_otb("Ancha", TOWN.polygons("adsp"))
    make_otb("Oeste", TOWN.polygons("pqfe"))
    make_otb("Este", TOWN.polygons("cdsr"))
    settle()
    found = dict(Otb.objects.values_list("name", "district__number"))
    assert found == {"Ancha": 1, "Oeste": 1, "Este": 2}


@pytest.mark.usefixtures("districts")
def test_blocks_and_parcels_go_where_they_lie_and_to_the_smallest_otb() -> None:
    make_otb("Grande", TOWN.polygons("cdhg"))
    make_otb("Chica", TOWN.polygons("cdsr"))
    block = make_block("B", TOWN.polygons("cdhg"))
    make_parcel("P1", block, TOWN.polygons("cdsr"))
    make_parcel("P2", block, TOWN.polygons("rshg"))
    settle()
    assert Block.objects.get(district__number=2)
    found = dict(Parcel.objects.values_list("code", "otb__name"))
    assert found == {"P1": "Chica", "P2": "Grande"}


def test_what_lies_nowhere_belongs_to_nobody() -> None:
    make_district(1, TOWN.polygons("abfe"))
    block = make_block("B", TOWN.polygons("cdhg"))
    make_parcel("P", block, TOWN.polygons("cdsr"))
    settle()
    parcel = Parcel.objects.get()
    assert (parcel.district, parcel.otb, Block.objects.get().district) == (None, None, None)


@pytest.mark.usefixtures("districts")
def test_of_two_otbs_of_one_name_the_surer_belongs_to_the_district() -> None:
    make_otb("Santa Rosa", TOWN.polygons("acrp"))
    make_otb("Santa Rosa", TOWN.polygons("pqfe"), certainty="official")
    settle()
    found = set(Otb.objects.values_list("certainty", "district__number"))
    assert found == {("official", 1), ("drawn", None)}
    assert Finding.objects.filter(kind="name-twice").exists()


def test_namesakes_may_change_places() -> None:
    one, two = (
        make_district(1, TOWN.polygons("acge")),
        make_district(2, TOWN.polygons("cdhg")),
    )
    make_otb("Santa Rosa", TOWN.polygons("abqp"), district=two)
    make_otb("Santa Rosa", TOWN.polygons("cdsr"), district=one)
    settle()
    found = {otb.district_id: otb.outline for otb in Otb.objects.all()}
    assert found[one.pk].equals(TOWN.polygons("abqp"))
    assert found[two.pk].equals(TOWN.polygons("cdsr"))


def keys(label: str) -> set[str]:
    return set(GazetteerEntry.objects.filter(label=label).values_list("key", flat=True))


@pytest.mark.usefixtures("districts")
def test_every_kind_of_name_has_its_entries() -> None:
    make_zone("Cerro Cota", TOWN.polygons("abqp"))
    make_otb("Villa Moderna", TOWN.polygons("abqp"), kind=OtbKind.JUNTA)
    make_street("Avenida Blanco Galindo", TOWN.lines("ad"))
    make_street("Calle Sucre", TOWN.lines("bf"))
    make_place("Unidad Educativa Néstor (Ex Colegio Nacional Calama)", TOWN.point("q"))
    settle()
    assert keys("Distrito 1 Nombre 1") == {
        "distrito 1",
        "distrito 1 nombre 1",
        "nombre 1",
        "tacata",
    }
    assert keys("Zona Cerro Cota") == {"cerro cota", "zona cerro cota"}
    assert keys("Junta Vecinal Villa Moderna") == {
        "villa moderna",
        "junta villa moderna",
        "moderna",
    }
    assert keys("Avenida Blanco Galindo") == {"avenida blanco galindo", "blanco galindo"}
    assert keys("Avenida Blanco Galindo y Calle Sucre") == {
        "blanco galindo y sucre",
        "sucre y blanco galindo",
    }
    assert {
        "nestor",
        "colegio nacional calama",
        "calama",
        "unidad educativa nestor",
    } <= keys("Unidad Educativa Néstor (Ex Colegio Nacional Calama)")


@pytest.mark.usefixtures("districts")
def test_an_entry_knows_its_district() -> None:
    make_place("Plaza Bolívar", TOWN.point("s"))
    settle()
    entry = GazetteerEntry.objects.filter(kind="place").first()
    assert entry is not None and entry.district_number == 2


@pytest.mark.usefixtures("districts")
def test_settling_twice_leaves_every_entry_as_it_was() -> None:
    make_otb("Ancha", TOWN.polygons("acrp"))
    make_street("Calle Sucre", TOWN.lines("bf"))
    settle()
    with connection.cursor() as cursor:
        question = "SELECT id, xmin::text, label FROM territory_gazetteerentry ORDER BY id"
        cursor.execute(question)
        before = cursor.fetchall()
        settle()
        cursor.execute(question)
        assert before and cursor.fetchall() == before


@pytest.mark.usefixtures("districts")
def test_a_renamed_street_is_found_by_its_new_name_only() -> None:
    street = make_street("Calle Sucre", TOWN.lines("bf"))
    settle()
    type(street).objects.update(name="Calle Junín")
    settle()
    found = set(GazetteerEntry.objects.filter(kind="street").values_list("key", flat=True))
    assert found == {"calle junin", "junin"}
