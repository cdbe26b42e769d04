"""A saved outbox that a supervisor hands in when the telephone cannot send."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from apps.fieldwork.actions.delivering import UNREAD, Parcel, receive_events
from apps.fieldwork.actions.filing import receive_file
from apps.fieldwork.actions.vouching import keep_unread
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
from apps.fieldwork.permissions import COLLECT, SUPERVISE
from geo.access import NotAllowed, Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_for


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """What was in a saved outbox, and what became of it."""

    events: int
    files: int
    again: int
    """How many of both had come before."""
    refused: int
    """How many are not proven to be of the telephone they name, or could not be read."""
    doubtful: tuple[str, ...]
    """What is to be said about those that were not simply applied, each sentence once."""


@dataclass(kw_only=True)
class _Tally:
    """The same while it is being counted."""

    events: int = 0
    files: int = 0
    again: int = 0
    refused: int = 0
    doubtful: Counter[str] = field(default_factory=Counter)

    def note(self, outcome: str, message: str, *, again: bool) -> None:
        self.again += again
        self.refused += outcome == UNREAD
        if message:
            self.doubtful[message] += 1


def hand_in(content: bytes, *, by: Viewer) -> HandedIn:
    """Take a saved outbox as if its telephone had sent it, also if it was revoked.

    What a telephone signed is applied as its collector's, and the receipt names who
    carried it. All else is kept as it came, and holds up nothing: who knows the server's
    public key can seal anything, and put it into a true file.

    Raises:
        NotAllowed: `by` does not lead crews.
        NotAnExport: it is no such file, or is incomplete.
    """
    SUPERVISE.require(by)
    if not content.startswith(EXPORT):
        raise NotAnExport
    try:
        parts = unframed(content[len(EXPORT) :])
    except BadFrame as error:
        raise NotAnExport from error
    tally = _Tally()
    grouped: dict[UUID | None, list[bytes]] = defaultdict(list)
    for raw in parts:
        grouped[_named(raw)].append(raw)
    devices = Device.objects.select_related("holder")
    known = devices.in_bulk([number for number in grouped if number is not None])
    for number, raws in grouped.items():
        device = None if number is None else known.get(number)
        if device is None:
            _keep(raws, _of_nobody(number), None, by, tally)
        else:
            _take(raws, device, by, tally)
    said = [text if n == 1 else f"{text} (× {n})" for text, n in tally.doubtful.items()]
    return HandedIn(
        events=tally.events,
        files=tally.files,
        again=tally.again,
        refused=tally.refused,
        doubtful=tuple(said),
    )


def _named(raw: bytes) -> UUID | None:
    """The telephone that an envelope names; None if it is no envelope."""
    try:
        return read_envelope(raw).device
    except Unopened:
        return None


def _of_nobody(number: UUID | None) -> str:
    if number is None:
        return _("It is nothing that a telephone sealed.")
    return _("It names a telephone that was never enrolled here.")


def _keep(
    raws: list[bytes], why: str, device: Device | None, by: Viewer, tally: _Tally
) -> None:
    for raw in raws:
        said, is_new = keep_unread(raw, why, device=device, carried_by=by.name)
        tally.note(UNREAD, said, again=not is_new)


def _take(raws: list[bytes], device: Device, by: Viewer, tally: _Tally) -> None:
    """What names one telephone, as its holder's; kept unread if they may send no more."""
    holder = viewer_for(device.holder)
    try:
        COLLECT.require(holder)
    except NotAllowed as refusal:
        _keep(raws, str(refusal), device, by, tally)
        return
    read = [read_envelope(raw) for raw in raws]
    _take_events([each.raw for each in read if each.magic == EVENT], device, by, tally)
    for each in read:
        if each.magic != EVENT:
            _take_file(each, device, by, tally)


def _take_events(events: list[bytes], device: Device, by: Viewer, tally: _Tally) -> None:
    parcel = Parcel(
        device=device,
        envelopes=events,
        digest=hashlib.sha256(b"".join(events)).hexdigest(),
        size=sum(map(len, events)),
        sent=None,
        carried_by=by.name,
    )
    _receipt, told = receive_events(parcel, by=viewer_for(device.holder))
    tally.events += len(events)
    for each in told:
        tally.note(each.outcome, each.message, again=each.again)


def _take_file(file: Envelope, device: Device, by: Viewer, tally: _Tally) -> None:
    tally.files += 1
    holder = viewer_for(device.holder)
    try:
        kept = receive_file(file.raw, file.id, device=device, by=holder, carried_by=by.name)
    except Refusal as refusal:
        tally.doubtful[_("A file could not be kept: %s") % refusal] += 1
        return
    tally.note(kept.outcome, kept.message, again=kept.again)
