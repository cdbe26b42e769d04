"""The database lets nobody cut water while something speaks against it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from apps.people.models import Party
from apps.treasury.models import Obligation
from apps.treasury.tests.making import charge, make_concept, make_price
from apps.water.models import (
    Account,
    Agreement,
    Claim,
    CutOrder,
    CutRule,
    Instalment,
    Notice,
    ProtectedHolder,
)
from apps.water.terms import ACCOUNT, SERVICE, AgreementState
from apps.water.tests.making import (
    BS,
    LAW,
    days,
    make_account,
    make_holding,
    make_operator,
    make_party,
    settle,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()
LAST_MONTH = TODAY - dt.timedelta(days=30)
LONG_AGO = days(dt.date(2020, 1, 1))


@pytest.fixture
def holder() -> Party:
    return make_party()


@pytest.fixture
def account(holder: Party) -> Account:
    """An account with two overdue bills, a notice of ten days ago, and a rule in force."""
    account = make_account(days=LONG_AGO)
    make_holding(account, holder, days=LONG_AGO)
    owe(account, holder, 2)
    warn(account, NOW - dt.timedelta(days=10))
    return account


def owe(account: Account, holder: Party, bills: int) -> list[Obligation]:
    price = make_price(concept=make_concept(SERVICE), days=(dt.date(2020, 1, 1), None))
    thing: dict[str, Any] = {"about_kind": ACCOUNT, "about_id": str(account.pk)}
    return [
        charge(price, holder, due_on=LAST_MONTH, on=LAST_MONTH, **thing)
        for _n in range(bills)
    ]


def warn(account: Account, at: dt.datetime) -> Notice:
    return Notice.objects.create(
        account=account, kind="cut", delivered_at=at, delivery="hand", delivered_by="ana"
    )


def propose(account: Account, **given: Any) -> CutOrder:
    rule = {"operator": account.operator, "days": LONG_AGO, "recorded_by": "ana"}
    values: dict[str, Any] = {
        "rule": CutRule.objects.get_or_create(legal_basis=LAW, defaults=rule)[0],
        "ground": "Dos facturas",
        "proposed_by": "ana",
        "judged_on": TODAY,
    }
    return CutOrder.objects.create(account=account, **{**values, **given})


def move(order: CutOrder, state: str, **given: Any) -> None:
    CutOrder.objects.filter(pk=order.pk).update(state=state, judged_on=TODAY, **given)


def approve(order: CutOrder, by: str = "rosa") -> None:
    move(order, "approved", approved_by=by, approved_at=NOW)


def cut(order: CutOrder) -> None:
    move(order, "cut", cut_by="luis", cut_at=NOW)


def refused(rule: str) -> Any:
    return pytest.raises(IntegrityError, match=rule)


def test_water_is_cut_and_comes_back_step_by_step(account: Account) -> None:
    order = propose(account)
    for step in ("cut", "reconnected"):
        with refused("water_cutorder_goes_step_by_step"), transaction.atomic():
            move(order, step)
    approve(order)
    cut(order)
    with refused("water_cutorder_goes_step_by_step"), transaction.atomic():
        move(order, "withdrawn", withdrawn_why="x")
    move(order, "reconnected", reconnected_by="luis", reconnected_at=NOW)


def test_an_order_begins_as_a_proposal(account: Account) -> None:
    with refused("water_cutorder_goes_step_by_step"):
        propose(account, state="approved", approved_by="rosa", approved_at=NOW)


def test_a_step_is_signed(account: Account) -> None:
    order = propose(account)
    for given in ({}, {"approved_by": "rosa"}, {"approved_at": NOW}):
        with refused("water_cutorder_state_follows_its_acts"), transaction.atomic():
            move(order, "approved", **given)
    approve(order)
    with refused("water_cutorder_state_follows_its_acts"), transaction.atomic():
        move(order, "cut", cut_by="luis")


def test_whoever_proposes_does_not_approve(account: Account) -> None:
    with refused("water_cutorder_is_approved_by_another"):
        approve(propose(account), by="ana")


def test_who_proposed_is_not_changed_afterwards(account: Account) -> None:
    order = propose(account)
    with refused("water_cutorder_keeps_its_origin"):
        CutOrder.objects.filter(pk=order.pk).update(proposed_by="rosa")


def test_an_order_is_judged_by_todays_standing(account: Account) -> None:
    with refused("water_cutorder_is_judged_today"):
        propose(account, judged_on=TODAY + dt.timedelta(days=40))


def test_one_order_at_a_time(account: Account) -> None:
    propose(account)
    with refused("water_cutorder_is_one_at_a_time"):
        propose(account)


def test_fewer_overdue_bills_than_the_rule_asks_for_spare_the_water(
    holder: Party,
) -> None:
    account = make_account(days=LONG_AGO)
    make_holding(account, holder, days=LONG_AGO)
    owe(account, holder, 1)
    warn(account, NOW - dt.timedelta(days=10))
    with refused("water_cut_needs_overdue_bills"):
        approve(propose(account))


def test_bills_in_a_standing_agreement_do_not_count(
    account: Account, holder: Party
) -> None:
    agreement = Agreement.objects.create(
        account=account,
        party=holder,
        signed_on=TODAY,
        total=BS(20),
        legal_basis=LAW,
        recorded_by="ana",
    )
    Instalment.objects.create(agreement=agreement, ordinal=1, due_on=TODAY, amount=BS(20))
    agreement.obligations.set(Obligation.objects.filter(about_id=str(account.pk)))
    order = propose(account)
    with refused("water_cut_needs_overdue_bills"), transaction.atomic():
        approve(order)
    agreement.state = AgreementState.BROKEN
    agreement.save()
    approve(order)


@pytest.mark.parametrize("days_ago", [None, 1], ids=["no notice", "a notice of yesterday"])
def test_without_a_notice_some_days_before_nothing_is_cut(
    holder: Party, days_ago: int | None
) -> None:
    account = make_account(days=LONG_AGO)
    make_holding(account, holder, days=LONG_AGO)
    owe(account, holder, 2)
    if days_ago:
        warn(account, NOW - dt.timedelta(days=days_ago))
    with refused("water_cut_needs_notices"):
        approve(propose(account))


def test_the_rule_is_of_the_operator_and_in_force(account: Account) -> None:
    past = CutRule.objects.create(
        operator=account.operator,
        days=days(dt.date(2019, 1, 1), dt.date(2020, 1, 1)),
        legal_basis="old",
        recorded_by="ana",
    )
    foreign = CutRule.objects.create(
        operator=make_operator("otb-norte"),
        days=LONG_AGO,
        legal_basis="theirs",
        recorded_by="ana",
    )
    for rule in (past, foreign):
        with refused("water_cut_needs_a_rule_in_force"), transaction.atomic():
            approve(propose(account, rule=rule))


def test_a_complaint_stops_the_cut_even_at_the_door(account: Account) -> None:
    order = propose(account)
    approve(order)
    claim = Claim.objects.create(
        account=account, kind="charge", text="No es mi consumo", opened_by="ana"
    )
    with refused("water_cut_waits_for_complaints"), transaction.atomic():
        cut(order)
    with refused("water_claim_is_closed_with_an_answer"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(outcome="rejected")
    Claim.objects.filter(pk=claim.pk).update(
        closed_at=F("opened_at") + dt.timedelta(hours=1),
        closed_by="rosa",
        outcome="rejected",
        answer="Se verificó",
    )
    cut(order)


def test_a_protected_holder_is_spared(account: Account, holder: Party) -> None:
    given = {"party": holder, "kind": "health", "reason": "Diálisis", "recorded_by": "ana"}
    ProtectedHolder.objects.create(days=days(dt.date(2019, 1, 1), LAST_MONTH), **given)
    order = propose(account)
    approve(order)
    ProtectedHolder.objects.create(days=LONG_AGO, **given)
    with refused("water_cut_spares_protected_holders"):
        cut(order)


def test_instalments_come_to_the_debt_agreed_on(account: Account, holder: Party) -> None:
    with refused("water_instalments_come_to_the_total"), transaction.atomic():
        agreement = Agreement.objects.create(
            account=account,
            party=holder,
            signed_on=TODAY,
            total=BS(20),
            legal_basis=LAW,
            recorded_by="ana",
        )
        Instalment.objects.create(
            agreement=agreement, ordinal=1, due_on=TODAY, amount=BS("19.99")
        )
        settle()


def test_an_order_is_never_deleted(account: Account) -> None:
    order = propose(account)
    with refused("water_cutorder_is_kept"):
        order.delete()
