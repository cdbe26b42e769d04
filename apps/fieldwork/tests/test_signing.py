"""What is handed in is of the telephone it names, or nothing is done about it."""

from __future__ import annotations

import dataclasses
import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from apps.documents.tests.making import photo
from apps.fieldwork.actions import (
    NewDevice,
    enrol_device,
    make_code,
    note_signing_key,
    revoke_device,
)
from apps.fieldwork.domain.refusals import SignsOtherwise
from apps.fieldwork.domain.sealing import EXPORT, FILE, framed
from apps.fieldwork.models import Device, Event, FieldFile, SyncReceipt, UnreadEnvelope
from apps.fieldwork.tests.making import BOSS, Phone, make_collector, make_phone, new_key
from apps.people.models import Holding

pytestmark = pytest.mark.django_db
SIGNED_HEAD = 4 + 64


@pytest.fixture
def boss(client: Client, db: None) -> Client:
    user = make_collector("jefa", "fieldwork.supervise")
    user.is_staff = True
    user.save()
    client.force_login(user)
    return client


def hand_in(boss: Client, *envelopes: bytes) -> Any:
    file = SimpleUploadedFile("campo.llajta", EXPORT + framed(list(envelopes)))
    page = boss.post("/cuadrillas/sobres/", {"sobres": file})
    assert page.status_code == 200
    return page


def as_by(phone: Phone, key: Any) -> Phone:
    """Somebody who signs with `key` and says to be this telephone."""
    return dataclasses.replace(phone, key=key)


def forged(how: str, phone: Phone, pedro: Phone) -> bytes:
    """An event of `phone` that it never made, or not so."""
    event = phone.event("666")
    if how == "by another telephone's key":
        return as_by(phone, pedro.key).seal(event)
    if how == "by a key of nobody":
        return as_by(phone, new_key()[0]).seal(event)
    if how == "unsigned":
        return as_by(phone, None).seal(event)
    true = phone.seal(event)
    if how == "another event under a true signature":
        return true[:SIGNED_HEAD] + as_by(phone, None).seal(phone.event("667"))
    where = {"altered signature": 20, "altered content": len(true) - 3}[how]
    return true[:where] + bytes([true[where] ^ 1]) + true[where + 1 :]


HOW = (
    "by another telephone's key",
    "by a key of nobody",
    "unsigned",
    "another event under a true signature",
    "altered signature",
    "altered content",
)


@pytest.mark.parametrize("how", HOW)
def test_what_is_forged_is_refused_and_kept_and_the_true_ones_are_applied(boss, phone, how):
    pedro = make_phone(make_collector("pedro"), "Otro")
    false = forged(how, phone, pedro)
    mine, his = phone.event("1"), pedro.event("2")
    page = hand_in(boss, phone.seal(mine), false, pedro.seal(his))
    handed = page.context["handed"]
    assert {str(each.pk) for each in Event.objects.all()} == {mine["id"], his["id"]}
    assert set(Event.objects.values_list("outcome", flat=True)) == {"applied"}
    assert (handed.events, handed.refused) == (3, 1)
    kept = UnreadEnvelope.objects.get()
    assert (bytes(kept.content), kept.carried_by) == (false, "jefa")
    (said,) = handed.doubtful
    assert "teléfono que nombra" in said
    assert kept.why in said
    assert kept.why in boss.get("/cuadrillas/pendientes/").content.decode()


@pytest.mark.parametrize("how", HOW)
def test_a_forged_file_is_refused_too(boss, phone, how):
    pedro = make_phone(make_collector("pedro"), "Otro")
    content, ident = photo(), uuid.uuid4()
    if how.startswith("another event"):
        true = phone.sealed(photo(), ident, magic=FILE)
        false = true[:SIGNED_HEAD] + as_by(phone, None).sealed(content, ident, magic=FILE)
    elif how.startswith("altered"):
        true = phone.sealed(content, ident, magic=FILE)
        at = 20 if how.endswith("signature") else len(true) - 3
        false = true[:at] + bytes([true[at] ^ 1]) + true[at + 1 :]
    else:
        keys = {HOW[0]: pedro.key, HOW[1]: new_key()[0], HOW[2]: None}
        false = as_by(phone, keys[how]).sealed(content, ident, magic=FILE)
    handed = hand_in(boss, false).context["handed"]
    assert (handed.files, handed.refused) == (1, 1)
    assert not FieldFile.objects.exists()
    assert UnreadEnvelope.objects.get().carried_by == "jefa"


def test_the_same_file_twice_is_applied_once_and_refused_twice(boss, phone):
    true, false = phone.seal(phone.event("1")), forged("unsigned", phone, phone)
    first = hand_in(boss, true, false).context["handed"]
    again = hand_in(boss, true, false).context["handed"]
    assert [first.again, again.again] == [0, 2]
    assert [first.refused, again.refused] == [1, 1]
    assert (Event.objects.count(), UnreadEnvelope.objects.count()) == (1, 1)


def test_what_names_no_telephone_of_ours_holds_up_nothing(boss, phone):
    stranger = dataclasses.replace(phone, device=Device(id=uuid.uuid4()))
    event = phone.event("1")
    strange = stranger.seal(stranger.event("2"))
    handed = hand_in(boss, b"x" * 400, strange, phone.seal(event)).context["handed"]
    assert handed.refused == 2
    assert str(Event.objects.get().pk) == event["id"]
    assert list(UnreadEnvelope.objects.values_list("device", flat=True)) == [None, None]
    assert "Teléfono desconocido" in boss.get("/cuadrillas/pendientes/").content.decode()


def test_what_is_of_somebody_who_works_no_more_is_kept_and_holds_up_nothing(boss, phone):
    pedro = make_phone(make_collector("pedro"), "Otro")
    Holding.objects.filter(person=pedro.device.holder.account.person).delete()
    handed = hand_in(boss, pedro.seal(pedro.event("1")), phone.seal(phone.event("2")))
    assert handed.context["handed"].refused == 1
    assert Event.objects.get().device == phone.device
    assert UnreadEnvelope.objects.get().device == pedro.device


def test_a_telephone_that_never_told_its_key_must_send_by_itself(boss, juana):
    old = make_phone(juana, signs=False)
    event = old.event("1")
    handed = hand_in(boss, old.seal(event)).context["handed"]
    assert (handed.refused, Event.objects.count()) == (1, 0)
    assert "Haga que lo envíe" in handed.doubtful[0]
    told = old.send(event).json()["events"][0]
    assert (told["outcome"], told["again"]) == ("applied", False)


def test_a_wiped_telephone_proves_by_its_key_what_it_had_sealed(boss, phone):
    sealed = phone.seal(phone.event("1"))
    revoke_device(phone.device, wipe=True, by=BOSS)
    body = {"sealed_left": 1}
    Client().post(
        "/api/campo/borrado/", body, content_type="application/json", headers=phone.signed
    )
    assert hand_in(boss, sealed).context["handed"].refused == 0
    assert Event.objects.get().outcome == "applied"


def test_who_has_only_the_token_sends_nothing(phone):
    """An old program loses nothing by it: it has what it sent, and is told so."""
    event = phone.event("1")
    answer = as_by(phone, None).send(event)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:llajta:campo:unsigned")
    assert as_by(phone, None).put(photo()).status_code == 400
    told = as_by(phone, new_key()[0]).send(event).json()["events"][0]
    assert told["outcome"] == "unread"
    assert (Event.objects.count(), FieldFile.objects.count()) == (0, 0)
    assert SyncReceipt.objects.count() == UnreadEnvelope.objects.count() == 1
    assert phone.send(event).json()["events"][0]["outcome"] == "applied"


def test_an_old_telephone_tells_its_key_once(juana):
    old = make_phone(juana, signs=False)
    (key, told), (_other, others) = new_key(), new_key()
    assert old.get("estado/").json()["signing_key"] is None

    def tell(text: object, phone: Phone = old) -> Any:
        return Client().post(
            "/api/campo/firma/",
            {"signing_key": text},
            content_type="application/json",
            headers=phone.signed,
        )

    for wrong in ("", "x", told[:-1], 7, "A" * 87, told.replace(told[9], "+")):
        assert tell(wrong).status_code == 400
    assert tell(told).json() == tell(told).json() == {"signing_key": told}
    assert tell(others).json()["type"] == "urn:llajta:campo:signs-otherwise"
    assert old.get("estado/").json()["signing_key"] == told
    assert as_by(old, key).send(old.event()).json()["events"][0]["outcome"] == "applied"
    revoke_device(old.device, wipe=False, by=BOSS)
    assert tell(told).status_code == 401


def test_a_telephone_tells_its_key_when_it_is_enrolled(juana):
    code, (_key, told) = make_code(juana, by=BOSS), new_key()
    body = {"device": str(uuid.uuid4()), "token": "t" * 43, "name": "Samsung", "code": code}

    def enrol(**more: object) -> Any:
        sent = json.dumps({**body, **more})
        return Client().post("/api/campo/dispositivos/", sent, "application/json")

    assert enrol(signing_key="A" * 87).status_code == 400
    assert enrol().json()["signing_key"] is None, "as an old program asks"
    assert enrol(signing_key=told).json()["signing_key"] == told
    assert enrol(signing_key=new_key()[1]).status_code == 409
    assert Device.objects.get().signing_key == told


def test_a_revoked_telephone_tells_no_key_any_more(juana):
    code, token = make_code(juana, by=BOSS), "t" * 43
    new = NewDevice(id=uuid.uuid4(), token=token, code=code, name="Samsung")
    old, _is_new = enrol_device(new)
    revoke_device(old, wipe=False, by=BOSS)
    told = dataclasses.replace(new, signing_key=new_key()[1])
    assert enrol_device(told)[0].signing_key == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Device.objects.filter(pk=old.pk).update(signing_key=told.signing_key)


def test_the_database_exchanges_no_key(phone):
    with pytest.raises(SignsOtherwise):
        note_signing_key(phone.device, new_key()[1])
    for other in (new_key()[1], ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Device.objects.filter(pk=phone.device.pk).update(signing_key=other)


@pytest.mark.parametrize(
    ("rule", "act"),
    [
        ("device_signs_with_a_point", lambda: Device.objects.update(signing_key="x")),
        (
            "unread_envelope_came_from_somebody",
            lambda: UnreadEnvelope.objects.create(sha256="0" * 64, content=b"x", why="x"),
        ),
    ],
)
def test_what_the_database_refuses(juana, rule, act):
    make_phone(juana, signs=False)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        act()
