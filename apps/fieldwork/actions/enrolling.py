"""Telephones: made known by a code, revoked for good, wiped at their next contact."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from apps.fieldwork.domain.refusals import (
    AlreadyRevoked,
    DeviceTaken,
    WrongCode,
)
from apps.fieldwork.models import Device, EnrolmentCode
from apps.fieldwork.permissions import COLLECT, SUPERVISE
from apps.fieldwork.queries.devices import token_digest
from geo.access import Viewer
from geo.acting import acting
from geo.pages.middleware import viewer_for

MINUTES: Final = 15
LETTERS: Final = 8
"""40 bits that live a quarter of an hour."""
SEEN_EVERY: Final = dt.timedelta(minutes=1)
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, kw_only=True)
class NewDevice:
    """A telephone as it introduces itself."""

    id: UUID
    token: str
    code: str
    name: str


def plain(code: str) -> str:
    """The code as it is compared.

    >>> plain(" ABCD-efgh ")
    'abcdefgh'
    """
    return "".join(code.split()).replace("-", "").lower()


@transaction.atomic
def make_code(holder: User, *, by: Viewer) -> str:
    """A code with which one telephone becomes that of `holder`; shown this once.

    Raises:
        NotAllowed: `by` is neither the collector nor a supervisor.
        BadAssignment: `holder` may not work in the street.
    """
    (COLLECT if by.name == holder.get_username() else SUPERVISE).require(by)
    COLLECT.require(viewer_for(holder))
    text = "".join(secrets.choice(_ALPHABET) for _ in range(LETTERS))
    EnrolmentCode.objects.filter(ends_at__lt=Now(), device=None).delete()
    with acting(by):
        EnrolmentCode.objects.create(
            digest=token_digest(text),
            holder=holder,
            made_by=by.name,
            ends_at=Now() + dt.timedelta(minutes=MINUTES),
        )
    return f"{text[:4]}-{text[4:]}"


@transaction.atomic
def enrol_device(new: NewDevice) -> tuple[Device, bool]:
    """Make a telephone known by its code; whether it was enrolled now.

    Whoever has the code is let in: nobody is signed in on the telephone. The same
    telephone with the same code again is told the same.

    Raises:
        WrongCode: no code of this text opens now.
        DeviceTaken: another telephone has this id.
    """
    code = (
        EnrolmentCode.objects.select_for_update(of=("self",))
        .select_related("holder", "device")
        .filter(digest=token_digest(plain(new.code)))
        .filter(Q(ends_at__gt=Now()) | Q(device__isnull=False))
        .first()
    )
    if code is None:
        raise WrongCode
    digest = token_digest(new.token)
    if code.device is not None:
        if (code.device_id, code.device.token_digest) != (new.id, digest):
            raise WrongCode
        return code.device, False
    COLLECT.require(viewer_for(code.holder))
    try:
        with transaction.atomic():
            device = Device.objects.create(
                id=new.id, name=new.name, holder=code.holder, token_digest=digest
            )
    except IntegrityError as error:
        raise DeviceTaken from error
    code.device = device
    code.save(update_fields=["device"])
    device.refresh_from_db(fields=["enrolled_at"])
    return device, True


def note_seen(device: Device) -> None:
    """Remember that a telephone was heard of, at most once a minute."""
    rows = Device.objects.filter(pk=device.pk)
    rows.exclude(seen_at__gt=Now() - SEEN_EVERY).update(seen_at=Now())


@transaction.atomic
def revoke_device(device: Device, *, wipe: bool, by: Viewer) -> Device:
    """Let a telephone in no more, for good; `wipe` has it delete what can be read.

    Raises:
        NotAllowed: `by` does not lead crews.
        AlreadyRevoked: it was revoked before, and the wipe was asked or is not wanted.
    """
    SUPERVISE.require(by)
    with acting(by):
        rows = Device.objects.select_for_update().filter(pk=device.pk)
        found = rows.get()
        if found.revoked_at is None:
            rows.update(revoked_at=Now(), revoked_by=by.name, wipe_asked=wipe)
        elif wipe and not found.wipe_asked:
            rows.update(wipe_asked=True)
        else:
            raise AlreadyRevoked
    found.refresh_from_db()
    return found


@transaction.atomic
def note_wiped(device: Device, *, sealed_left: int) -> dt.datetime | None:
    """Note that a telephone says it has deleted what can be read; None if nobody asked."""
    rows = Device.objects.select_for_update().filter(pk=device.pk, wipe_asked=True)
    rows.filter(wiped_at=None).update(wiped_at=Now(), sealed_left=sealed_left)
    found = rows.first()
    return found.wiped_at if found is not None else None
