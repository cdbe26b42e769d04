"""Bills of a past month come to what their tariff says, whatever was voted since."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.water.actions.tariffs import set_tariff
from apps.water.domain.tariffs import Draft, Terms
from apps.water.models import Bill, Operator
from apps.water.queries.reckoned_anew import differing_bills
from apps.water.terms import Category, TariffKind
from apps.water.tests.billed import bill, make_biller, make_scheme, make_user, read
from apps.water.tests.making import BS, LAW, OFFICE, make_period
from apps.water.tests.test_billing import _credit, _outage
from apps.water.tests.test_rating import block, by_blocks

pytestmark = pytest.mark.django_db

FIRST, MIDDLE, LATER = (dt.date(2020, 1, 1), dt.date(2026, 5, 15), dt.date(2026, 7, 1))


def replace_tariff(operator: Operator, terms: Terms, first_day: dt.date) -> None:
    draft = Draft(
        category=Category.DOMESTIC,
        is_metered=True,
        terms=terms,
        first_day=first_day,
        legal_basis=LAW,
    )
    set_tariff(operator, draft, by=OFFICE, replacing=True)


@pytest.mark.bar("R33")
def test_a_tariff_voted_in_the_month_or_later_changes_no_bill() -> None:
    operator = make_biller()
    before = by_blocks(
        block(0, 10, "1.37"), block(10, 30, "2.05", "3.00"), block(30, None, "4.11"),
        fixed="5.55", minimum="9.99",
    )  # fmt: skip
    dearer = by_blocks(block(0, None, "9.99"), fixed="20.00")
    make_scheme(operator, before)
    make_scheme(operator, Terms(kind=TariffKind.FLAT, fixed_charge=BS("10.00")))
    period = make_period(operator=operator)
    for number in range(24):
        account = make_user(operator, metered=number % 4 > 0)
        if number % 4:
            read(account, period, Decimal(number * number) / 7 // Decimal("0.001") / 1000)
    _credit(operator)
    _outage(period, 4)
    replace_tariff(operator, dearer, MIDDLE)
    bills = bill(period)
    assert len(bills) == 24
    assert {each.tariff.days.lower for each in bills} == {FIRST}
    replace_tariff(operator, by_blocks(block(0, None, "7.77")), LATER)
    assert list(differing_bills(period)) == []
    call_command("check_bills", "2026-05")


def test_a_bill_that_was_tampered_with_is_found() -> None:
    operator = make_biller()
    make_scheme(operator, Terms(kind=TariffKind.FLAT, fixed_charge=BS("10.00")))
    period = make_period(operator=operator)
    make_user(operator)
    (made,) = bill(period)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    Bill.objects.filter(pk=made.pk).update(amount=BS("10.01"))
    (found,) = differing_bills(period)
    assert (found.account_id, found.expected) == (made.account_id, BS("10.00"))
    with pytest.raises(CommandError, match="Facturas que difieren: 1"):
        call_command("check_bills", "2026-05")


def test_a_month_that_nobody_billed_is_not_called_right() -> None:
    with pytest.raises(CommandError, match="2031-01"):
        call_command("check_bills", "2031-01")
