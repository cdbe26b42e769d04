"""Charging: one or very many, once each, in their place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.contrib.gis.geos import MultiPolygon, Point
from django.db import connection
from django.utils import translation

from apps.territory.actions import settle_territory
from apps.territory.tests.making import (
    NOW,
    WIDE,
    make_district,
    make_otb,
    make_street,
    make_zone,
)
from apps.treasury.actions import (
    open_posting,
    post_obligation,
    post_obligations,
    post_staged,
    set_price,
)
from apps.treasury.domain.charging import ChargeLine
from apps.treasury.domain.refusals import (
    BadAmount,
    BasisMissing,
    ChargesRefused,
    KeyTaken,
    PriceOverlaps,
)
from apps.treasury.models import Entry, Line, Obligation
from apps.treasury.queries import balance_of
from apps.treasury.tests.making import (
    BS,
    LAW,
    OFFICE,
    TODAY,
    a_charge,
    charge,
    is_sound,
    make_concept,
    make_party,
    make_price,
)
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db


def test_a_charge_is_owed_and_balanced(price, debtor) -> None:
    owed = charge(price, debtor, 3)
    assert (owed.amount, owed.outstanding, owed.state) == (BS("30"), BS("30"), "open")
    assert {leg.account_id: leg.amount for leg in owed.entry.legs.all()} == {
        "receivable": BS("30"),
        "income-stand": BS("-30"),
    }
    assert balance_of(debtor.pk).owed == BS("30")
    assert is_sound()


def test_half_a_centavo_is_rounded_up(debtor) -> None:
    owed = charge(make_price("0.33"), debtor, BS("2.5"))
    assert owed.amount == BS("0.83")


def test_many_charges_are_one_entry(price) -> None:
    debtors = [make_party() for _n in range(20)]
    charges = [a_charge(price, debtors[n % 20], 1 + n % 3) for n in range(600)]
    posted = post_obligations(charges, on=TODAY, by=OFFICE)
    assert (posted.new, posted.known, posted.total) == (600, 0, BS("12000.00"))
    assert Entry.objects.count() == 1
    assert is_sound()


def test_one_by_one_comes_to_the_same(price) -> None:
    one, other = make_party(), make_party()
    lines = (
        ChargeLine(price_id=price.pk, quantity=BS("1.5"), text="Half"),
        ChargeLine(price_id=price.pk),
    )
    charges = [a_charge(price, one, lines=lines) for _n in range(5)]
    post_obligations(charges, on=TODAY, by=OFFICE)
    for each in charges:
        again = replace(each, key=f"again:{each.key}", debtor_id=other.pk)
        post_obligation(again, on=TODAY, by=OFFICE)
    assert balance_of(one.pk) == balance_of(other.pk)
    texts = Line.objects.filter(obligation__debtor=other).values_list("text", flat=True)
    assert set(texts) == {"Half", "Stand"}
    assert is_sound()


def test_posting_again_changes_nothing(price, debtor) -> None:
    charges = [a_charge(price, debtor) for _n in range(4)]
    post_obligations(charges[:2], on=TODAY, by=OFFICE)
    posted = post_obligations(charges, on=TODAY, by=OFFICE, batch=3)
    assert (posted.new, posted.known) == (2, 2)
    assert post_obligations(charges, on=TODAY, by=OFFICE).new == 0
    assert Obligation.objects.count() == 4
    assert balance_of(debtor.pk).owed == BS("40")
    assert is_sound()


def test_a_run_that_broke_off_is_repeated(price, debtor) -> None:
    good = [a_charge(price, debtor) for _n in range(4)]
    broken = replace(good[3], lines=())
    with pytest.raises(ChargesRefused, match=broken.key):
        post_obligations([*good[:3], broken], on=TODAY, by=OFFICE, batch=2)
    assert Obligation.objects.count() == 2
    assert post_obligations(good, on=TODAY, by=OFFICE, batch=2).new == 2
    assert is_sound()


def test_one_key_is_one_thing(price, debtor) -> None:
    first = a_charge(price, debtor)
    post_obligation(first, on=TODAY, by=OFFICE)
    for other in (
        replace(first, debtor_id=make_party().pk),
        replace(first, about_id="other"),
        replace(first, lines=(*first.lines, *first.lines)),
    ):
        with pytest.raises(KeyTaken, match=first.key):
            post_obligation(other, on=TODAY, by=OFFICE)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lines": ()}, "no line"),
        ({"lines": (ChargeLine(price_id=-1),)}, "price does not exist"),
        ({"debtor_id": -1}, "not registered"),
        ({"concept_id": -1}, "concept does not exist"),
        ({"due_on": dt.date(2026, 6, 14)}, "before it is charged"),
        ({"about_id": ""}, "what it is for"),
        ({"priced_on": dt.date(2025, 12, 31)}, "not in force"),
        ({"place": MultiPolygon(srid=4326)}, "place is empty"),
    ],
)
def test_a_charge_that_cannot_be_is_refused_with_all_others(
    price, debtor, change, said
) -> None:
    good, bad = a_charge(price, debtor), replace(a_charge(price, debtor), **change)
    with translation.override("en"), pytest.raises(ChargesRefused) as refused:
        post_obligations([good, bad], on=TODAY, by=OFFICE)
    assert refused.value.faults[0].startswith(f"{bad.key}: ")
    assert said in refused.value.faults[0]
    assert not Obligation.objects.exists()


@pytest.mark.parametrize("quantity", ["0", "-1", "0.0001"])
def test_a_line_of_nothing_or_less_is_refused(price, debtor, quantity) -> None:
    with pytest.raises(ChargesRefused):
        charge(price, debtor, BS(quantity))


def test_asking_twice_for_one_key_in_a_posting_is_refused(price, debtor) -> None:
    twice = a_charge(price, debtor)
    with pytest.raises(ChargesRefused):
        post_obligations([twice, twice], on=TODAY, by=OFFICE)


def test_whoever_may_not_charge_is_refused(price, debtor) -> None:
    with pytest.raises(NotAllowed):
        post_obligation(a_charge(price, debtor), on=TODAY, by=ANYONE)


def test_the_place_is_found_in_the_territory(price, debtor) -> None:
    district = make_district(4)
    otb = make_otb("Villa Moderna", WIDE.polygons("abcd"), district=district)
    zone = make_zone("Centro", WIDE.polygons("abcd"))
    street = make_street("Av. Blanco Galindo", WIDE.lines("ab"))
    settle_territory(now=NOW)
    west, north = WIDE.points["a"]
    near = Point(west + 0.001, north - 0.0001, srid=4326)
    far = Point(west + 0.001, north - 0.003, srid=4326)
    outside = Point(west - 1, north, srid=4326)
    on, off, nowhere, none = (
        charge(price, debtor, place=place) for place in (near, far, outside, None)
    )
    assert (on.district, on.otb, on.zone, on.street) == (district, otb, zone, street)
    assert (off.district, off.street) == (district, None)
    assert (nowhere.district, nowhere.street, none.district) == (None, None, None)


def test_a_place_that_is_known_is_not_looked_for(price, debtor) -> None:
    known = make_district(4)
    open_posting()
    place = Point(0, 0, srid=4326)  # far from all districts
    each = a_charge(price, debtor, place=place)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO posting_charge
                (key, debtor_id, concept_id, due_on, about_kind, about_id, place)
            VALUES (%s, %s, %s, %s, 'test.thing', '1', ST_GeomFromEWKB(%s))
            """,
            [each.key, debtor.pk, each.concept_id, TODAY, bytes(place.ewkb)],
        )
        cursor.execute(
            "INSERT INTO posting_line (key, ordinal, price_id, quantity) "
            "VALUES (%s, 1, %s, 1)",
            [each.key, price.pk],
        )
        cursor.execute(
            "INSERT INTO posting_spot SELECT ordinal, %s, 0, 0, 0 FROM posting_charge",
            [known.pk],
        )
    post_staged(on=TODAY, by=OFFICE)
    posted = Obligation.objects.get(key=each.key)
    assert (posted.district_id, posted.otb_id) == (known.pk, None)


def test_a_price_needs_its_basis_its_days_and_no_other(price) -> None:
    def again(amount="5.00", days=(TODAY, None), legal_basis=LAW):
        return set_price(
            price.concept, amount, days=days, legal_basis=legal_basis, unit="m", by=OFFICE
        )

    with pytest.raises(BasisMissing):
        again(legal_basis="  ")
    with pytest.raises(BasisMissing):
        again(days=(None, TODAY))
    with pytest.raises(PriceOverlaps):
        again()
    for amount in ("0", "-1", "1.005", "NaN", "x"):
        with pytest.raises(BadAmount):
            again(amount=amount, days=(dt.date(2025, 1, 1), dt.date(2026, 1, 1)))


def test_old_bills_keep_their_price(debtor) -> None:
    concept = make_concept("water")
    old = make_price("2.00", concept=concept, days=(dt.date(2026, 1, 1), TODAY))
    new = make_price("3.00", concept=concept, days=(TODAY, None))
    april = dt.date(2026, 4, 1)
    before = charge(old, debtor, on=TODAY, priced_on=april)
    after = charge(new, debtor, on=TODAY)
    assert (before.amount, after.amount) == (BS("2"), BS("3"))
    with pytest.raises(ChargesRefused):
        charge(old, debtor, on=TODAY)
