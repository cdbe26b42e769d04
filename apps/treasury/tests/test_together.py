"""Sixty-four cashiers at once, on the same and on different obligations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from apps.treasury.actions import (
    ask_payment,
    close_period,
    confirm_payment,
    post_obligations,
    reverse_payment,
)
from apps.treasury.actions.confirming import Notice
from apps.treasury.models import Obligation, Payment, Period
from apps.treasury.queries import balance_of
from apps.treasury.tests.making import (
    BS,
    OFFICE,
    TODAY,
    a_charge,
    charge,
    is_sound,
    make_party,
    make_price,
    pay,
)
from apps.treasury.tests.together import CASHIERS, at_once, database_apart


@pytest.fixture(scope="module")
def apart(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with database_apart("treasury", worker, django_db_blocker):
        yield


@pytest.fixture(scope="module")
def price(apart: None) -> Any:
    return make_price("10.00")


def test_one_obligation_is_settled_by_one_of_them(price) -> None:
    owed = charge(price, make_party())
    outcome = at_once(lambda n: pay(owed.debtor, "10.00", shares={owed.pk: BS("10")}))
    assert outcome == {"done": 1, "ObligationSettled": CASHIERS - 1}
    assert is_sound()


def test_one_obligation_is_paid_off_in_sixty_four_parts(price) -> None:
    owed = charge(price, make_party(), BS("6.4"))
    outcome = at_once(lambda n: pay(owed.debtor, "1.00", shares={owed.pk: BS("1")}))
    assert outcome == {"done": CASHIERS}
    owed.refresh_from_db()
    assert (owed.outstanding, owed.state) == (BS("0"), "settled")
    assert is_sound()


def test_different_obligations_do_not_wait_for_each_other_in_vain(price) -> None:
    owed = [charge(price, make_party()) for _n in range(CASHIERS)]
    outcome = at_once(lambda n: pay(owed[n].debtor, "10.00"))
    assert outcome == {"done": CASHIERS}
    paid = Obligation.objects.filter(pk__in=[each.pk for each in owed])
    assert not paid.open().exists()
    assert is_sound()


def test_one_payment_told_by_all_is_booked_once(price) -> None:
    owed = charge(price, make_party())
    outcome = at_once(lambda n: pay(owed.debtor, "4.00", key="told by all"))
    assert outcome == {"done": CASHIERS}
    assert Payment.objects.filter(key="told by all").count() == 1
    assert balance_of(owed.debtor_id).owed == BS("6")


def test_one_notice_delivered_at_once_is_one_payment(price) -> None:
    owed = charge(price, make_party())
    intent = ask_payment(
        "bank",
        owed.debtor_id,
        {owed.pk: BS("10")},
        lasts=dt.timedelta(hours=1),
        by=OFFICE,
    )
    notice = Notice(
        provider="bank", event="n", alias=str(intent.alias), amount=BS("10"), payload={}
    )
    outcome = at_once(lambda n: confirm_payment(notice, on=TODAY, by=OFFICE))
    assert outcome == {"done": CASHIERS}
    assert Payment.objects.filter(debtor=owed.debtor_id).count() == 1


def test_a_payment_is_reversed_once(price) -> None:
    owed = charge(price, make_party())
    payment = pay(owed.debtor, "10.00")
    outcome = at_once(lambda n: reverse_payment(payment, on=TODAY, why="x", by=OFFICE))
    assert outcome == {"done": 1, "AlreadyReversed": CASHIERS - 1}
    assert is_sound()


def test_two_postings_of_the_same_charges_post_each_once(price) -> None:
    debtors = [make_party() for _n in range(10)]
    charges = [a_charge(price, debtors[n % 10]) for n in range(300)]
    runs: list[int] = []

    def run(number: int) -> None:
        mine = charges if number % 2 else charges[::-1]
        runs.append(post_obligations(mine, on=TODAY, by=OFFICE, batch=50).new)

    assert at_once(run, times=4) == {"done": 4}
    assert sum(runs) == 300
    assert is_sound()


@pytest.mark.bar("R32")
def test_a_period_is_closed_by_one_and_holds_what_was_booked_before(price) -> None:
    day = dt.date(2026, 1, 31)
    debtor = make_party()

    def act(number: int) -> None:
        if number % 2:
            close_period(day, today=TODAY, by=OFFICE)
        else:
            pay(debtor, "1.00", on=day, keeps_surplus=True)

    outcome = at_once(act, times=16)
    assert Period.objects.count() == 1
    booked = Payment.objects.filter(debtor=debtor).count()
    assert outcome["done"] == 1 + booked
    assert outcome["PeriodClosed"] == 15 - booked
    cash = f"cash,0,{BS(booked):.2f}" if booked else "account,"
    assert cash in Period.objects.get().report
    assert is_sound()
