"""A grant for some districts reaches the money of what lies there, and no other."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import Point

from apps.people.tests.making import make_office
from apps.territory.tests.making import WIDE, make_district, make_otb
from apps.treasury.actions import (
    ask_payment,
    forgive_obligation,
    open_shift,
    post_obligation,
    reverse_payment,
    set_up_desk,
    take_cash,
)
from apps.treasury.actions.cashing import Handed
from apps.treasury.models import Obligation, Payment
from apps.treasury.permissions import CASH, CHARGE, RECEIVE, REMIT, REVERSE, vested
from apps.treasury.queries import debt_of
from apps.treasury.tests.making import (
    BS,
    GROUND,
    OFFICE,
    TODAY,
    a_charge,
    a_tender,
    charge,
)
from apps.treasury.tests.test_banks import HOUR
from geo.access import ANYONE, NotAllowed, Permission, Viewer

pytestmark = pytest.mark.django_db
INSIDE, OUTSIDE = WIDE.polygon("abcd").centroid, Point(-66.9, -17.9, srid=4326)


def officer(*granted: Permission, district: int = 5) -> Viewer:
    """Somebody whose grants hold in one district."""
    bound = {each.name: frozenset({district}) for each in granted}
    return Viewer(name="subalcalde", is_staff=True, district_grants=bound)


@pytest.fixture(autouse=True)
def town(db: None) -> None:
    make_otb("Centro", WIDE.polygons("abcd"), district=make_district(5))


@pytest.fixture
def here(price, debtor) -> Obligation:
    return charge(price, debtor, place=INSIDE)


@pytest.fixture(params=["elsewhere", "nowhere"])
def there(request, price, debtor) -> Obligation:
    return charge(price, debtor, place=OUTSIDE if request.param == "elsewhere" else None)


def test_what_lies_there_is_charged_and_nothing_else(price, debtor) -> None:
    by = officer(CHARGE)
    assert post_obligation(a_charge(price, debtor, place=INSIDE), on=TODAY, by=by)
    for place in (OUTSIDE, None):
        with pytest.raises(NotAllowed):
            post_obligation(a_charge(price, debtor, place=place), on=TODAY, by=by)
    for other in (officer(CHARGE, district=4), officer(REMIT), ANYONE):
        with pytest.raises(NotAllowed):
            post_obligation(a_charge(price, debtor, place=INSIDE), on=TODAY, by=other)
    assert Obligation.objects.count() == 1


def test_what_is_owed_there_is_forgiven_and_nothing_else(here, there) -> None:
    by = officer(REMIT)
    assert forgive_obligation(here, GROUND, on=TODAY, by=by).amount == 10
    with pytest.raises(NotAllowed):
        forgive_obligation(there, GROUND, on=TODAY, by=by)


def test_money_is_taken_and_given_back_for_what_lies_there_only(here, there) -> None:
    by = officer(RECEIVE, REVERSE)

    def pay(owed: Obligation, by: Viewer) -> Payment:
        from apps.treasury.actions import receive_payment

        tender = a_tender(owed.debtor, "10.00", shares={owed.pk: BS(10)})
        return receive_payment(tender, on=TODAY, by=by)

    assert reverse_payment(pay(here, by), on=TODAY, why="x", by=by)
    ask_payment("bank", here.debtor_id, {here.pk: BS(10)}, lasts=HOUR, by=by)
    with pytest.raises(NotAllowed):
        pay(there, by)
    with pytest.raises(NotAllowed):
        ask_payment("bank", there.debtor_id, {there.pk: BS(10)}, lasts=HOUR, by=by)
    with pytest.raises(NotAllowed):
        reverse_payment(pay(there, OFFICE), on=TODAY, why="x", by=by)


def test_an_advance_lies_nowhere(here) -> None:
    from apps.treasury.actions import receive_payment

    tender = a_tender(here.debtor, "11.00", shares={here.pk: BS(10)}, keeps_surplus=True)
    with pytest.raises(NotAllowed):
        receive_payment(tender, on=TODAY, by=officer(RECEIVE))


def test_a_desk_of_a_sub_mayoralty_collects_what_is_owed_there(here, there) -> None:
    by = officer(CASH)
    desk = set_up_desk("d5", "Subalcaldía D-5", make_office(), by=OFFICE)
    shift = open_shift(desk, BS(0), by=by)
    assert debt_of(here.debtor_id, at_desk_of=by) == [here]
    assert len(debt_of(here.debtor_id, at_desk_of=OFFICE)) == 2

    def handed(owed: Obligation) -> Handed:
        shares = {owed.pk: BS(10)}
        return Handed(token="t", debtor_id=owed.debtor_id, shares=shares, given=BS(10))

    with pytest.raises(NotAllowed):
        take_cash(shift, handed(there), on=TODAY, by=by)
    assert take_cash(shift, handed(here), on=TODAY, by=by).change == 0


def test_what_is_owed_there_is_seen_and_nothing_else(here, there) -> None:
    seen = Obligation.objects.visible_to(
        officer(Permission(name="treasury.view", title=""))
    )
    assert list(seen) == [here]
    assert not Obligation.objects.visible_to(ANYONE).exists()


def test_what_is_included_holds_where_the_grant_does() -> None:
    bound = vested(officer(CASH), RECEIVE, within=CASH)
    assert bound.may(RECEIVE.name, district=5)
    assert not bound.may(RECEIVE.name)
    assert vested(officer(CASH), RECEIVE).may(RECEIVE.name)
