"""Open obligations are on the map of the staff, and nowhere else."""

from __future__ import annotations

import pytest
from django.db import connection

from apps.territory.tests.making import WIDE
from apps.treasury.actions import place_obligations
from apps.treasury.models import Obligation
from apps.treasury.tests.making import BS, charge, pay
from geo.access import Audience
from geo.layers import find_layer

pytestmark = pytest.mark.django_db


def shown(viewer: str = '{"treasury.view": true}') -> list[tuple[object, ...]]:
    """What the published view holds for who is said to look."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('llajta.viewer', %s, true)", [viewer])
        cursor.execute("SELECT key, debtor, outstanding FROM published_staff.obligations")
        return list(cursor.fetchall())


def test_staff_see_what_is_open_and_has_a_place(price, debtor) -> None:
    owed = charge(price, debtor, place=WIDE.point("a"))
    charge(price, debtor)
    assert shown() == [(owed.key, debtor.name, BS("10.00"))]
    pay(debtor, "10.00", shares={owed.pk: BS("10")})
    assert shown() == []


def test_staff_see_what_they_were_granted_to_see(price, debtor) -> None:
    from apps.territory.tests.making import make_district, make_otb

    make_otb("Centro", WIDE.polygons("abcd"), district=make_district(5))
    charge(price, debtor, place=WIDE.polygon("abcd").centroid)
    found = [shown(said) for said in ("", "{}", '{"treasury.view": [4]}')]
    assert found == [[], [], []]
    assert len(shown('{"treasury.view": [4, 5]}')) == 1


def test_nobody_else_sees_that_there_is_such_a_layer(price) -> None:
    assert find_layer("obligations", Audience.ANYONE) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('published_anyone.obligations')")
        assert cursor.fetchone() == (None,)


def test_obligations_are_found_again_when_the_territory_changes(price, debtor) -> None:
    from apps.territory.tests.making import make_district, make_otb

    owed = charge(price, debtor, place=WIDE.polygon("abcd").centroid)
    district = make_district(3)
    otb = make_otb("Centro", WIDE.polygons("abcd"), district=district)
    assert place_obligations() == 1
    assert place_obligations() == 0
    found = Obligation.objects.get(pk=owed.pk)
    assert (found.district, found.otb) == (district, otb)
    district_pk = district.pk
    otb.delete()
    assert Obligation.objects.get(pk=owed.pk).district_id == district_pk
