"""A saved outbox that a supervisor hands in when the telephone cannot send."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from apps.fieldwork.actions.delivering import Parcel, receive_events
from apps.fieldwork.actions.filing import receive_file
from apps.fieldwork.domain.refusals import NotAnExport
from apps.fieldwork.domain.sealing import (
    EVENT,
    EXPORT,
    BadFrame,
    Envelope,
    Unopened,
    read_envelope,
    unframed,
)
from apps.fieldwork.models import Device
from apps.fieldwork.permissions import SUPERVISE
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_for


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """What was in a saved outbox, and what became of it."""

    events: int
    files: int
    again: int
    """How many of both had come before."""
    doubtful: tuple[str, ...]
    """What is to be said about those that were not simply applied."""


def hand_in(content: bytes, *, by: Viewer) -> HandedIn:
    """Take a saved outbox as if its telephone had sent it, also if it was revoked.

    What it says is applied as its collector's, and the receipt names who carried it.

    Raises:
        NotAllowed: `by` does not lead crews.
        NotAnExport: it is no such file, or is incomplete.
    """
    SUPERVISE.require(by)
    if not content.startswith(EXPORT):
        raise NotAnExport
    try:
        envelopes = [read_envelope(raw) for raw in unframed(content[len(EXPORT) :])]
    except (BadFrame, Unopened) as error:
        raise NotAnExport from error
    grouped: dict[UUID, list[Envelope]] = defaultdict(list)
    for envelope in envelopes:
        grouped[envelope.device].append(envelope)
    known = Device.objects.select_related("holder").in_bulk(list(grouped))
    if set(known) != set(grouped):
        raise NotAnExport
    told = [_of_one(known[number], grouped[number], by) for number in grouped]
    return HandedIn(
        events=sum(each.events for each in told),
        files=sum(each.files for each in told),
        again=sum(each.again for each in told),
        doubtful=tuple(said for each in told for said in each.doubtful),
    )


def _of_one(device: Device, envelopes: list[Envelope], by: Viewer) -> HandedIn:
    holder = viewer_for(device.holder)
    events = [each.raw for each in envelopes if each.magic == EVENT]
    digest = hashlib.sha256(b"".join(events)).hexdigest()
    parcel = Parcel(
        device=device,
        envelopes=events,
        digest=digest,
        size=sum(map(len, events)),
        sent=None,
        carried_by=by.name,
    )
    _receipt, told = receive_events(parcel, by=holder)
    doubtful = [each.message for each in told if each.message]
    again = sum(each.again for each in told)
    files = [each for each in envelopes if each.magic != EVENT]
    for each in files:
        try:
            kept = receive_file(each.raw, each.id, device=device, by=holder)
        except Refusal as refusal:
            doubtful.append(_("A file could not be kept: %s") % refusal)
            continue
        again += kept.again
        doubtful += [kept.message] if kept.message else []
    return HandedIn(
        events=len(events), files=len(files), again=again, doubtful=tuple(doubtful)
    )
