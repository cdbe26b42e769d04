"""What paying late costs, by dated rules, once for each month."""

from __future__ import annotations

import datetime as dt

import pytest

from apps.treasury.actions import charge_late, forgive_obligation, set_late_rule
from apps.treasury.domain.refusals import BadAmount, BasisMissing, PriceOverlaps
from apps.treasury.models import Obligation
from apps.treasury.terms import LateKind
from apps.treasury.tests.making import (
    BS,
    GROUND,
    LAW,
    OFFICE,
    charge,
    is_sound,
    make_concept,
    pay,
)

pytestmark = pytest.mark.django_db

JANUARY = dt.date(2026, 1, 1)
APRIL, MAY, JUNE = dt.date(2026, 4, 30), dt.date(2026, 5, 31), dt.date(2026, 6, 30)


@pytest.fixture
def rules(price):
    late = make_concept("late")

    def rule(kind, percent, days=(JANUARY, None), legal_basis=LAW, **given):
        return set_late_rule(
            price.concept,
            kind,
            BS(percent),
            charged_as=late,
            days=days,
            legal_basis=legal_basis,
            by=OFFICE,
            **given,
        )

    return rule


def late_on(owed: Obligation) -> list[tuple[str, str]]:
    found = owed.late_charges.order_by("key").values_list("key", "amount")
    return [(key.split(":")[1], str(amount)) for key, amount in found]


def test_a_surcharge_comes_once_and_interest_every_month(price, debtor, rules) -> None:
    rules(LateKind.SURCHARGE, "10")
    rules(LateKind.INTEREST, "1.5")
    owed = charge(price, debtor, 3, due_on=APRIL)
    assert charge_late(on=APRIL, by=OFFICE).new == 0
    assert charge_late(on=MAY, by=OFFICE).new == 2
    assert charge_late(on=MAY, by=OFFICE).new == 0
    pay(debtor, "10.00", shares={owed.pk: BS("10")}, on=JUNE)
    assert charge_late(on=JUNE, by=OFFICE).new == 1
    assert late_on(owed) == [
        ("interest", "0.45"),
        ("interest", "0.30"),
        ("surcharge", "3.00"),
    ]
    assert is_sound()


def test_days_of_grace_are_waited_for(price, debtor, rules) -> None:
    rules(LateKind.SURCHARGE, "10", grace_days=31)
    owed = charge(price, debtor, due_on=APRIL)
    assert charge_late(on=MAY, by=OFFICE).new == 0
    assert charge_late(on=JUNE, by=OFFICE).new == 1
    rule = owed.late_charges.get().lines.get().late_rule
    assert rule is not None
    assert rule.legal_basis == LAW


def test_the_rule_of_the_day_counts(price, debtor, rules) -> None:
    rules(LateKind.INTEREST, "1", days=(JANUARY, JUNE))
    rules(LateKind.INTEREST, "2", days=(JUNE, None))
    owed = charge(price, debtor, due_on=APRIL)
    charge_late(on=MAY, by=OFFICE)
    charge_late(on=JUNE, by=OFFICE)
    assert late_on(owed) == [("interest", "0.10"), ("interest", "0.20")]


def test_no_interest_is_asked_on_late_charges_or_on_what_is_settled(
    price, debtor, rules
) -> None:
    rules(LateKind.INTEREST, "1")
    set_late_rule(
        make_concept("late"),
        LateKind.INTEREST,
        BS("1"),
        charged_as=make_concept("late"),
        days=(JANUARY, None),
        legal_basis=LAW,
        by=OFFICE,
    )
    owed = charge(price, debtor, 100, due_on=APRIL)
    charge_late(on=MAY, by=OFFICE)
    forgive_obligation(owed, GROUND, on=MAY, by=OFFICE)
    assert charge_late(on=JUNE, by=OFFICE).new == 0
    assert is_sound()


def test_what_rounds_to_nothing_is_not_asked(price, debtor, rules) -> None:
    rules(LateKind.INTEREST, "0.04")
    charge(price, debtor, due_on=APRIL)
    assert charge_late(on=MAY, by=OFFICE).new == 0


def test_a_rule_needs_percent_basis_and_its_own_days(rules) -> None:
    rules(LateKind.INTEREST, "1")
    with pytest.raises(PriceOverlaps):
        rules(LateKind.INTEREST, "2")
    with pytest.raises(BadAmount):
        rules(LateKind.SURCHARGE, "-1")
    with pytest.raises(BasisMissing):
        rules(LateKind.SURCHARGE, "1", legal_basis="")
