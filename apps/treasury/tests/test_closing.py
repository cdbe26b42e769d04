"""Closing a month, and proving that the books agree."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from apps.treasury.actions import close_period
from apps.treasury.actions.closing import closing_report
from apps.treasury.domain.refusals import PeriodClosed, PeriodNotOver
from apps.treasury.models import Balance, Obligation
from apps.treasury.tests.making import BS, OFFICE, TODAY, charge, pay
from apps.treasury.tests.test_guards import execute

pytestmark = pytest.mark.django_db

MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


@pytest.mark.bar("R32")
def test_a_month_is_closed_with_its_balances_once(price, debtor) -> None:
    charge(price, debtor, 3, due_on=MARCH)
    pay(debtor, "12.50", on=dt.date(2026, 3, 31))
    period = close_period(MARCH, today=TODAY, by=OFFICE)
    assert period.report.splitlines() == [
        "account,before,debits,credits,after",
        "cash,0,12.50,0,12.50",
        "income-stand,0,0,-30.00,-30.00",
        "receivable,0,30.00,-12.50,17.50",
    ]
    with pytest.raises(PeriodClosed):
        close_period(MARCH, today=TODAY, by=OFFICE)
    pay(debtor, "17.50", on=APRIL)
    assert closing_report(MARCH) == period.report
    assert "receivable,17.50,0,-17.50,0.00" in closing_report(APRIL)


def test_a_month_that_is_not_over_stays_open() -> None:
    with pytest.raises(PeriodNotOver):
        close_period(dt.date(2026, 6, 1), today=dt.date(2026, 6, 30), by=OFFICE)


def check() -> str:
    out = StringIO()
    call_command("check_ledger", stdout=out)
    return out.getvalue()


def test_the_check_says_that_the_books_agree(price, debtor) -> None:
    charge(price, debtor)
    pay(debtor, "4.00")
    assert "2" in check()


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda: Balance.objects.update(owed=BS("9.99")), "balance"),
        (lambda: Balance.objects.update(advances=BS("0.01")), "balance"),
        (lambda: Obligation.objects.update(outstanding=BS("9.99")), "obligation"),
        (lambda: execute("UPDATE treasury_payment SET amount = 5"), "payment"),
        (lambda: execute("UPDATE treasury_obligation SET amount = 11"), "lines"),
        (
            lambda: execute("UPDATE treasury_leg SET amount = 4.01 WHERE amount = 4"),
            "entry",
        ),
    ],
)
def test_the_check_finds_each_kind_of_difference(price, debtor, spoil, what) -> None:
    charge(price, debtor)
    pay(debtor, "4.00")
    with transaction.atomic():
        execute("SET LOCAL llajta.break_glass = 'test'")
        spoil()
        with pytest.raises(CommandError, match=what):
            check()
        transaction.set_rollback(True)
