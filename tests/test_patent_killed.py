"""Killed after a stand was paid and before its patent was drawn: it comes all the same."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings
from django.http import HttpRequest

from apps.allocation.tests.making import charged
from apps.allocation.tests.test_kills import stopping
from apps.allocation.tests.test_kills_of_money import asked, until_gone, until_stopped
from apps.documents.models import Document
from apps.festivals.actions import publish_plan
from apps.festivals.actions.publishing import Sale
from apps.festivals.tests.making import OFFICE, TODAY, make_plan
from apps.people.tests.making import make_account, make_office, make_person
from apps.signin.actions.sessions import begin_session
from apps.signin.domain.addresses import Origin
from apps.signin.terms import Method
from apps.treasury.models import Concept
from apps.treasury.tests.bank import body_of
from apps.treasury.tests.together import database_apart
from apps.treasury.tests.web import Web
from tests import databases


@pytest.fixture
def database(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with database_apart("patent", worker, django_db_blocker) as name:
        yield name


def session_of_a_vendor() -> tuple[str, Any]:
    """Somebody who came in, and as which party."""
    someone = make_person("Basilia")
    user = make_account(someone, "basilia", is_staff=False)
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    now = dt.datetime.now(dt.UTC)
    begin_session(request, user, method=Method.EMAIL, origin=Origin(), at=now)
    return str(request.session.session_key), someone.party


def fetch(address: str, key: str) -> requests.Response | None:
    try:
        return requests.get(address, cookies={"sessionid": key}, timeout=30)
    except requests.ConnectionError:
        return None


@pytest.mark.long
@pytest.mark.bar("R17")
def test_who_paid_gets_the_patent_once_though_the_server_died_while_it_was_drawn(
    database: str, tmp_path: Path
) -> None:
    now, day = dt.datetime.now(dt.UTC), dt.timedelta(days=1)
    plan = make_plan(last_m=Decimal(10))
    plan.festival.office = make_office("recaudaciones", "Recaudaciones")
    plan.festival.save(update_fields=["office"])
    Concept.objects.update(office=plan.festival.office)
    offering = publish_plan(
        plan, Sale(first=now - day, last=now + day), on=TODAY, by=OFFICE
    )
    key, party = session_of_a_vendor()
    taken = charged(offering, "A-1", party=party)
    patents = Document.objects.filter(kind="festivals.patent")
    web = Web(database, tmp_path / "web.log")
    address = f"{web.url}/fiestas/patente/{taken.token}.pdf"
    try:
        web.start()
        assert web.deliver(body_of(asked(taken).alias, amount="100.00", event="once"))
        with stopping(database, "INSERT", "documents_document") as gate:
            fetching = threading.Thread(target=fetch, args=(address, key))
            fetching.start()
            until_stopped(gate, fetching)
            web.kill()
            fetching.join()
        with databases.maintenance() as server:
            until_gone(server, database)
        assert not patents.exists()
        web.start()
        first, second = fetch(address, key), fetch(address, key)
    finally:
        web.kill()
    assert first is not None and second is not None
    assert first.content[:5] == b"%PDF-"
    assert first.content == second.content
    assert patents.count() == 1
