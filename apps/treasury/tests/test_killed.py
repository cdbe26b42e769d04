"""Killed in the middle, or told by a careless bank: nothing is lost, nothing doubled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from apps.treasury.actions import ask_payment, poll_banks, show_code
from apps.treasury.models import Payment
from apps.treasury.queries import balance_of
from apps.treasury.tests.bank import bnb_at, body_of, simulated_bank, sip_at
from apps.treasury.tests.making import (
    BS,
    OFFICE,
    TODAY,
    charge,
    is_sound,
    make_concept,
    make_party,
    make_price,
)
from apps.treasury.tests.together import database_apart
from apps.treasury.tests.web import Web
from tests.effort import many
from tests.waiting import until

HOUR = dt.timedelta(hours=1)
DELIVERIES = 12


@pytest.fixture(scope="module")
def database(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with database_apart("killed", worker, django_db_blocker) as name:
        yield name


@pytest.mark.long
@pytest.mark.bar("R17")
def test_a_web_server_killed_during_payments_loses_and_doubles_none(
    database: str, tmp_path: Path
) -> None:
    price, party = make_price("10.00"), make_party()
    web = Web(database, tmp_path / "web.log")
    web.start()
    try:
        for turn in range(many(1, 20)):
            _one_turn(web, price, party, turn)
    finally:
        web.kill()
    assert balance_of(party.pk).owed == 0
    assert is_sound()


def _one_turn(web: Web, price: Any, party: Any, turn: int) -> None:
    """Deliver notices at once, kill after some were acknowledged, deliver all again."""
    bodies = []
    for number in range(DELIVERIES):
        owed = charge(price, party)
        intent = ask_payment("sip", party.pk, {owed.pk: BS(10)}, lasts=HOUR, by=OFFICE)
        bodies.append(body_of(intent.alias, event=f"N-{turn}-{number}"))
    before = Payment.objects.count()
    acknowledged: list[bytes] = []

    def deliver(body: bytes) -> None:
        if web.deliver(body):
            acknowledged.append(body)
            if len(acknowledged) == 1 + turn % (DELIVERIES - 1):
                web.kill()

    with ThreadPoolExecutor(4) as bank:
        list(bank.map(deliver, bodies))
    assert Payment.objects.count() - before >= len(acknowledged)
    web.start()
    assert all([web.deliver(body) for body in bodies])
    assert Payment.objects.count() - before == DELIVERIES


@pytest.mark.bar("R19")
def test_a_careless_bank_is_put_right_by_asking(database: str, tmp_path: Path, settings):
    price, party = make_price("10.00", concept=make_concept("seat")), make_party()
    web = Web(database, tmp_path / "careless.log")
    web.start()
    try:
        with simulated_bank() as bank:
            settings.BANKS = {"sip": sip_at(bank.url), "bnb": bnb_at(bank.url)}
            settings.PUBLIC_ADDRESS = web.url
            bank.ask("quirks", repeats=3, shuffles=True, loses=0.4)
            for _n in range(many(8, 100)):
                owed = charge(price, party)
                shares = {owed.pk: BS(10)}
                code = show_code("sip", party.pk, shares, lasts=HOUR, by=OFFICE)
                bank.ask("pay", alias=str(code.alias))
            poll_banks(on=TODAY, by=OFFICE)
            until(lambda: bank.ask("told")["waiting"] == 0)
            told = bank.ask("told")["told"]
    finally:
        web.kill()
    assert {status for _alias, status in told} == {200}
    assert balance_of(party.pk).owed == 0
    assert Payment.objects.filter(debtor=party).count() == many(8, 100)
    assert is_sound()
