"""Opening accounts, changing hands, meters and categories."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from apps.territory.models import District
from apps.water.actions import (
    NewAccount,
    change_category,
    change_holder,
    close_account,
    fit_meter,
    open_account,
    place_connections,
    remove_meter,
    replace_meter,
)
from apps.water.domain.refusals import (
    AccountClosed,
    BadNumber,
    BadValue,
    HeldAlready,
    MeterElsewhere,
    MeterHere,
    NoMeter,
    NumberTaken,
    ReasonMissing,
    SameCategory,
    SameHolder,
)
from apps.water.models import Account
from apps.water.terms import AccountState, Category
from apps.water.tests.making import (
    OFFICE,
    PLAZA,
    TODAY,
    YEAR,
    make_account,
    make_connection,
    make_operator,
    make_party,
)
from geo.access import ANYONE, NotAllowed, Viewer

pytestmark = pytest.mark.django_db

JULY = dt.date(2026, 7, 1)
FAR_AWAY = Point(-60.0, -10.0, srid=4326)


def asked(**given: Any) -> NewAccount:
    values: dict[str, Any] = {
        "operator": make_operator(),
        "number": "4711",
        "position": FAR_AWAY,
        "category": Category.DOMESTIC,
        "since": YEAR,
        "basis": "Testimonio 12/2019",
    }
    return NewAccount(party=given.pop("party", None) or make_party(), **{**values, **given})


def opened(**given: Any) -> Account:
    return open_account(asked(**given), by=OFFICE)


def test_an_account_outside_every_otb_is_opened_and_listed() -> None:
    account = opened()
    assert account.connection.otb is None
    assert list(Account.objects.outside_every_otb()) == [account]
    assert [holding.party.name for holding in account.holdings.all()]


def test_a_number_is_given_once() -> None:
    opened()
    with pytest.raises(NumberTaken):
        opened()
    with pytest.raises(BadNumber):
        opened(number="no number")
    assert Account.objects.count() == 1


def test_an_account_changes_hands_and_its_past_stays() -> None:
    account, buyer = opened(), make_party()
    change_holder(account, buyer, since=JULY, basis="Compraventa", by=OFFICE)
    first, second = account.holdings.order_by("days")
    assert (first.days.upper, second.days.lower, second.party) == (JULY, JULY, buyer)
    with pytest.raises(SameHolder):
        change_holder(account, buyer, since=dt.date(2026, 8, 1), basis="x", by=OFFICE)
    with pytest.raises(HeldAlready):
        change_holder(account, make_party(), since=JULY, basis="x", by=OFFICE)


def test_a_closed_account_stays_to_be_seen_and_changes_no_more() -> None:
    account = close_account(opened(), before=JULY, by=OFFICE)
    assert (account.state, account.days.upper) == (AccountState.CLOSED, JULY)
    assert account.holdings.get().days.upper == JULY
    with pytest.raises(AccountClosed):
        change_holder(account, make_party(), since=TODAY, basis="x", by=OFFICE)


def test_a_category_changes_with_the_reason_that_one_may_appeal_against() -> None:
    account = opened()
    with pytest.raises(SameCategory):
        change_category(account, Category.DOMESTIC, since=TODAY, reason="Casa", by=OFFICE)
    with pytest.raises(ReasonMissing):
        change_category(account, Category.COMMERCIAL, since=TODAY, reason=" ", by=OFFICE)
    change_category(account, Category.COMMERCIAL, since=TODAY, reason="Tienda", by=OFFICE)
    account.refresh_from_db()
    assert account.category == Category.COMMERCIAL
    change = account.category_changes.get()
    assert (change.before, change.after) == ("domestic", "commercial")


def test_a_meter_is_replaced_with_what_it_showed() -> None:
    account = opened()
    fit_meter(account, "A-1", on=YEAR, first_value=Decimal(12), by=OFFICE)
    with pytest.raises(MeterHere):
        fit_meter(account, "A-2", on=TODAY, by=OFFICE)
    with pytest.raises(BadValue):
        replace_meter(
            account, "A-2", on=TODAY, last_value=Decimal(11), reason="roto", by=OFFICE
        )
    replace_meter(
        account, "A-2", on=TODAY, last_value=Decimal(99), reason="roto", by=OFFICE
    )
    old, new = account.connection.fittings.order_by("days")
    assert (old.days.upper, new.days.lower) == (TODAY, TODAY)
    assert old.last_value == Decimal(99)
    account.refresh_from_db()
    assert account.is_metered


def test_one_meter_is_never_at_two_accounts() -> None:
    fit_meter(opened(), "A-1", on=YEAR, by=OFFICE)
    other = opened(number="4712")
    with pytest.raises(MeterElsewhere):
        fit_meter(other, "A-1", on=TODAY, by=OFFICE)
    other.refresh_from_db()
    assert not other.is_metered


def test_a_removed_meter_leaves_the_flat_tariff() -> None:
    account = opened()
    with pytest.raises(NoMeter):
        remove_meter(account, on=TODAY, last_value=Decimal(5), reason="x", by=OFFICE)
    fit_meter(account, "A-1", on=YEAR, by=OFFICE)
    remove_meter(account, on=TODAY, last_value=Decimal(5), reason="robo", by=OFFICE)
    account.refresh_from_db()
    assert not account.is_metered


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda account, by: open_account(asked(number="9"), by=by), id="open"),
        pytest.param(
            lambda account, by: close_account(account, before=JULY, by=by), id="close"
        ),
        pytest.param(
            lambda account, by: change_holder(
                account, make_party(), since=JULY, basis="x", by=by
            ),
            id="change hands",
        ),
        pytest.param(
            lambda account, by: change_category(
                account, Category.PUBLIC, since=JULY, reason="x", by=by
            ),
            id="change category",
        ),
        pytest.param(
            lambda account, by: fit_meter(account, "Z", on=JULY, by=by), id="meter"
        ),
    ],
)
def test_who_has_no_permission_changes_nothing(act: Any) -> None:
    account = opened()
    with pytest.raises(NotAllowed):
        act(account, ANYONE)


def test_a_grant_for_a_district_holds_in_that_district_only(town: District) -> None:
    account = make_account(make_connection(district=town))
    here = Viewer(name="a", district_grants={"water.categorise": frozenset({town.number})})
    there = Viewer(name="b", district_grants={"water.categorise": frozenset({99})})
    given: dict[str, Any] = {"since": TODAY, "reason": "Tienda"}
    with pytest.raises(NotAllowed):
        change_category(account, Category.COMMERCIAL, by=there, **given)
    change_category(account, Category.COMMERCIAL, by=here, **given)


def test_connections_are_placed_anew_when_the_territory_changes(town: District) -> None:
    inside, outside = make_connection(), make_connection(position=FAR_AWAY, district=town)
    assert place_connections() == 2
    inside.refresh_from_db()
    outside.refresh_from_db()
    assert (inside.district, outside.district) == (town, None)
    assert inside.otb is not None
    assert place_connections() == 0
    assert PLAZA.within(town.outline)
