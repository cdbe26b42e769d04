"""How a telephone becomes a collector's, and stops being one for good."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from apps.fieldwork.actions import make_code, note_wiped, revoke_device
from apps.fieldwork.domain.refusals import AlreadyRevoked
from apps.fieldwork.models import Device, EnrolmentCode, SyncReceipt
from apps.fieldwork.tests.making import BOSS, make_collector
from apps.people.tests.making import make_account, make_person
from geo.access import NotAllowed, Viewer
from geo.pages.middleware import viewer_for

pytestmark = pytest.mark.django_db
TOKEN = "t" * 43


def enrol(code: str, **given: Any) -> Any:
    told = {"device": str(uuid.UUID(int=5)), "token": TOKEN, "name": "Samsung A04"}
    body = {**told, "code": code, **given}
    return Client().post("/api/campo/dispositivos/", body, content_type="application/json")


def test_a_code_makes_one_telephone_the_collectors(juana):
    code = make_code(juana, by=viewer_for(juana))
    answer = enrol(f" {code.upper()} ")
    assert answer.status_code == 201
    assert answer.json()["holder"]["name"] == "juana"
    assert len(answer.json()["key"]["raw"]) == 87
    device = Device.objects.get()
    assert TOKEN not in (device.token_digest, str(device.__dict__))


def test_an_answer_that_was_lost_is_told_again(juana):
    code = make_code(juana, by=BOSS)
    first, again = enrol(code), enrol(code)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["device"] == again.json()["device"]


def test_a_code_opens_once_and_soon(juana):
    code = make_code(juana, by=BOSS)
    enrol(code)
    other = enrol(code, device=str(uuid.UUID(int=6)), token="u" * 43)
    assert (other.status_code, other.json()["type"]) == (
        422,
        "urn:llajta:campo:wrong-code",
    )
    late = make_code(juana, by=BOSS)
    EnrolmentCode.objects.filter(device=None).update(
        made_at="2020-01-01T00:00:00Z", ends_at="2020-01-01T00:15:00Z"
    )
    assert enrol(late, device=str(uuid.UUID(int=6)), token="u" * 43).status_code == 422


def test_another_telephone_cannot_take_an_id(juana):
    enrol(make_code(juana, by=BOSS))
    answer = enrol(make_code(juana, by=BOSS), token="u" * 43)
    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "urn:llajta:campo:device-taken",
    )


@pytest.mark.parametrize(
    "given",
    [{"token": "short"}, {"device": "x"}, {"name": " "}, {"code": 7}, {"code": "\ud800"}],
)
def test_what_is_no_enrolment_is_said(juana, given):
    assert enrol(**{"code": "aaaa-bbbb", **given}).status_code == 400


def test_who_may_not_go_out_gets_no_code(juana):
    clerk = make_account(make_person("Rosa", "Rojas"), "rosa")
    with pytest.raises(NotAllowed):
        make_code(clerk, by=BOSS)
    with pytest.raises(NotAllowed):
        make_code(juana, by=Viewer(name="rosa"))


def test_a_browser_that_is_signed_in_makes_a_code_with_its_token(juana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(juana)
    assert client.post("/api/campo/codigos/").status_code == 403
    page = client.get("/campo/telefonos/")
    token = page.context["csrf_token"]
    answer = client.post("/api/campo/codigos/", headers={"X-CSRFToken": str(token)})
    assert answer.status_code == 201
    assert enrol(answer.json()["code"]).status_code == 201


def test_the_key_is_for_everybody(client):
    told = client.get("/api/campo/llave/").json()
    assert set(told) == {"kid", "raw", "spki", "curve"}


def test_a_telephone_is_revoked_for_good(phone):
    revoke_device(phone.device, wipe=False, by=BOSS)
    assert phone.get("estado/").json()["wipe"] is False
    with pytest.raises(AlreadyRevoked):
        revoke_device(phone.device, wipe=False, by=BOSS)
    assert revoke_device(phone.device, wipe=True, by=BOSS).wipe_asked
    assert phone.get("estado/").json()["wipe"] is True
    assert note_wiped(phone.device, sealed_left=0) is not None
    for change in ({"revoked_at": None, "revoked_by": ""}, {"wipe_asked": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Device.objects.filter(pk=phone.device.pk).update(**change)


def test_the_database_takes_nothing_from_a_revoked_telephone(phone):
    revoke_device(phone.device, wipe=False, by=BOSS)
    with pytest.raises(IntegrityError, match="receipt_is_of_a_known_telephone"):
        SyncReceipt.objects.create(device=phone.device, sha256="0" * 64, size=1)


def test_a_telephone_stays_whose_it_is(phone):
    pedro = make_collector("pedro")
    with pytest.raises(IntegrityError, match="device_stays_as_enrolled"):
        Device.objects.filter(pk=phone.device.pk).update(holder=pedro)


def test_only_supervisors_revoke(phone, juana):
    with pytest.raises(NotAllowed):
        revoke_device(phone.device, wipe=True, by=viewer_for(juana))
