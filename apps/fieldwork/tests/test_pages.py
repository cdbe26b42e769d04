"""Pages of supervisors and cashiers, as they go through them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.documents.tests.making import photo
from apps.fieldwork.actions import revoke_device
from apps.fieldwork.domain.sealing import EXPORT, FILE, framed
from apps.fieldwork.models import Device, Event, FieldFile, SyncReceipt
from apps.fieldwork.tests.making import BOSS, PLAZA, Phone, assign, make_collector

pytestmark = pytest.mark.django_db
PAGES = (
    "/cuadrillas/",
    "/cuadrillas/telefonos/",
    "/cuadrillas/pendientes/",
    "/cuadrillas/sobres/",
    "/cuadrillas/arqueo/",
)


@pytest.fixture
def boss(client: Client, db: None) -> Client:
    user = make_collector("jefa", "fieldwork.supervise", "fieldwork.count")
    user.is_staff = True
    user.save()
    client.force_login(user)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_pages_say_what_to_do_while_they_are_empty(boss, page):
    answer = boss.get(page)
    assert answer.status_code == 200
    assert page.endswith("sobres/") or 'class="empty"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_those_who_lead_or_count(client, juana, page):
    assert client.get(page).status_code == 302
    client.force_login(juana)
    assert client.get(page).status_code == 403


def test_the_board_tells_who_is_out_and_what_is_left(boss, phone, juana):
    made = assign(juana, "1", "2", "3")
    item = made.items.get(order=1)
    position = {"lon": PLAZA[0], "lat": PLAZA[1], "accuracy_m": 5}
    phone.send(phone.event("1", item=item.pk, position=position))
    board = boss.get("/cuadrillas/").content.decode()
    assert made.title in board
    assert "1 / 3" in board
    sheet = boss.get(f"/cuadrillas/{made.pk}/").content.decode()
    assert sheet.count("sketch-dot") == 3
    assert sheet.count("is-done") == 1


def test_a_supervisor_makes_a_code_and_revokes(boss, phone, juana):
    page = boss.post("/cuadrillas/telefonos/", {"cobrador": "juana"})
    assert page.context["code"] in page.content.decode()
    boss.post(f"/cuadrillas/telefonos/{phone.device.pk}/baja/", {"borrar": "1"})
    assert Device.objects.get().wipe_asked
    assert boss.get("/cuadrillas/telefonos/").status_code == 200


def test_what_waits_is_settled_with_a_word(boss, phone):
    phone.send(phone.event("1", body={"wish": "refuse"}))
    event = Event.objects.get()
    page = boss.get("/cuadrillas/pendientes/").content.decode()
    assert "Este árbol ya no está." in page
    at = f"/cuadrillas/pendientes/{event.pk}/"
    boss.post(at, {"nota": " "})
    boss.post(at, {"otra-vez": "1"})
    event.refresh_from_db()
    assert event.settled_at is None
    boss.post(at, {"nota": "Visto con la cobradora"})
    event.refresh_from_db()
    assert (event.settled_by, event.settled_note) == ("jefa", "Visto con la cobradora")


def saved(phone: Phone, *events: Any) -> bytes:
    file = uuid.uuid4()
    sealed = [phone.seal(each) for each in events]
    return EXPORT + framed([*sealed, phone.sealed(photo(), file, magic=FILE)])


def hand_in(boss: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("campo.llajta", content)
    return boss.post("/cuadrillas/sobres/", {"sobres": file})


def test_a_saved_outbox_is_handed_in_once_also_of_a_revoked_telephone(boss, phone):
    sent = phone.event("1")
    phone.send(sent)
    content = saved(phone, sent, phone.event("2"))
    revoke_device(phone.device, wipe=True, by=BOSS)
    first = hand_in(boss, content).context["handed"]
    assert (first.events, first.files, first.again) == (2, 1, 1)
    assert hand_in(boss, content).context["handed"].again == 3
    assert (Event.objects.count(), FieldFile.objects.count()) == (2, 1)
    assert SyncReceipt.objects.filter(carried_by="jefa").count() == 2


@pytest.mark.parametrize("content", [b"", b"x" * 40, EXPORT + b"\0\0\1\0abc"])
def test_what_is_no_saved_outbox_is_refused(boss, content):
    if content:
        assert hand_in(boss, content).status_code == 422
    assert not SyncReceipt.objects.exists()


def test_ones_own_telephones_and_a_code_for_another(client, phone, juana):
    client.force_login(juana)
    page = client.post("/campo/telefonos/")
    assert page.context["code"] in page.content.decode()
    assert "Samsung A04" in page.content.decode()
