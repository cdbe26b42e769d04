"""Photos and signatures from the street: each kept once, free of hidden facts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.documents.actions import attach_file
from apps.documents.domain.acceptance import FileRefused
from apps.documents.domain.owners import About
from apps.documents.models import Attachment
from apps.fieldwork.actions.vouching import keep_unread, see_whose
from apps.fieldwork.domain.keys import key_called
from apps.fieldwork.domain.refusals import BadFrames, TooMuch
from apps.fieldwork.domain.sealing import (
    FILE,
    Envelope,
    Unopened,
    open_envelope,
    read_envelope,
)
from apps.fieldwork.domain.signing import NotVouched
from apps.fieldwork.models import Device, FieldFile
from apps.fieldwork.permissions import COLLECT
from apps.fieldwork.terms import FILE as FILE_KIND
from apps.fieldwork.terms import FileOutcome
from geo.access import Viewer

LARGEST: Final = 8 * 10**6


@dataclass(frozen=True, kw_only=True)
class FileTold:
    """What the telephone is told about a file."""

    id: UUID
    sha256: str
    """Of the envelope."""
    outcome: str
    message: str
    again: bool


def receive_file(
    raw: bytes, ident: UUID, *, device: Device, by: Viewer, carried_by: str = ""
) -> FileTold:
    """Keep a photo or signature; the same again is told the same.

    `carried_by` handed it in if the telephone did not send it. Not within a transaction:
    judging a picture takes a second, and its refusal is kept.

    Raises:
        NotAllowed: `by` may not work in the street.
        BadFrames: it is no envelope of a file, or another file's or telephone's.
        TooMuch: it is larger than files may be.
        UnsignedDelivery: the telephone signs, and sent this unsigned.
        StoreAway, NoScanner: what it takes to keep it does not answer.
    """
    COLLECT.require(by)
    if len(raw) > LARGEST:
        raise TooMuch
    try:
        envelope = read_envelope(raw)
    except Unopened as error:
        raise BadFrames from error
    if (envelope.magic, envelope.id, envelope.device) != (FILE, ident, device.pk):
        raise BadFrames
    try:
        see_whose(envelope, device, carried_by=carried_by)
    except NotVouched as error:
        return _unread(envelope, str(error), device, carried_by)
    known = FieldFile.objects.filter(pk=ident).first()
    if known is not None:
        return _told(known, envelope, again=True)
    try:
        content = open_envelope(envelope, key_called(envelope.kid))
    except Unopened:
        why = _("It could not be opened: it was sealed to another key, or damaged.")
        return _unread(envelope, why, device, carried_by)
    return _kept(content, envelope, device, by)


def _told(found: FieldFile, envelope: Envelope, *, again: bool) -> FileTold:
    return FileTold(
        id=found.pk,
        sha256=envelope.sha256,
        outcome=str(found.outcome),
        message=found.message,
        again=again,
    )


def _unread(envelope: Envelope, why: str, device: Device, carried_by: str) -> FileTold:
    said, is_new = keep_unread(envelope.raw, why, device=device, carried_by=carried_by)
    return FileTold(
        id=envelope.id,
        sha256=envelope.sha256,
        outcome="unread",
        message=said,
        again=not is_new,
    )


def _kept(content: bytes, envelope: Envelope, device: Device, by: Viewer) -> FileTold:
    about = About(kind=FILE_KIND, id=str(envelope.id))
    attachment: Attachment | None = None
    said = ""
    try:
        attachment = attach_file(content, name=f"{envelope.id}", about=about, by=by)
    except FileRefused as refused:
        said = str(refused)
    row = FieldFile(
        id=envelope.id,
        device=device,
        envelope_sha256=envelope.sha256,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        outcome=FileOutcome.REFUSED if attachment is None else FileOutcome.KEPT,
        message=said,
        attachment=attachment,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same file came on two lines at once: the first counts
        row = FieldFile.objects.get(pk=envelope.id)
        return _told(row, envelope, again=True)
    return _told(row, envelope, again=False)
