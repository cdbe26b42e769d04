"""PostgreSQL killed amid a hundred payments: nothing told is lost, nothing is doubled."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import Error, connection

from apps.documents.models import Number
from apps.people.tests.making import make_office
from apps.treasury.actions import Handed, ask_payment, open_shift, set_up_desk, take_cash
from apps.treasury.models import Leg, Obligation, Payment, Receipt, Shift
from apps.treasury.tests.bank import body_of
from apps.treasury.tests.making import BS, OFFICE, charge, is_sound, make_party, make_price
from apps.treasury.tests.web import Web
from config.launch.cluster import Cluster
from geo.published.roles import ensure_roles
from tests import clusters
from tests.effort import LONG, many

TODAY = dt.date(2026, 6, 15)
HOUR = dt.timedelta(hours=1)
PAYMENTS = 100
AT_ONCE = 8
UP_AGAIN_SECONDS = 30
DEATHS: dict[str, Callable[[Cluster], None]] = {
    "kill -9 of the postmaster": clusters.kill_server,
    "kill -9 of one backend": clusters.kill_backend,
    "pg_ctl stop -m immediate": clusters.stop_at_once,
}

Act = Callable[[], bool]
"""A payment that is tried; whether it was acknowledged."""


@pytest.fixture(scope="module")
def cluster(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Cluster]:
    """A careful server of our own, which Django works on for as long."""
    var = tmp_path_factory.mktemp("killed")
    with (
        django_db_blocker.unblock(),
        clusters.own_cluster(var) as own,
        clusters.django_on(own),
    ):
        ensure_roles()
        yield own


@pytest.fixture(scope="module")
def web(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = Web(clusters.NAME, tmp_path_factory.mktemp("web") / "web.log")
    try:
        web.start()
        yield web
    finally:
        web.kill()


@pytest.fixture(scope="module")
def price(cluster: Cluster) -> Any:
    found = make_price("10.00")
    found.concept.office = make_office("recaudaciones", "Recaudaciones")
    found.concept.save(update_fields=["office"])
    return found


@pytest.fixture(scope="module")
def shift(price: Any) -> Shift:
    desk = set_up_desk("caja", "Caja", price.concept.office, by=OFFICE)
    return open_shift(desk, BS(0), by=OFFICE)


@dataclass(kw_only=True)
class Rush:
    """Payments made by several at once, of which one moment kills the server."""

    acts: dict[str, Act]
    """By the key of the payment."""
    dies_after: int
    kill: Callable[[], None]
    acknowledged: list[str] = field(default_factory=list)
    is_dead: bool = False

    def _one(self, key: str) -> None:
        if self.is_dead:  # whoever came later finds the door shut and comes again
            return
        if self.acts[key]():
            self.acknowledged.append(key)
            if len(self.acknowledged) == self.dies_after:
                self.kill()
                self.is_dead = True

    def run(self) -> None:
        keys = list(self.acts)
        random.Random(self.dies_after).shuffle(keys)
        with ThreadPoolExecutor(AT_ONCE) as people:
            list(people.map(self._one, keys))


def at_the_desk(shift: Shift, owed: Obligation, token: str) -> bool:
    """Cash for an obligation; False when the line to the database broke."""
    shares = {owed.pk: owed.outstanding}
    handed = Handed(token=token, debtor_id=owed.debtor_id, shares=shares, given=BS(20))
    try:
        take_cash(shift, handed, on=TODAY, by=OFFICE)
    except Error:
        return False
    finally:
        connection.close()
    return True


def a_hundred(web: Web, price: Any, shift: Shift, name: str) -> dict[str, Act]:
    """Half of them come over HTTP as notices of a bank, half at the desk."""
    acts: dict[str, Act] = {}
    for number in range(PAYMENTS):
        owed, token = charge(price, make_party()), f"{name}-{number}"
        if number % 2:
            acts[f"cash:{token}"] = partial(at_the_desk, shift, owed, token)
            continue
        shares = {owed.pk: BS(10)}
        intent = ask_payment("sip", owed.debtor_id, shares, lasts=HOUR, by=OFFICE)
        body = body_of(intent.alias, event=token)
        acts[f"intent:{intent.alias}"] = partial(web.deliver, body)
    return acts


def booked(keys: Any) -> set[str]:
    """Those of the payments that the books know."""
    return set(Payment.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def receipts_have_no_gap() -> bool:
    numbers = list(Number.objects.order_by("number").values_list("number", flat=True))
    return numbers == list(range(1, Receipt.objects.count() + 1))


@pytest.mark.bar("R18")
@pytest.mark.parametrize("death", [*DEATHS] if LONG else [*DEATHS][:1])
def test_a_server_killed_amid_payments_loses_none_that_was_told_and_doubles_none(
    cluster: Cluster, web: Web, price: Any, shift: Shift, death: str
) -> None:
    for turn in range(many(1, 5)):
        acts = a_hundred(web, price, shift, f"{death} {turn}")
        cash = Leg.objects.filter(account__in=["cash", "bank-qr"])
        before = sum(cash.values_list("amount", flat=True))
        rush = Rush(
            acts=acts,
            dies_after=random.Random(turn).randint(10, 60),
            kill=partial(DEATHS[death], cluster),
        )
        rush.run()
        connection.close()
        assert len(rush.acknowledged) < PAYMENTS, "it died too late to prove anything"
        clusters.bring_up(cluster)
        up_again = time.monotonic()

        assert booked(rush.acknowledged) == set(rush.acknowledged), "told, and lost"
        assert is_sound()
        for act in acts.values():  # the same keys, without a manual step
            while not act():
                assert time.monotonic() < up_again + UP_AGAIN_SECONDS, web.log.read_text()

        assert booked(acts) == set(acts)
        assert sum(cash.values_list("amount", flat=True)) - before == 10 * PAYMENTS
        assert receipts_have_no_gap()
        assert is_sound()


@contextmanager
def careless(cluster: Cluster) -> Iterator[None]:
    """A server that acknowledges what it has not written down."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as server:
        server.execute("ALTER SYSTEM SET synchronous_commit = off")
        server.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        server.execute("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        clusters.bring_up(cluster)
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as server:
            server.execute("ALTER SYSTEM RESET ALL")
            server.execute("SELECT pg_reload_conf()")


@pytest.mark.long
@pytest.mark.bar("R18")
def test_a_server_that_acknowledges_too_early_is_seen_to_lose_payments(
    cluster: Cluster, web: Web, price: Any, shift: Shift
) -> None:
    """The control: a harness that could not see the loss would prove nothing."""
    lost: set[str] = set()
    for turn in range(5):
        with careless(cluster):
            connection.close()
            acts = a_hundred(web, price, shift, f"careless {turn}")
            kill = partial(clusters.kill_server, cluster)
            rush = Rush(acts=acts, dies_after=20, kill=kill)
            rush.run()
            connection.close()
        lost = set(rush.acknowledged) - booked(rush.acknowledged)
        if lost:
            break
    assert lost
