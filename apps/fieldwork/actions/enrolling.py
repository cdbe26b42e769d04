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
    SignsOtherwise,
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
    signing_key: str = ""
    """Public half of what it signs with, read by `public_key` already."""


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
        SignsOtherwise: it came before with another key to sign with.
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
    if code.device is not None:
        return _known(code.device, new), False
    COLLECT.require(viewer_for(code.holder))
    device = _created(new, code.holder)
    code.device = device
    code.save(update_fields=["device"])
    device.refresh_from_db(fields=["enrolled_at"])
    return device, True


def _known(device: Device, new: NewDevice) -> Device:
    """The telephone that came with this code before, if it is the same."""
    if (device.pk, device.token_digest) != (new.id, token_digest(new.token)):
        raise WrongCode
    if new.signing_key and device.revoked_at is None:
        _sign_with(device, new.signing_key)
    return device


def _created(new: NewDevice, holder: User) -> Device:
    try:
        with transaction.atomic():
            return Device.objects.create(
                id=new.id,
                name=new.name,
                holder=holder,
                token_digest=token_digest(new.token),
                signing_key=new.signing_key,
            )
    except IntegrityError as error:
        raise DeviceTaken from error


@transaction.atomic
def note_signing_key(device: Device, key: str) -> Device:
    """Remember, once and for all, what a telephone signs with; again the same is the same.

    For telephones that were enrolled before they signed: the token vouches for the key.

    Raises:
        SignsOtherwise: another key was noted before.
    """
    found = Device.objects.select_for_update().get(pk=device.pk)
    _sign_with(found, key)
    return found


def _sign_with(device: Device, key: str) -> None:
    if device.signing_key == key:
        return
    if device.signing_key:
        raise SignsOtherwise
    device.signing_key = key
    device.save(update_fields=["signing_key"])


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
