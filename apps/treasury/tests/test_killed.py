"""Killed in the middle, or told by a careless bank: nothing is lost, nothing doubled."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from apps.treasury.actions import ask_payment, poll_banks, show_code
from apps.treasury.domain.banks.sip import signature
from apps.treasury.models import Payment
from apps.treasury.queries import balance_of
from apps.treasury.tests.bank import (
    SECRET,
    bnb_at,
    body_of,
    environment,
    simulated_bank,
    sip_at,
    until,
)
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
from tests.databases import ROOT, address
from tests.effort import many
from tests.servers import STARTING_SECONDS, free_port

HOUR = dt.timedelta(hours=1)
DELIVERIES = 12


@pytest.fixture(scope="module")
def database(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with database_apart("killed", worker, django_db_blocker) as name:
        yield name


class Web:
    """The real server, in a group of processes that is killed as a whole."""

    def __init__(self, database: str, log: Path) -> None:
        self.port, self.log = free_port(), log
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            **environment("http://127.0.0.1:1"),
            "LLAJTA_DATABASE_URL": address(database),
        }

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "2"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # our own server, in a group of its own
                [*command, "config.asgi:application"],
                env=self.environment,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + STARTING_SECONDS
        while not self.answers():
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.1)
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """`kill -9` of the server with its workers."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def deliver(self, body: bytes) -> bool:
        """Whether the notice was acknowledged."""
        at = str(int(time.time()))
        request = urllib.request.Request(f"{self.url}/pagos/aviso/sip/", data=body)
        request.add_header("Content-Type", "application/json")
        request.add_header("X-Timestamp", at)
        request.add_header("X-Signature", signature(SECRET, at, body))
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False


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
