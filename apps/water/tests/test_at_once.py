"""Deliveries, a desk and the count at the same moment: each waits its turn."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from apps.documents.models import Number
from apps.fieldwork.actions import Parcel, count_cash, receive_events, revoke_device
from apps.fieldwork.models import Event, StreetCash, SyncReceipt
from apps.fieldwork.queries import takings_of
from apps.fieldwork.tests.making import BOSS, Phone
from apps.treasury.actions.booking import hold_balances
from apps.treasury.domain.cash import DifferenceUnexplained
from apps.treasury.models import Payment
from apps.treasury.tests.making import BS, TODAY, is_sound, pay
from apps.treasury.tests.together import at_once, database_apart
from apps.water.models import Visit
from apps.water.tests.fielding import (
    in_debt,
    make_crew,
    numbers_of,
    payment,
    service_price,
    visit,
)
from geo.pages.middleware import viewer_for
from tests.waiting import until

TIMES = 8
_names = itertools.count()


@pytest.fixture(scope="module")
def price(
    worker: str,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    before: Path = settings.VAR
    settings.VAR = tmp_path_factory.mktemp("var")
    with database_apart("street", worker, django_db_blocker):
        yield service_price()
    settings.VAR = before


@pytest.fixture
def phone(price) -> Phone:
    return make_crew(f"cobradora{next(_names)}")


def deliver(phone: Phone, envelopes: list[bytes]) -> None:
    parcel = Parcel(
        device=phone.device, envelopes=envelopes, digest="0" * 64, size=0, sent=None
    )
    receive_events(parcel, by=viewer_for(phone.device.holder))


def test_one_outbox_from_many_tabs_is_applied_once(phone, price):
    account = in_debt(price)
    number = numbers_of(phone.device)[0]
    events = [visit(phone, account, "absent"), payment(phone, account, "20.00", number)]
    envelopes = [phone.seal(each) for each in events]
    assert at_once(lambda n: deliver(phone, envelopes), times=TIMES) == {"done": TIMES}
    assert Event.objects.filter(device=phone.device).count() == 2
    assert Visit.objects.filter(account=account).count() == 2
    assert StreetCash.objects.filter(event__device=phone.device).count() == 1
    assert is_sound()


def test_the_desk_and_the_street_take_the_same_debt_at_once(phone, price):
    account = in_debt(price)
    party = account.holdings.get().party
    sent = [phone.seal(payment(phone, account, "30.00", None)) for _turn in range(4)]

    def act(number: int) -> None:
        if number % 2:
            deliver(phone, [sent[number // 2]])
        else:
            pay(party, "5.00", on=TODAY, keeps_surplus=True)

    assert at_once(act, times=TIMES) == {"done": TIMES}
    taken = Payment.objects.filter(debtor=party)
    assert sum(each.amount for each in taken) == 4 * 30 + 4 * 5
    assert is_sound()


def test_no_cash_slips_past_the_count(phone, price):
    account = in_debt(price)
    numbers = numbers_of(phone.device)
    sent = [phone.seal(payment(phone, account, "10.00", numbers[n])) for n in range(TIMES)]

    def act(number: int) -> None:
        if number == 3:
            count_cash(phone.device, takings_of(phone.device), by=BOSS)
        else:
            deliver(phone, [sent[number]])

    outcome = at_once(act, times=TIMES)
    assert outcome["done"] + outcome[DifferenceUnexplained.__name__] == TIMES
    cash = StreetCash.objects.filter(event__device=phone.device)
    assert cash.count() == TIMES - 1
    assert not Number.objects.filter(state="annulled", street_cash__isnull=False).exists()
    assert takings_of(phone.device) == sum(e.amount for e in cash if e.count_id is None)
    assert is_sound()


def test_a_count_waits_for_a_delivery_that_waits_for_the_books(phone, price):
    account = in_debt(price)
    party = account.holdings.get().party_id
    sent = phone.seal(payment(phone, account, "10.00", numbers_of(phone.device)[0]))

    held = threading.Event()

    def act(number: int) -> None:
        if number == 0:
            held.wait(timeout=30)
            deliver(phone, [sent])
        elif number == 1:
            until(lambda: waiting() == 1)
            count_cash(phone.device, BS(0), reason="Se entrega después", by=BOSS)
        else:
            with transaction.atomic():
                hold_balances([party])
                held.set()
                until(lambda: waiting() == 2)

    assert at_once(act, times=3) == {"done": 3}
    cash = StreetCash.objects.get(event__device=phone.device)
    assert cash.count is not None and cash.number is not None
    assert cash.number.state == "drawn"
    assert is_sound()


def waiting() -> int:
    """How many wait for a lock of somebody else in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def test_nothing_comes_in_after_the_revocation(phone, price):
    account = in_debt(price)
    sent = [phone.seal(visit(phone, account, "absent")) for _turn in range(TIMES)]

    def act(number: int) -> None:
        if number == 0:
            revoke_device(phone.device, wipe=True, by=BOSS)
        else:
            deliver(phone, [sent[number]])

    at_once(act, times=TIMES)
    kept = Event.objects.filter(device=phone.device).count()
    assert kept == SyncReceipt.objects.filter(device=phone.device).count()
