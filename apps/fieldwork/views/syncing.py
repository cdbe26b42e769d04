"""What telephones fetch and deliver: `/api/campo/`."""

from __future__ import annotations

import hashlib
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from apps.fieldwork.actions import (
    Parcel,
    lend_numbers,
    pack_assignment,
    receive_events,
    receive_file,
)
from apps.fieldwork.actions.delivering import Told as OneTold
from apps.fieldwork.actions.filing import LARGEST
from apps.fieldwork.actions.lending import free_numbers
from apps.fieldwork.actions.packing import MOST_BYTES, Download
from apps.fieldwork.domain.kinds import field_kind, field_kinds
from apps.fieldwork.domain.refusals import BadFrames, TooMuch
from apps.fieldwork.domain.sealing import BadFrame, unframed
from apps.fieldwork.models import Assignment, Device, ReceiptBlock
from apps.fieldwork.queries import standing_of
from apps.fieldwork.queries.crews import Progress, progress_of
from apps.fieldwork.views.answering import (
    KEPT_NOWHERE,
    Told,
    clock_of,
    document_of,
    for_devices,
)
from geo.access import Viewer
from geo.published.refusals import NotFound
from geo.store import store

MOST_ENVELOPES: Final = 200
MOST_BODY: Final = 10**6


@for_devices("POST")
def events(request: HttpRequest, device: Device, by: Viewer) -> Told:
    """Receive sealed events; what is told of each says the digest of its bytes."""
    body = request.body
    if len(body) > MOST_BODY:
        raise TooMuch
    try:
        envelopes = unframed(body)
    except BadFrame as error:
        raise BadFrames from error
    if len(envelopes) > MOST_ENVELOPES:
        raise TooMuch
    parcel = Parcel(
        device=device,
        envelopes=envelopes,
        digest=hashlib.sha256(body).hexdigest(),
        size=len(body),
        sent=clock_of(request),
    )
    receipt, told = receive_events(parcel, by=by)
    standing = standing_of(device)
    return {
        "receipt": {
            "id": receipt.pk,
            "sha256": receipt.sha256,
            "received_at": receipt.received_at.isoformat(),
        },
        "events": [_told_event(each) for each in told],
        "events_left": {
            "last_seq": standing.last_seq,
            "missing": list(standing.missing),
        },
        "clock_offset_s": receipt.clock_offset,
    }


def _told_event(told: OneTold) -> dict[str, Any]:
    return {
        "id": None if told.id is None else str(told.id),
        "sha256": told.sha256,
        "outcome": told.outcome,
        "message": told.message,
        "flags": list(told.flags),
        "again": told.again,
    }


@for_devices("PUT")
def file(request: HttpRequest, device: Device, by: Viewer, token: UUID) -> Told:
    """Receive a sealed photo or signature."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise TooMuch
    told = receive_file(request.body, token, device=device, by=by)
    return {
        "id": str(told.id),
        "sha256": told.sha256,
        "outcome": told.outcome,
        "message": told.message,
        "again": told.again,
    }


@for_devices("POST")
def numbers(request: HttpRequest, device: Device, by: Viewer) -> Told:
    """Receipt numbers that the telephone may give out."""
    code = document_of(request, "kind")["kind"]
    kind = next((each for each in field_kinds() if each.code == code), None)
    if kind is None or not kind.office:
        raise NotFound
    lent = lend_numbers(device, kind, on=timezone.localdate(), by=by)
    return {"blocks": [_block(each, kind.office) for each in lent]}


def _block(lent: ReceiptBlock, office: str) -> dict[str, Any]:
    return {
        "id": lent.pk,
        "kind": lent.kind,
        "office": office,
        "first": lent.block.first,
        "last": lent.block.last,
        "numbers": [
            {"id": each.pk, "number": each.number, "text": each.text}
            for each in free_numbers(lent)
        ],
    }


@for_devices("GET")
def assignments(_request: HttpRequest, device: Device, _by: Viewer) -> Told:
    """What is to be done, and how much there is to fetch for it."""
    today = timezone.localdate()
    rows = Assignment.objects.filter(holder=device.holder_id).to_be_done(on=today)
    mine = list(rows.order_by("first_day", "made_at"))
    progress = progress_of([each.pk for each in mine])
    now = timezone.now()
    told = [
        _assignment(pack_assignment(each, at=now, on=today), progress[each.pk])
        for each in mine
    ]
    return {"assignments": told, "most_bytes": MOST_BYTES}


def _assignment(found: Download, progress: Progress) -> dict[str, Any]:
    told = found.assignment
    return {
        "id": str(told.pk),
        "kind": told.kind,
        "kind_title": str(field_kind(told.kind).title),
        "title": told.title,
        "first_day": told.first_day.isoformat(),
        "last_day": told.last_day.isoformat(),
        "state": str(told.state),
        "items": progress.items,
        "done": progress.done,
        "version": told.package,
        "bytes": found.bytes,
        "maps": [
            {
                name: area[name]
                for name in ("file", "url", "bytes", "sha256", "title", "bounds", "zooms")
                if name in area
            }
            for area in found.maps
        ],
        "bounds": found.bounds,
    }


def _own(device: Device, token: UUID) -> Assignment:
    return Assignment.objects.get(pk=token, holder=device.holder_id)


@for_devices("GET")
def package(request: HttpRequest, device: Device, _by: Viewer, token: UUID) -> Told:
    """The package of an assignment, as it was packed."""
    found = _own(device, token)
    if not found.package:
        raise NotFound
    etag = f'"{found.package}"'
    headers = {"etag": etag, **KEPT_NOWHERE}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    headers["content-type"] = "application/json; charset=utf-8"
    headers["content-encoding"] = "gzip"
    return HttpResponse(store().get(found.package), headers=headers)


@for_devices("GET")
def thumbnails(_request: HttpRequest, device: Device, _by: Viewer, token: UUID) -> Told:
    """The thumbnails of an assignment, one behind the other."""
    found = _own(device, token)
    content = store().get(found.thumbnails) if found.thumbnails else b""
    headers = {"content-type": "application/octet-stream", **KEPT_NOWHERE}
    return HttpResponse(content, headers=headers)
