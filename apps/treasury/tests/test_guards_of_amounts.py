"""Wrong amounts that somebody writes past the acts: the database takes none of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from apps.documents.actions import annul_number, draw_number, open_series
from apps.documents.models import Number
from apps.documents.terms import SeriesKind
from apps.people.tests.making import make_office
from apps.treasury.actions import annul_obligation, open_shift, owe_refund, set_up_desk
from apps.treasury.actions.refunding import Claim
from apps.treasury.models import Payment, Receipt, Shift
from apps.treasury.tests.making import BS, GROUND, OFFICE, TODAY, charge, pay

pytestmark = pytest.mark.django_db


def execute(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def entry_of(kind: str, legs: Sequence[tuple[str, str, int | None, int | None]]) -> int:
    """A balanced entry written with raw SQL."""
    ((entry,),) = execute(
        "INSERT INTO treasury_entry (kind, booked_on, recorded_by, why)"
        " VALUES (%s, %s, 'attacker', 'raw SQL') RETURNING id",
        kind,
        TODAY,
    )
    for account, amount, party, obligation in legs:
        execute(
            "INSERT INTO treasury_leg (entry_id, account_id, amount, party_id,"
            " obligation_id) VALUES (%s, %s, %s, %s, %s)",
            entry,
            account,
            amount,
            party,
            obligation,
        )
    return int(entry)


PAYMENT = """
INSERT INTO treasury_payment (key, debtor_id, payer, amount, means, entry_id)
VALUES ('raw', %s, '', 10, 'cash', %s)
"""


def refused(rule: str, statement: str, *values: Any) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        execute(statement, *values)


@pytest.mark.parametrize("came_in", ["9.99", "1000.00"])
def test_a_payment_says_what_came_in(price, debtor, came_in) -> None:
    charge(price, debtor)
    legs = [("cash", came_in, None, None), ("advances", f"-{came_in}", debtor.pk, None)]
    refused("payment_is_what_came_in", PAYMENT, debtor.pk, entry_of("payment", legs))


def test_a_payment_without_money_is_none(price, debtor) -> None:
    owed = charge(price, debtor)
    refused("payment_is_what_came_in", PAYMENT, debtor.pk, owed.entry_id)


def test_a_remission_says_what_was_given_up(price, debtor) -> None:
    owed = charge(price, debtor)
    legs = [("forgiven", "5.00", None, None), ("receivable", "-5.00", debtor.pk, owed.pk)]
    refused(
        "remission_is_what_was_given_up",
        "INSERT INTO treasury_remission (obligation_id, entry_id, kind, amount,"
        " legal_basis, reason) VALUES (%s, %s, 'forgiveness', 10, 'x', 'y')",
        owed.pk,
        entry_of("forgiveness", legs),
    )


def test_a_refund_says_what_is_owed_back_and_is_paid_as_such(price, debtor) -> None:
    pay(debtor, "10.00", keeps_surplus=True)
    less = [("advances", "4.00", debtor.pk, None), ("refunds", "-4.00", debtor.pk, None)]
    refused(
        "refund_is_what_is_owed_back",
        "INSERT INTO treasury_refund (party_id, amount, reason, about_kind, about_id,"
        " entry_id) VALUES (%s, 10, 'x', '', '', %s)",
        debtor.pk,
        entry_of("refund_due", less),
    )
    claim = Claim(party_id=debtor.pk, amount=BS("6.00"), reason="paid for nothing")
    due = owe_refund(claim, on=TODAY, by=OFFICE)
    more = [("refunds", "9.00", debtor.pk, None), ("cash", "-9.00", None, None)]
    refused(
        "refund_is_paid_as_owed",
        "INSERT INTO treasury_refundpayment (refund_id, means, entry_id)"
        " VALUES (%s, 'cash', %s)",
        due.pk,
        entry_of("refund", more),
    )


@pytest.fixture
def payment(price, debtor) -> Payment:
    """A payment without a receipt."""
    charge(price, debtor)
    return pay(debtor, "10.00")


def a_number(kind: SeriesKind) -> Number:
    return draw_number(open_series(make_office(), kind, 2026, by=OFFICE), by=OFFICE)


def test_a_receipt_bears_no_number_of_a_letter(payment) -> None:
    with pytest.raises(IntegrityError, match="receipt_bears_its_number"):
        Receipt.objects.create(payment=payment, number=a_number(SeriesKind.CITE))


def test_a_receipt_bears_no_number_that_was_annulled(payment) -> None:
    number = a_number(SeriesKind.RECEIPT)
    annul_number(number, reason="Torn", by=OFFICE)
    with pytest.raises(IntegrityError, match="receipt_bears_its_number"):
        Receipt.objects.create(payment=payment, number=number)


CLOSE = """
UPDATE treasury_shift
SET closed_at = now(), expected = %s, counted = %s, reason = ''
WHERE id = %s
"""


@pytest.fixture
def shift(db: None) -> Shift:
    desk = set_up_desk("caja-1", "Caja 1", make_office(), by=OFFICE)
    return open_shift(desk, BS("50.00"), by=OFFICE)


@pytest.mark.parametrize("expected", ["0.00", "49.99", "50.01"])
def test_a_desk_expects_what_was_put_and_taken(shift, expected) -> None:
    refused("shift_expects_what_was_taken", CLOSE, expected, expected, shift.pk)


def test_a_desk_that_took_nothing_expects_its_float(shift) -> None:
    execute(CLOSE, "50.00", "50.00", shift.pk)
    shift.refresh_from_db()
    assert shift.difference == 0


def test_what_the_acts_write_agrees(price, debtor) -> None:
    annulled = annul_obligation(charge(price, debtor), GROUND, on=TODAY, by=OFFICE)
    assert annulled.amount == BS("10.00")
