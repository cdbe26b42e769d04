"""Visits of collectors: what is done about each, and what they are told in Spanish."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from apps.documents.actions import close_block
from apps.documents.models import Block, Number
from apps.fieldwork.actions import apply_again, count_cash, settle_event
from apps.fieldwork.domain.refusals import AlreadySettled, NothingToCount
from apps.fieldwork.models import Event, StreetCash
from apps.fieldwork.tests.making import BOSS, PHONE, Phone
from apps.treasury.actions.receipts import DRAW_PAPER
from apps.treasury.domain.cash import DifferenceUnexplained
from apps.treasury.models import Payment, Price
from apps.treasury.queries import balance_of
from apps.treasury.tests.making import BS, is_sound, pay
from apps.water.models import Account, Promise, Reading, Visit
from apps.water.tests.fielding import (
    in_debt,
    make_crew,
    numbers_of,
    owed,
    payment,
    service_price,
    visit,
)
from apps.water.tests.making import make_fitting, make_meter, make_period

pytestmark = pytest.mark.django_db


def today() -> dt.date:
    """Where the telephones are; asked each time, as a run may go past midnight."""
    return dt.datetime.now(PHONE).date()


@pytest.fixture(autouse=True)
def folder_apart(tmp_path: Path, settings: Any) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def price(db: None) -> Price:
    return service_price()


@pytest.fixture
def phone(db: None) -> Phone:
    return make_crew()


@pytest.fixture
def account(price: Price) -> Account:
    return in_debt(price)


def told(answer: Any) -> tuple[str, str]:
    assert answer.status_code == 200, answer.content
    (one,) = answer.json()["events"]
    return one["outcome"], one["message"]


def holder(account: Account) -> Any:
    return account.holdings.get().party


@pytest.mark.parametrize("outcome", ["notified", "absent", "refused", "wrong_address"])
def test_what_was_found_at_the_door_is_kept(phone, account, outcome):
    assert told(phone.send(visit(phone, account, outcome))) == ("applied", "")
    kept = Visit.objects.get()
    assert (kept.outcome, kept.made_by, kept.account) == (outcome, "juana", account)


def test_two_visits_to_one_account_both_stay(phone, account):
    other = make_crew("pedro")
    phone.send(visit(phone, account, "absent"))
    other.send(visit(other, account, "notified"))
    assert Visit.objects.filter(account=account).count() == 2


def test_a_promise_is_kept_unless_its_day_is_over(phone, account):
    day = today() + dt.timedelta(days=5)
    promise = {"on": day.isoformat(), "amount": "20.00"}
    assert told(phone.send(visit(phone, account, "promise", promise=promise)))[0] == (
        "applied"
    )
    late = {"on": (today() - dt.timedelta(days=1)).isoformat(), "amount": "20.00"}
    outcome, message = told(phone.send(visit(phone, account, "promise", promise=late)))
    assert (outcome, Promise.objects.count(), Visit.objects.count()) == ("refused", 1, 2)
    assert "pasado" in message


def test_a_payment_is_booked_once_with_its_number(phone, account):
    number = numbers_of(phone.device)[0]
    event = payment(phone, account, "20.00", number)
    assert told(phone.send(event)) == ("applied", "")
    assert phone.send(event).json()["events"][0]["again"]
    paid = Payment.objects.get()
    assert (paid.amount, paid.receipt.number_id) == (BS("20.00"), number)
    assert owed(account) == BS("10.00")
    assert Visit.objects.get().payment == paid
    assert is_sound()


def test_the_worker_draws_the_paper_of_what_was_paid_in_the_street(phone, account):
    phone.send(payment(phone, account, "10.00", None))
    phone.send(payment(phone, account, "20.00", numbers_of(phone.device)[0]))
    numbered = Payment.objects.get(amount=BS("20.00"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args ->> 'payment' FROM procrastinate_jobs WHERE task_name = %s",
            [DRAW_PAPER],
        )
        assert [int(pk) for (pk,) in cursor.fetchall()] == [numbered.pk]


def test_what_was_paid_at_the_desk_meanwhile_stays_in_the_holders_favour(phone, account):
    pay(holder(account), "30.00")
    outcome, message = told(phone.send(payment(phone, account, "30.00", None)))
    assert outcome == "conflict"
    assert "a favor" in message
    assert balance_of(holder(account).pk).advances == BS("30.00")
    assert is_sound()


def test_debts_on_other_things_are_not_paid_by_the_way(phone, account, price):
    from apps.treasury.tests.making import charge

    stand = charge(price, holder(account))
    phone.send(payment(phone, account, "35.00", None))
    stand.refresh_from_db()
    assert stand.outstanding == BS("10.00")
    assert balance_of(holder(account).pk).advances == BS("5.00")


def test_a_number_is_given_out_once(phone, account):
    number = numbers_of(phone.device)[0]
    phone.send(payment(phone, account, "10.00", number))
    outcome, message = told(phone.send(payment(phone, account, "10.00", number)))
    assert outcome == "conflict"
    assert "recibo" in message.lower()
    assert Payment.objects.count() == 2
    assert owed(account) == BS("10.00")


def test_a_number_of_another_telephone_is_not_used(phone, account):
    other = make_crew("pedro")
    foreign = numbers_of(other.device)[0]
    assert told(phone.send(payment(phone, account, "10.00", foreign)))[0] == "conflict"
    assert Number.objects.get(pk=foreign).state == "reserved"


def test_the_count_takes_the_money_and_annuls_what_was_not_used(phone, account):
    used, _left, late = numbers_of(phone.device)[:3]
    phone.send(payment(phone, account, "20.00", used))
    with pytest.raises(DifferenceUnexplained):
        count_cash(phone.device, BS("15.00"), by=BOSS)
    count = count_cash(phone.device, BS("20.00"), by=BOSS)
    assert (count.expected, count.annulled) == (BS("20.00"), 49)
    outcome, message = told(phone.send(payment(phone, account, "10.00", late)))
    assert outcome == "conflict"
    assert "anulado" in message
    assert count_cash(phone.device, BS("10.00"), by=BOSS).expected == BS("10.00")
    with pytest.raises(NothingToCount):
        count_cash(phone.device, BS("0"), by=BOSS)
    assert not Block.objects.filter(closed_at=None).exists()


def test_cash_for_an_account_that_nobody_holds_is_counted_all_the_same(phone, account):
    pay(holder(account), "30.00")
    account.holdings.all().delete()
    event = payment(phone, account, "10.00", None)
    outcome, message = told(phone.send(event))
    assert outcome == "refused"
    assert "10,00" in message
    assert StreetCash.objects.get().payment is None
    assert Visit.objects.count() == 1
    assert count_cash(phone.device, BS("10.00"), by=BOSS).expected == BS("10.00")


def test_a_supervisor_has_it_applied_again_or_settles_it(phone, account):
    pay(holder(account), "30.00")
    party = holder(account)
    account.holdings.all().delete()
    phone.send(payment(phone, account, "10.00", None))
    from apps.water.tests.making import make_holding

    make_holding(account, party)
    event = apply_again(Event.objects.get(), by=BOSS)
    assert event.outcome == "conflict"
    assert StreetCash.objects.get().payment is not None
    settle_event(event, "Devuelto al vecino", by=BOSS)
    with pytest.raises(AlreadySettled):
        settle_event(event, "Otra vez", by=BOSS)
    assert is_sound()


@pytest.fixture
def metered(account: Account) -> Account:
    meter = make_meter(account.operator, "A-88312")
    make_fitting(meter, account.connection, first_value=BS("100"))
    make_period(today().replace(day=1), operator=account.operator)
    return account


@pytest.mark.parametrize(
    ("value", "odd", "kept", "anomalies"),
    [
        ("345,2", "", "345.2", []),
        ("345.2", "leak", "345.2", ["leak"]),
        ("345.2", "haunted", "345.2", []),
        ("90", "broken", "90", ["backwards", "broken"]),
    ],
)
def test_a_reading_may_have_a_comma_and_be_strange(
    phone, metered, value, odd, kept, anomalies
):
    reading = {"value": value, "serial": "A-88312", "anomaly": odd}
    assert told(phone.send(visit(phone, metered, "reading", reading=reading)))[0] == (
        "applied"
    )
    found = Reading.objects.get()
    assert (found.value, found.anomalies) == (BS(kept), anomalies)


def test_a_reading_with_more_digits_than_the_counter_is_left_to_the_office(phone, metered):
    reading = {"value": "345211", "serial": "A-88312", "anomaly": ""}
    sent = visit(phone, metered, "reading", reading=reading)
    outcome, message = told(phone.send(sent))
    assert outcome == "conflict"
    assert "345211" in message
    assert not Reading.objects.exists()
    assert Visit.objects.count() == 1


def test_a_reading_overwrites_neither_a_reading_nor_a_payment(phone, metered):
    phone.send(payment(phone, metered, "20.00", None))
    other = make_crew("pedro")
    first = {"value": "150", "serial": "A-88312", "anomaly": ""}
    other.send(visit(other, metered, "reading", reading=first))
    second = {**first, "value": "151"}
    outcome, message = told(phone.send(visit(phone, metered, "reading", reading=second)))
    assert outcome == "conflict"
    assert "150" in message
    assert Reading.objects.get().value == BS("150")
    assert Visit.objects.count() == 3
    assert owed(metered) == BS("10.00")


@pytest.mark.parametrize(
    "part",
    [
        {"payment": {"amount": 30, "number": None}},
        {"payment": {"amount": "-5.00"}},
        {"payment": {"amount": "0.00"}},
        {"payment": {"amount": "1e3"}},
        {"payment": {"amount": "10.005"}},
        {"payment": "10.00"},
        {},
    ],
)
def test_a_payment_that_is_none_books_nothing(phone, account, part):
    assert told(phone.send(visit(phone, account, "paid", **part)))[0] == "refused"
    assert not Payment.objects.exists()
    assert Visit.objects.count() == 1


def test_an_account_that_is_not_there_is_said(phone, account):
    event = {**visit(phone, account, "absent")}
    event["about"] = {"kind": "water.account", "id": "999999999"}
    outcome, message = told(phone.send(event))
    assert outcome == "refused"
    assert "999999999" in message
    assert not Visit.objects.exists()


def test_block_closed_by_hand_is_like_a_count(phone, account):
    number = numbers_of(phone.device)[0]
    close_block(Block.objects.get(), reason="Perdido", by=BOSS)
    assert told(phone.send(payment(phone, account, "10.00", number)))[0] == "conflict"
