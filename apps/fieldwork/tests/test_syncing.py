"""What telephones deliver: applied once, whatever comes how often and in which order."""

from __future__ import annotations

import datetime as dt
import json
import random
import uuid

import pytest

from apps.fieldwork.actions import revoke_device
from apps.fieldwork.models import Device, Event, FieldFile, SyncReceipt, UnreadEnvelope
from apps.fieldwork.tests.making import (
    BOSS,
    PHONE,
    PLAZA,
    Phone,
    assign,
    digest,
    make_collector,
    make_phone,
)

pytestmark = pytest.mark.django_db


def outcomes(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [each["outcome"] for each in answer.json()["events"]]


def test_the_receipt_is_of_exactly_the_bytes(phone):
    answer = phone.send(phone.event(), phone.event("2")).json()
    assert [each["sha256"] for each in answer["events"]] == [*map(digest, phone.sent)]
    receipt = SyncReceipt.objects.get(pk=answer["receipt"]["id"])
    assert receipt.sha256 == answer["receipt"]["sha256"]
    assert answer["events_left"] == {"last_seq": 2, "missing": []}


@pytest.mark.bar("R41")
def test_the_same_delivery_twice_is_applied_once(phone):
    events = [phone.event(str(n)) for n in range(5)]
    first, second = phone.send(*events).json(), phone.send(*events).json()
    assert [e["again"] for e in first["events"]] == [False] * 5
    assert [e["again"] for e in second["events"]] == [True] * 5
    assert Event.objects.count() == 5


def test_a_delivery_in_any_order_is_told_of_in_that_order(phone):
    events = [phone.event(str(n)) for n in range(6)]
    mixed = random.Random(7).sample(events, 6)
    told = phone.send(*mixed).json()["events"]
    assert [each["id"] for each in told] == [each["id"] for each in mixed]
    written = Event.objects.order_by("receipt", "seq").values_list("seq", flat=True)
    assert list(written) == [1, 2, 3, 4, 5, 6]


def test_what_is_missing_is_said(phone):
    events = [phone.event(str(n)) for n in range(5)]
    answer = phone.send(events[0], events[4]).json()
    assert answer["events_left"] == {"last_seq": 5, "missing": [2, 3, 4]}
    state = phone.get("estado/").json()
    assert state["events"] == {"count": 2, "last_seq": 5, "missing": [2, 3, 4]}


@pytest.mark.bar("R43")
def test_a_clock_that_runs_ahead_is_corrected(phone):
    ahead = dt.datetime.now(PHONE) + dt.timedelta(days=1)
    event = phone.event(at=(ahead - dt.timedelta(minutes=10)).isoformat())
    told = phone.send(event, clock=ahead).json()["events"][0]
    assert (told["outcome"], told["flags"]) == ("applied", ["clock_ahead", "unassigned"])
    kept = Event.objects.get()
    assert (
        kept.said_at.isoformat()[:16]
        == dt.datetime.fromisoformat(event["at"]).astimezone(dt.UTC).isoformat()[:16]
    )
    assert (
        dt.timedelta(minutes=9)
        < kept.received_at - kept.happened_at
        < dt.timedelta(minutes=11)
    )


@pytest.mark.parametrize("at", ["2031-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00"])
@pytest.mark.bar("R43")
def test_an_impossible_time_is_that_of_the_server(phone, at):
    told = phone.send(phone.event(at=at)).json()["events"][0]
    kept = Event.objects.get()
    assert kept.happened_at == kept.received_at
    assert set(told["flags"]) & {"clock_ahead", "clock_behind"}


def test_three_kilometres_away_is_kept_and_flagged(phone, juana):
    item = assign(juana, "1").items.get()
    away = {"lon": PLAZA[0], "lat": PLAZA[1] + 0.027, "accuracy_m": 8.0}
    event = phone.event("1", item=item.pk, position=away)
    assert phone.send(event).json()["events"][0]["flags"] == ["far"]
    kept = Event.objects.get()
    assert kept.item == item
    assert kept.distance_m is not None
    assert 2_900 < kept.distance_m < 3_100


def test_a_refusal_keeps_the_event_and_holds_up_no_other(phone):
    answer = phone.send(
        phone.event("1", body={"wish": "refuse"}),
        phone.event("2", body={"wish": "fault"}),
        phone.event("3", body={"wish": "conflict"}),
        phone.event("4"),
        phone.event("5", kind="test.nothing"),
    )
    assert outcomes(answer) == ["refused", "refused", "conflict", "applied", "refused"]
    messages = [each["message"] for each in answer.json()["events"]]
    assert messages[0] == "Este árbol ya no está."
    assert "ZeroDivision" not in messages[1]
    assert Event.objects.count() == 5
    assert Event.objects.all().waiting().count() == 4


def test_what_cannot_be_read_is_kept_as_it_came(phone):
    good, strange = phone.event(), uuid.uuid4()
    damaged = bytearray(phone.seal(phone.event()))
    damaged[-1] ^= 1
    odd = phone.sealed(json.dumps({"v": 9}).encode(), strange)
    envelopes = [bytes(damaged), phone.seal(good), odd, b"nothing at all"]
    answer = phone.post(envelopes)
    assert outcomes(answer) == ["unread", "applied", "unread", "unread"]
    assert [e["sha256"] for e in answer.json()["events"]] == [*map(digest, envelopes)]
    kept = {bytes(each.content) for each in UnreadEnvelope.objects.all()}
    assert kept == {envelopes[0], envelopes[2], envelopes[3]}
    assert [e["again"] for e in phone.post(envelopes).json()["events"]] == [True] * 4


def test_a_note_that_was_cut_within_a_letter_is_kept(phone):
    event = phone.event(body={"note": "árbol \ud83c"})
    sealed = phone.sealed(json.dumps(event).encode(), uuid.UUID(event["id"]))
    assert outcomes(phone.post([sealed])) == ["applied"]
    assert Event.objects.get().body["note"] == "árbol ?"


def test_what_no_database_keeps_holds_up_no_other(phone):
    endless = phone.event("1", body={"height": float("inf")})
    sealed = phone.sealed(json.dumps(endless).encode(), uuid.UUID(endless["id"]))
    answer = phone.post([sealed, phone.seal(phone.event("2"))])
    assert outcomes(answer) == ["unread", "applied"]
    assert bytes(UnreadEnvelope.objects.get().content) == sealed


def test_another_event_under_a_known_id_is_kept_apart(phone):
    first = phone.event("1")
    phone.send(first)
    other = {**first, "act": "felled", "about": {"kind": "test.tree", "id": "2"}}
    assert outcomes(phone.send(other)) == ["unread"]
    assert Event.objects.get().about_id == "1"
    assert UnreadEnvelope.objects.count() == 1


def test_one_telephone_cannot_send_as_another(phone):
    other = make_phone(make_collector("pedro"), "Otro")
    assert outcomes(phone.post([other.seal(other.event())])) == ["unread"]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x.y", "Basic abc", f"Bearer {uuid.UUID(int=7)}.abc"]
)
def test_an_unknown_telephone_is_not_let_in(client, phone, header):
    answer = client.get("/api/campo/estado/", headers={"authorization": header})
    assert (answer.status_code, answer.json()["device_state"]) == (401, "unknown")
    assert answer["www-authenticate"] == "Bearer"


def test_a_wrong_token_is_not_let_in(client, phone):
    stolen = Phone(device=phone.device, token="A" * 43)
    answer = stolen.send(stolen.event())
    assert answer.json()["type"] == "urn:llajta:campo:unknown-device"
    assert not SyncReceipt.objects.exists()


@pytest.mark.bar("R45")
def test_a_revoked_telephone_writes_nothing_and_is_wiped_once(phone, client):
    revoke_device(phone.device, wipe=True, by=BOSS)
    answer = phone.send(phone.event())
    assert answer.status_code == 401
    assert (answer.json()["device_state"], answer.json()["wipe"]) == ("revoked", True)
    assert not SyncReceipt.objects.exists()
    assert not Event.objects.exists()

    def confirm() -> str:
        at = client.post(
            "/api/campo/borrado/",
            {"sealed_left": 3},
            content_type="application/json",
            headers=phone.signed,
        )
        return str(at.json()["wiped_at"])

    assert confirm() == confirm()
    assert Device.objects.get().sealed_left == 3


def test_who_may_work_no_more_sends_nothing(phone, juana):
    juana.is_active = False
    juana.save()
    assert phone.send(phone.event()).status_code == 403
    assert not Event.objects.exists()


def test_too_much_or_cut_short_writes_nothing(phone, client):
    assert phone.post([b"x"] * 201).status_code == 413
    assert phone.post([b"x" * 10**6]).status_code == 413
    answer = client.post(
        "/api/campo/eventos/",
        b"\0\0\1\0abc",
        content_type="application/octet-stream",
        headers=phone.signed,
    )
    assert (answer.status_code, answer.json()["type"]) == (
        400,
        "urn:llajta:campo:bad-frame",
    )
    assert not SyncReceipt.objects.exists()


def test_photos_are_kept_once_with_the_digest_of_what_was_taken(phone):
    from apps.documents.tests.making import photo

    ident, content = uuid.uuid4(), photo()
    first, second = phone.put(content, ident).json(), phone.put(content, ident).json()
    assert (first["outcome"], first["again"], second["again"]) == ("kept", False, True)
    kept = FieldFile.objects.get()
    assert kept.sha256 == digest(content)
    assert kept.attachment is not None
    assert kept.attachment.received_sha256 == digest(content)


def test_what_is_no_picture_is_refused_and_leaves_the_outbox(phone):
    told = phone.put(b"MZ this is a program").json()
    assert told["outcome"] == "refused"
    assert told["message"]
