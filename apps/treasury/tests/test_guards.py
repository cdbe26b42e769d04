"""What the database refuses, whoever writes and however."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction

from apps.documents.tests.records import make_office
from apps.treasury.actions import (
    annul_obligation,
    ask_payment,
    close_period,
    confirm_payment,
    owe_refund,
    pay_refund,
    set_late_rule,
)
from apps.treasury.actions.confirming import Notice
from apps.treasury.actions.refunding import Claim
from apps.treasury.models import Balance, Entry, Leg, Obligation, Period, Price
from apps.treasury.terms import LateKind, Means
from apps.treasury.tests.making import (
    BS,
    GROUND,
    LAW,
    OFFICE,
    TODAY,
    charge,
    make_concept,
    pay,
)

pytestmark = pytest.mark.django_db

ENTRY = """
INSERT INTO treasury_entry (kind, booked_on, recorded_by, why)
VALUES ('charge', %s, 'attacker', 'raw SQL') RETURNING id
"""
LEG = "INSERT INTO treasury_leg (entry_id, account_id, amount) VALUES (%s, %s, %s)"


@contextmanager
def committed() -> Iterator[None]:
    """A transaction that is checked as at COMMIT."""
    with transaction.atomic():
        yield
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("SET CONSTRAINTS ALL DEFERRED")


def execute(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def raw_entry(*amounts: str, on: dt.date = TODAY) -> int:
    """An entry written with raw SQL, a leg to a statement."""
    (entry,) = execute(ENTRY, on)[0]
    for amount, account in zip(amounts, ("cash", "bank", "bank-qr"), strict=False):
        execute(LEG, entry, account, amount)
    assert isinstance(entry, int)
    return entry


@pytest.mark.bar("R29")
@pytest.mark.parametrize(
    "amounts",
    [
        pytest.param(("10.00", "-9.99"), id="one centavo short"),
        pytest.param(("10.00",), id="one leg"),
        pytest.param((), id="no leg"),
        pytest.param(("10.00", "-5.00", "-4.00"), id="three legs"),
    ],
)
def test_an_entry_that_does_not_balance_is_refused_at_commit(price, amounts) -> None:
    with pytest.raises(IntegrityError, match="entry_balances"), committed():
        raw_entry(*amounts)


def test_an_entry_that_balances_is_taken(price) -> None:
    with committed():
        assert raw_entry("10.00", "-4.00", "-6.00")


def test_no_leg_joins_an_entry_that_was_checked(price) -> None:
    with committed():
        entry = raw_entry("10.00", "-10.00")
    with pytest.raises(IntegrityError, match="leg_joins_its_entry"), transaction.atomic():
        execute(LEG, entry, "cash", "1.00")


def test_no_leg_joins_the_entry_of_another_transaction(price, debtor) -> None:
    entry = charge(price, debtor).entry_id
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL llajta.break_glass = 'test'")
        cursor.execute("UPDATE treasury_entry SET written_in = '3' WHERE id = %s", [entry])
    with pytest.raises(IntegrityError, match="leg_joins_its_entry"), transaction.atomic():
        execute(
            "INSERT INTO treasury_leg (entry_id, account_id, amount)"
            " VALUES (%s, 'cash', 1), (%s, 'bank', -1)",
            entry,
            entry,
        )


@pytest.fixture
def full_books(price, debtor) -> None:
    """A row in every table that never changes."""
    paid = charge(price, debtor)
    pay(debtor, "10.00", office_id=make_office().pk)
    annul_obligation(paid, GROUND, on=TODAY, by=OFFICE)
    refund = owe_refund(
        Claim(party_id=debtor.pk, amount=BS("10.00"), reason="paid for nothing"),
        on=TODAY,
        by=OFFICE,
    )
    pay_refund(refund, means=Means.CASH, on=TODAY, by=OFFICE)
    owed = charge(price, debtor)
    intent = ask_payment(
        "bank", debtor.pk, {owed.pk: BS("10.00")}, lasts=dt.timedelta(hours=1), by=OFFICE
    )
    notice = Notice(
        provider="bank",
        event="1",
        alias=str(intent.alias),
        amount=BS("10.00"),
        payload={},
    )
    confirm_payment(notice, on=TODAY, by=OFFICE)
    set_late_rule(
        price.concept,
        LateKind.INTEREST,
        BS("1"),
        charged_as=make_concept("late"),
        days=(dt.date(2026, 1, 1), None),
        legal_basis=LAW,
        by=OFFICE,
    )
    close_period(dt.date(2026, 1, 1), today=TODAY, by=OFFICE)


KEPT = {
    "treasury_account": "kind = 'asset'",
    "treasury_concept": "code = 'other-' || id",
    "treasury_entry": "why = 'other'",
    "treasury_leg": "amount = amount * 2",
    "treasury_line": "text = 'other'",
    "treasury_payment": "payer = 'other'",
    "treasury_receipt": "number_id = number_id + 1",
    "treasury_refund": "reason = 'other'",
    "treasury_refundpayment": "means = 'qr'",
    "treasury_remission": "reason = 'other'",
    "treasury_period": "report = ''",
    "treasury_providerevent": "amount = 1",
    "treasury_intentshare": "amount = 1",
    "treasury_price": "amount = 1",
    "treasury_laterule": "percent = 2",
    "treasury_obligation": "amount = 1",
    "treasury_paymentintent": "amount = 1",
}


@pytest.mark.bar("R28")
@pytest.mark.parametrize("table", KEPT)
def test_what_is_booked_is_never_changed(full_books, table) -> None:
    for statement in (
        f"UPDATE {table} SET {KEPT[table]}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
    ):
        with pytest.raises(IntegrityError, match="_stays_as_booked"), transaction.atomic():
            execute("SET CONSTRAINTS ALL IMMEDIATE")
            execute("SET CONSTRAINTS ALL DEFERRED")
            execute(statement)


def test_what_follows_from_the_ledger_may_be_written(full_books) -> None:
    before = Obligation.objects.count()
    assert Obligation.objects.update(district=None) == before
    assert Price.objects.update(days=Price.objects.get().days) == 1


def traces(table: str) -> list[tuple[Any, ...]]:
    return execute(
        "SELECT act, why, before ->> 'why', after ->> 'why' FROM documents_history"
        " WHERE table_name = %s ORDER BY id",
        table,
    )


@pytest.mark.bar("R28")
def test_breaking_the_glass_goes_through_and_leaves_a_trace(full_books) -> None:
    leg, order = Leg.objects.earliest("pk"), "Court order 7/2026"
    was = leg.entry.why
    with transaction.atomic():
        execute(f"SET LOCAL llajta.break_glass = '{order}'")
        execute("UPDATE treasury_entry SET why = 'corrected' WHERE id = %s", leg.entry_id)
        execute("DELETE FROM treasury_intentshare")
    assert traces("treasury_entry") == [
        ("unlocked", order, None, None),
        ("changed", order, was, "corrected"),
    ]
    assert [act for act, *_more in traces("treasury_intentshare")] == [
        "unlocked",
        "removed",
    ]


def test_the_trace_itself_is_kept_whatever_is_set(full_books) -> None:
    execute("SET LOCAL llajta.break_glass = 'reason'")
    execute("UPDATE treasury_entry SET why = 'x'")
    for statement in (
        "UPDATE documents_history SET why = ''",
        "DELETE FROM documents_history",
        "TRUNCATE documents_history",
    ):
        with pytest.raises(IntegrityError, match="is refused"), transaction.atomic():
            execute(statement)


def test_a_balance_that_drifts_from_the_ledger_is_refused_at_commit(price, debtor) -> None:
    owed = charge(price, debtor)
    with (
        pytest.raises(IntegrityError, match="outstanding_follows_the_ledger"),
        committed(),
    ):
        Obligation.objects.filter(pk=owed.pk).update(outstanding=BS("9.99"))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"outstanding": BS("-0.01")}, "obligation_outstanding_is_part_of_the_amount"),
        ({"outstanding": BS("10.01")}, "obligation_outstanding_is_part_of_the_amount"),
        ({"state": "settled"}, "obligation_state_follows_what_is_outstanding"),
        ({"place": Point(srid=4326)}, "obligation_place_is_valid"),
    ],
)
def test_an_impossible_obligation_is_refused(price, debtor, change, rule) -> None:
    owed = charge(price, debtor)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Obligation.objects.filter(pk=owed.pk).update(**change)


@pytest.mark.parametrize("column", ["owed", "advances", "refunds"])
def test_no_balance_is_negative(price, debtor, column) -> None:
    charge(price, debtor)
    with pytest.raises(IntegrityError, match="negative"), transaction.atomic():
        Balance.objects.update(**{column: BS("-0.01")})


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("legal_basis = ' '", "price_legal_basis_is_said"),
        ("amount = 0", "price_amount_is_positive"),
        ("days = '(,2027-01-01)'", "price_days_have_a_beginning"),
        ("days = 'empty'", "price_days_have_a_beginning"),
        ("unit = ''", "price_unit_is_said"),
    ],
)
def test_a_price_without_basis_amount_or_days_is_refused(price, change, rule) -> None:
    execute("SET LOCAL llajta.break_glass = 'test'")
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        execute(f"UPDATE treasury_price SET {change}")


def test_two_prices_on_one_day_are_refused_by_the_database(price) -> None:
    with pytest.raises(IntegrityError, match="price_is_one_on_any_day"), committed():
        execute(
            "INSERT INTO treasury_price"
            " (concept_id, variant, unit, amount, days, legal_basis)"
            " SELECT concept_id, variant, unit, amount, days, legal_basis"
            " FROM treasury_price"
        )


def test_a_line_that_is_not_its_product_is_refused(price, debtor) -> None:
    charge(price, debtor, 3)
    execute("SET LOCAL llajta.break_glass = 'test'")
    with (
        pytest.raises(IntegrityError, match="line_amount_is_quantity_times_price"),
        transaction.atomic(),
    ):
        execute("UPDATE treasury_line SET amount = amount + 0.01")


@pytest.mark.bar("R32")
def test_nothing_is_booked_into_a_closed_period(price) -> None:
    close_period(dt.date(2026, 3, 1), today=TODAY, by=OFFICE)
    for day in (dt.date(2026, 3, 31), dt.date(2026, 1, 5)):
        with (
            pytest.raises(IntegrityError, match="entry_is_in_an_open_period"),
            transaction.atomic(),
        ):
            raw_entry("1.00", "-1.00", on=day)
    with committed():
        raw_entry("1.00", "-1.00", on=dt.date(2026, 4, 1))


def test_a_period_is_closed_once_and_is_a_month(price) -> None:
    close_period(dt.date(2026, 3, 1), today=TODAY, by=OFFICE)
    for month, rule in (
        (dt.date(2026, 3, 1), "period_is_closed_once"),
        (dt.date(2026, 2, 1), "period_is_closed_once"),
        (dt.date(2026, 4, 2), "period_is_a_month"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Period.objects.create(month=month, closed_by="x", report="", sha256="")


def test_an_entry_is_undone_once(price, debtor) -> None:
    entry = charge(price, debtor).entry
    undo = {"kind": "reversal", "booked_on": TODAY, "recorded_by": "x", "why": "x"}
    with pytest.raises(IntegrityError, match="reverses"), transaction.atomic():
        Entry.objects.create(reverses=entry, **undo)
        Entry.objects.create(reverses=entry, **undo)
