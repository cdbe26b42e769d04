"""Enrolment and state of telephones: `/api/campo/`."""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from apps.fieldwork.actions import (
    NewDevice,
    enrol_device,
    make_code,
    note_signing_key,
    note_wiped,
)
from apps.fieldwork.actions.enrolling import MINUTES
from apps.fieldwork.domain.consent import TEXT, VERSION
from apps.fieldwork.domain.keys import told_key
from apps.fieldwork.domain.refusals import BadDocument
from apps.fieldwork.domain.signing import public_key
from apps.fieldwork.models import Consent, Device, Duty, Event
from apps.fieldwork.permissions import COLLECT
from apps.fieldwork.queries import recognise, standing_of
from apps.fieldwork.views.answering import (
    Told,
    answered,
    document_of,
    door,
    for_devices,
)
from geo.access import NotAllowed, Viewer
from geo.ogc.features.editing import check_token
from geo.ogc.views import read
from geo.pages.middleware import viewer_for, viewer_of
from geo.pages.typed import json_in

TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
LONGEST_NAME: Final = 80


def _holder(user: User) -> dict[str, str]:
    viewer = viewer_for(user)
    return {"name": viewer.name, "full_name": viewer.full_name or viewer.name}


@door("POST")
def codes(request: HttpRequest) -> Told:
    """A code for oneself, asked by a browser that is signed in."""
    user = request.user
    if not isinstance(user, User):
        raise NotAllowed(COLLECT)
    check_token(read(request), request)
    code = make_code(user, by=viewer_of(request))
    return answered({"code": code, "minutes": MINUTES}, 201)


@door("POST")
def devices(request: HttpRequest) -> Told:
    """Make a telephone known by a code."""
    told = document_of(request, "device", "token", "code", "name")
    name = " ".join(told["name"].split())
    try:
        ident = UUID(told["device"])
    except ValueError as error:
        raise BadDocument from error
    if not TOKEN.fullmatch(told["token"]) or not 0 < len(name) <= LONGEST_NAME:
        raise BadDocument
    new = NewDevice(
        id=ident,
        token=told["token"],
        code=told["code"],
        name=name,
        signing_key=_signing_key(request) if "signing_key" in json_in(request.body) else "",
    )
    device, is_new = enrol_device(new)
    document = {
        "device": str(device.pk),
        "signing_key": device.signing_key or None,
        "holder": _holder(device.holder),
        "key": told_key(),
        "server_time": timezone.now().isoformat(),
    }
    return answered(document, 201 if is_new else 200)


def _signing_key(request: HttpRequest) -> str:
    """The public key in a body, written as telephones write it."""
    text = document_of(request, "signing_key")["signing_key"]
    try:
        public_key(text)
    except ValueError as error:
        raise BadDocument from error
    return text


@for_devices("POST")
def signature(request: HttpRequest, device: Device, _by: Viewer) -> Told:
    """A telephone that was enrolled before they signed says what it signs with."""
    return {"signing_key": note_signing_key(device, _signing_key(request)).signing_key}


@door("GET")
def key(_request: HttpRequest) -> Told:
    """The public key that envelopes are sealed to."""
    return {**told_key()}


@for_devices("GET")
def state(_request: HttpRequest, device: Device, _by: Viewer) -> Told:
    """How a telephone stands with the server."""
    standing = standing_of(device)
    return {
        "device": str(device.pk),
        "name": device.name,
        "signing_key": device.signing_key or None,
        "holder": _holder(device.holder),
        "key": told_key(),
        "server_time": timezone.now().isoformat(),
        "events": {
            "count": standing.count,
            "last_seq": standing.last_seq,
            "missing": list(standing.missing),
        },
        "duty": _duty(device),
        "open": Event.objects.filter(device=device).waiting().count(),
    }


def _duty(device: Device) -> dict[str, Any]:
    given = Consent.objects.filter(holder=device.holder_id, withdrawn_at=None).first()
    consent = None
    if given is not None:
        consent = {"version": given.version, "at": given.given_at.isoformat()}
    return {
        "on": Duty.objects.filter(device=device, ended_at=None).exists(),
        "consent": consent,
        "consent_version": VERSION,
        "consent_text": str(TEXT),
    }


@door("POST")
def wiped(request: HttpRequest) -> HttpResponse:
    """A telephone says that it deleted what can be read; it may be revoked, and is."""
    device = recognise(request.headers.get("Authorization", ""))
    left = read_count(request, "sealed_left")
    at = note_wiped(device, sealed_left=left)
    return answered({"wiped_at": None if at is None else at.isoformat()})


def read_count(request: HttpRequest, name: str) -> int:
    """A whole number of the JSON object of a body."""
    try:
        value = json_in(request.body)[name]
    except (ValueError, KeyError, TypeError) as error:
        raise BadDocument from error
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**6:
        raise BadDocument
    return value
