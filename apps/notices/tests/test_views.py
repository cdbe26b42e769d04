"""Pages about notices: whose, for whom, and what their buttons do."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.notices.actions.occasions import enter_occasions
from apps.notices.domain.gateways.port import Rejected
from apps.notices.models import Delivery, Notice, QuietHours, Template, Text
from apps.notices.tests.making import (
    NOON,
    Box,
    deliver,
    due_from,
    make_party,
    tell,
)
from apps.notices.tests.test_delivering import Broken
from apps.people.models import Party
from apps.people.tests.making import looked_at, make_account

pytestmark = pytest.mark.usefixtures("receipt")


@pytest.fixture
def party() -> Party:
    """Somebody who can be reached and signs in as “vecina”."""
    party = make_party()
    make_account(party.person, "vecina", is_staff=False)
    return party


def signed(name: str, *, chief: bool = False) -> Client:
    """A browser of this account."""
    client = Client(headers={"accept-language": "en"})
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(name, is_staff=True, is_superuser=chief)
    client.force_login(user)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_bell_counts_what_is_new_until_it_is_read(party: Party) -> None:
    first, _second = tell(party), tell(party, key="other")
    client = signed("vecina")
    shown = page(client, "/avisos/")
    assert 'aria-label="Notices, 2 new"' in shown
    assert shown.count("notice-card is-new") == 2
    assert "e-mail: waiting" in shown
    assert client.post(f"/avisos/{first.pk}/leido/").status_code == 302
    assert 'aria-label="Notices, 1 new"' in page(client, "/oficinas/")
    assert client.post("/avisos/leidos/").status_code == 302
    assert 'aria-label="Notices"' in page(client, "/avisos/")


def test_who_did_not_sign_in_has_no_bell_and_is_sent_to_sign_in(client: Client) -> None:
    assert 'class="button is-quiet mark"' not in page(client, "/oficinas/")
    for address in ("/avisos/", "/avisos/envios/", "/avisos/textos/"):
        assert client.get(address).status_code == 302


def test_nobody_sees_or_marks_what_somebody_else_was_told(party: Party) -> None:
    notice = tell(party)
    other = signed("beto")
    assert "Recibo" not in page(other, "/avisos/")
    assert other.post(f"/avisos/{notice.pk}/leido/").status_code == 404
    assert Notice.objects.get(pk=notice.pk).read_at is None


def test_older_notices_are_on_the_next_page(party: Party) -> None:
    for number in range(31):
        tell(party, key=str(number))
    Notice.objects.filter(key="0").update(created_at=NOON)
    client = signed("vecina")
    shown = page(client, "/avisos/")
    assert shown.count("notice-card") == 30
    older = shown.split('rel="next" href="')[1].split('"')[0]
    assert page(client, "/avisos/" + older).count("notice-card") == 1
    assert page(client, "/avisos/?antes=yesterday").count("notice-card") == 30


@pytest.mark.bar("R56")
def test_staff_see_the_log_and_decide_about_the_undeliverable(party: Party) -> None:
    tell(party)
    due_from(NOON)
    deliver(email=Broken(Rejected("550 no such mailbox")), sms=Box("sms-box"))
    chief = signed("jefa", chief=True)
    shown = page(chief, "/avisos/envios/")
    for told in ("vecina@example.org", "550 no such mailbox", "sms-box", party.name):
        assert told in shown
    assert looked_at(party.name) == {"jefa"}
    dead = Delivery.objects.dead().get()
    only_dead = page(chief, "/avisos/envios/?estado=dead")
    assert (
        "sms-box" not in only_dead and f"/avisos/envios/{dead.pk}/reintentar/" in only_dead
    )
    assert chief.post(f"/avisos/envios/{dead.pk}/reintentar/").status_code == 302
    dead.refresh_from_db()
    assert dead.state == "waiting"
    again = chief.post(f"/avisos/envios/{dead.pk}/descartar/", follow=True)
    assert "not among the undeliverable" in again.content.decode()


def test_who_was_not_granted_it_sees_neither_log_nor_wording(party: Party) -> None:
    tell(party)
    clerk = signed("beto")
    assert clerk.get("/avisos/envios/").status_code == 403
    assert clerk.get("/avisos/textos/").status_code == 403
    delivery = Delivery.objects.get_queryset().first()
    assert delivery is not None
    assert clerk.post(f"/avisos/envios/{delivery.pk}/descartar/").status_code == 403


def test_words_are_changed_on_their_page_and_a_mistake_is_explained(
    receipt: Template,
) -> None:
    text = Text.objects.get(template=receipt, channel="email", language="es")
    chief, address = signed("jefa", chief=True), f"/avisos/textos/{text.pk}/"
    assert "Recibo email {name}" in page(chief, address)
    wrong = chief.post(address, {"subject": "x", "body": "{amount}"})
    assert wrong.status_code == 422
    assert "knows no value called amount" in wrong.content.decode()
    right = chief.post(address, {"subject": "Recibo", "body": "Para {name}"}, follow=True)
    assert "Para {name}" in right.content.decode()


def test_quiet_hours_are_decided_on_the_page() -> None:
    chief = signed("jefa", chief=True)
    assert "until the municipality decides" in page(chief, "/avisos/textos/")
    form = {"begins": "22:00", "ends": "06:30", "since": "2026-09-01", "channels": ["sms"]}
    chief.post("/avisos/textos/silencio/", form)
    assert QuietHours.objects.count() == 0
    chief.post("/avisos/textos/silencio/", {**form, "basis": "RM 5/2026"})
    assert "22:00–06:30" in page(chief, "/avisos/textos/")


def test_occasions_that_apps_bring_are_entered_once_and_then_the_offices() -> None:
    assert enter_occasions() > 0
    Text.objects.filter(template__code="job-failed", language="es").update(body="Falló.")
    assert enter_occasions() == 0
    found = Text.objects.filter(template__code="job-failed", language="es")
    assert [each.body for each in found] == ["Falló."]
