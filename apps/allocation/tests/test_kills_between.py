"""The web server killed between hold and payment: the hold waits and is paid once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from apps.allocation.actions import check_out
from apps.allocation.domain.holders import Holder, digest
from apps.allocation.models import Hold
from apps.allocation.terms import Outcome
from apps.allocation.tests.buying import Buyer, rush
from apps.allocation.tests.making import (
    TODAY,
    holders,
    make_offering,
    money_agrees,
    owner,
    person,
)
from apps.allocation.tests.test_kills_of_money import asked
from apps.people.tests.making import make_office
from apps.treasury.models import Payment
from apps.treasury.tests.bank import body_of
from apps.treasury.tests.making import is_sound, make_concept, make_party, make_price
from apps.treasury.tests.together import database_apart
from apps.treasury.tests.web import Web
from tests.coroutines import run_apart
from tests.effort import many

KEY = "el-mismo-clic"


@pytest.fixture
def database(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with database_apart("between", worker, django_db_blocker) as name:
        concept = make_concept()
        concept.office = make_office("recaudaciones", "Recaudaciones")
        concept.save(update_fields=["office"])
        make_price("10.00", concept=concept, unit="stand")
        yield name


@pytest.mark.long
@pytest.mark.bar("R17")
def test_a_hold_outlives_the_server_and_its_payment_is_told_twice_and_out_of_order(
    database: str, tmp_path: Path
) -> None:
    web, rng = Web(database, tmp_path / "web.log"), random.Random(5)
    count = many(3, 20)
    offering = make_offering(count)
    buyers = [Buyer(url=web.url) for _n in range(count)]
    path = f"/api/espacios/{offering.code}/reservas/"
    clicks = [
        partial(buyer.post, path, {"spaces": [f"A-{number}"]}, key=f"{KEY} {number}")
        for number, buyer in enumerate(buyers, start=1)
    ]
    try:
        web.start()
        before = run_apart(rush(clicks))
        web.kill()
        pairs = zip(before, buyers, strict=True)
        holds = [charged_to_somebody(each.document["token"], of) for each, of in pairs]
        bodies = [body_of(asked(taken).alias, event=f"B-{taken.pk}") for taken in holds]
        assert not any(web.deliver(body) for body in bodies), "nobody is there to be told"

        web.start()
        after = run_apart(rush(clicks))
        assert [each.status for each in after] == [201] * count
        assert [each.document for each in after] == [each.document for each in before]
        for number, taken in enumerate(holds, start=1):
            assert holders(offering, f"A-{number}") == [("hold", taken.pk)]
        told = rng.sample(bodies * 3, len(bodies) * 3)
        with ThreadPoolExecutor(4) as bank:
            assert all(bank.map(web.deliver, told))
        web.kill()
        web.start()
        assert all(web.deliver(body) for body in bodies)
    finally:
        web.kill()
    for number, taken in enumerate(holds, start=1):
        taken.refresh_from_db()
        assert taken.outcome == Outcome.SOLD
        assert owner(offering, f"A-{number}") == taken.party_id
        assert Payment.objects.filter(debtor=taken.party).count() == 1
    assert money_agrees()
    assert is_sound()


def charged_to_somebody(token: str, buyer: Buyer) -> Hold:
    """The hold of a browser, once its owner has said who they are and what they owe."""
    holder, by = person(make_party())
    visitor = digest("visitor", buyer.visitor)
    both = Holder(party_id=holder.party_id, visitor=visitor)
    taken = Hold.objects.get(token=token)
    return check_out(taken.token, holder=both, on=TODAY, by=by)
