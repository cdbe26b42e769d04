"""Killed between a bank's notice and the receipt: sold once with one receipt, or held."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apps.allocation.models import Claim, Hold
from apps.allocation.terms import Outcome
from apps.allocation.tests.making import (
    OFFICE,
    charged,
    holders,
    make_offering,
    money_agrees,
    owner,
)
from apps.allocation.tests.test_kills import LOCK, WAITS, stopping
from apps.documents.models import Document, Number
from apps.people.tests.making import make_office
from apps.treasury.actions import ask_payment
from apps.treasury.models import Payment, PaymentIntent, Receipt
from apps.treasury.tasks import draw_missing
from apps.treasury.tests.bank import body_of
from apps.treasury.tests.making import is_sound, make_concept, make_price
from apps.treasury.tests.together import database_apart
from apps.treasury.tests.web import Web
from tests.effort import many
from tests.waiting import until
from tests.workers import working

HOUR = dt.timedelta(hours=1)
POINTS = [
    ("INSERT", "allocation_claim"),
    ("INSERT", "treasury_receipt"),
    ("INSERT", "treasury_entry"),
    ("UPDATE", "treasury_obligation"),
    ("UPDATE", "treasury_balance"),
    ("INSERT", "treasury_leg"),
    ("UPDATE", "allocation_hold"),
    ("INSERT", "treasury_payment"),
    ("INSERT", "documents_number"),
    ("UPDATE", "treasury_paymentintent"),
    ("INSERT", "procrastinate_jobs"),
    ("INSERT", "treasury_providerevent"),
]
"""After which statement of a payment the web server stops and is killed."""


@pytest.fixture(scope="module")
def database(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with database_apart("sale", worker, django_db_blocker) as name:
        concept = make_concept()
        concept.office = make_office("recaudaciones", "Recaudaciones")
        concept.save(update_fields=["office"])
        make_price("10.00", concept=concept, unit="stand")
        yield name


@pytest.fixture(scope="module")
def web(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    served = Web(database, tmp_path_factory.mktemp("sale") / "web.log")
    try:
        served.start()
        yield served
    finally:
        served.kill()


def asked(taken: Hold) -> PaymentIntent:
    """A code for what a hold costs."""
    owed = taken.obligation
    assert owed is not None
    shares = {owed.pk: owed.outstanding}
    return ask_payment("sip", owed.debtor_id, shares, lasts=HOUR, by=OFFICE)


def until_stopped(gate: Any, at_work: threading.Thread) -> None:
    """Wait until whoever is at work stands at the gate."""
    while gate.execute(WAITS, [LOCK]).fetchone() != (1,):
        at_work.join(0.05)
        assert at_work.is_alive(), "it never came to the point"


def until_gone(gate: Any, database: str) -> None:
    """Wait until no connection of the killed server is left."""
    left = (
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'llajta' "
        "AND datname = %s AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    until(lambda: gate.execute(left, [database]).fetchone() == (0,))


@pytest.mark.bar("R17")
@pytest.mark.parametrize(("event", "table"), POINTS[: many(2, len(POINTS))])
def test_killed_amid_a_payment_a_stand_is_held_and_the_notice_again_sells_it_once(
    database: str, web: Web, event: str, table: str
) -> None:
    for turn in range(many(1, 20)):
        offering = make_offering(1)
        taken = charged(offering, "A-1")
        intent = asked(taken)
        body = body_of(intent.alias, event=f"{table} {turn}")
        with stopping(database, event, table) as gate:
            telling = threading.Thread(target=web.deliver, args=(body,))
            telling.start()
            until_stopped(gate, telling)
            web.kill()
            telling.join()
        assert_untouched(database, taken)
        web.start()
        assert web.deliver(body)
        assert web.deliver(body)
        assert_sold_once(taken)


def assert_untouched(database: str, taken: Hold) -> None:
    """Nothing of the payment is there: the stand is held as before."""
    from tests import databases

    with databases.maintenance() as server:
        until_gone(server, database)
    assert holders(taken.offering, "A-1") == [("hold", taken.pk)]
    assert not Payment.objects.filter(debtor=taken.party).exists()


def assert_sold_once(taken: Hold) -> None:
    taken.refresh_from_db()
    assert taken.outcome == Outcome.SOLD
    assert owner(taken.offering, "A-1") == taken.party_id
    assert Claim.objects.filter(hold=taken, kind="title").count() == 1
    payment = Payment.objects.get(debtor=taken.party)
    assert Receipt.objects.filter(payment=payment).count() == 1
    numbers = list(Number.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, Receipt.objects.count() + 1))
    assert money_agrees()
    assert is_sound()


@pytest.mark.bar("R17")
def test_a_worker_killed_while_it_draws_a_receipt_leaves_one_paper_in_the_end(
    database: str, web: Web, tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path
    taken = charged(make_offering(1), "A-1")
    assert web.deliver(body_of(asked(taken).alias, event="a paper"))
    payment = Payment.objects.get(debtor=taken.party)
    papers = Document.objects.filter(number__receipt__payment=payment)
    told = {"LLAJTA_VAR": str(tmp_path)}
    with (
        working(database, log=tmp_path / "worker.log", others=told) as drawing,
        stopping(database, "INSERT", "documents_document") as gate,
    ):
        waiting = threading.Thread(target=drawing.wait)
        waiting.start()
        until_stopped(gate, waiting)
        drawing.kill()
        waiting.join()
    from tests import databases

    with databases.maintenance() as server:
        until_gone(server, database)
    assert not papers.exists()
    draw_missing(timestamp=0)
    draw_missing(timestamp=0)
    assert papers.count() == 1
    assert_sold_once(taken)
