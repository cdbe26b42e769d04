"""Events that a telephone delivers: each applied once, whatever comes how often."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.fieldwork.actions.applying import apply_event, give_up
from apps.fieldwork.actions.recording import draft_event
from apps.fieldwork.actions.vouching import ident_of, keep_unread, see_whose
from apps.fieldwork.domain.clocks import Delivery
from apps.fieldwork.domain.happenings import Happening, NotUnderstood, read_happening
from apps.fieldwork.domain.keys import key_called
from apps.fieldwork.domain.refusals import RevokedDevice
from apps.fieldwork.domain.sealing import (
    EVENT,
    Envelope,
    Unopened,
    open_envelope,
    read_envelope,
)
from apps.fieldwork.domain.signing import NotVouched
from apps.fieldwork.models import Device, Event, SyncReceipt
from apps.fieldwork.permissions import COLLECT
from geo.access import Viewer
from geo.acting import acting

UNREAD = "unread"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the telephone is told about one envelope."""

    sha256: str
    id: UUID | None = None
    outcome: str = UNREAD
    message: str = ""
    flags: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A delivery as it arrived."""

    device: Device
    envelopes: Sequence[bytes]
    digest: str
    """SHA-256 of the whole body."""
    size: int
    sent: dt.datetime | None
    """By the telephone's clock."""
    carried_by: str = ""
    """Who handed it in, if the telephone did not send it."""


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """An envelope with what was in it, and where it stood in the delivery."""

    place: int
    envelope: Envelope
    happening: Happening


def receive_events(parcel: Parcel, *, by: Viewer) -> tuple[SyncReceipt, list[Told]]:
    """Keep and apply what a telephone delivers; what is told of each is in their order.

    Each event is a transaction of its own, in the order of the telephone's count: a
    fault in one holds up no other, and what was done stays done if the rest fails. What
    cannot be read is kept as it came.

    Raises:
        NotAllowed: `by`, the telephone's holder, may not work in the street.
        UnsignedDelivery: a telephone that signs sent something unsigned.
    """
    COLLECT.require(by)
    read = [_read(place, raw, parcel) for place, raw in enumerate(parcel.envelopes)]
    receipt = _receipt(parcel)
    told: dict[int, Told] = {}
    opened = []
    for place, found in enumerate(read):
        if isinstance(found, _Opened):
            opened.append(found)
        else:
            told[place] = _keep(parcel.envelopes[place], found, receipt)
    delivery = Delivery(
        received=receipt.received_at,
        sent=parcel.sent,
        enrolled=parcel.device.enrolled_at,
    )
    for each in sorted(opened, key=lambda one: (one.happening.seq, one.place)):
        told[each.place] = _once(each, receipt, delivery, by)
    return receipt, [told[place] for place in sorted(told)]


def _receipt(parcel: Parcel) -> SyncReceipt:
    try:
        with transaction.atomic():
            receipt = SyncReceipt.objects.create(
                device=parcel.device,
                sha256=parcel.digest,
                size=parcel.size,
                carried_by=parcel.carried_by,
            )
    except IntegrityError as error:  # it was revoked while this was on its way
        if "receipt_is_of_a_known_telephone" not in str(error):
            raise
        parcel.device.refresh_from_db()
        raise RevokedDevice(wipe=parcel.device.wipe_asked) from error
    receipt.refresh_from_db(fields=["received_at"])
    if parcel.sent is not None:
        off = (receipt.received_at - parcel.sent).total_seconds()
        SyncReceipt.objects.filter(pk=receipt.pk).update(clock_offset=off)
        receipt.clock_offset = off
    return receipt


def _read(place: int, raw: bytes, parcel: Parcel) -> _Opened | str:
    """What happened, or in a sentence why that cannot be known."""
    try:
        return _opened(place, raw, parcel)
    except NotVouched as error:
        return str(error)
    except Unopened:
        return _("It could not be opened: it was sealed to another key, or damaged.")
    except NotUnderstood as error:
        return _("It was opened, but “%s” in it could not be understood.") % error


def _opened(place: int, raw: bytes, parcel: Parcel) -> _Opened:
    envelope = read_envelope(raw)
    if envelope.magic != EVENT or envelope.device != parcel.device.pk:
        raise Unopened
    see_whose(envelope, parcel.device, carried_by=parcel.carried_by)
    happening = read_happening(open_envelope(envelope, key_called(envelope.kid)))
    if (happening.id, happening.device) != (envelope.id, envelope.device):
        raise NotUnderstood("id")
    return _Opened(place=place, envelope=envelope, happening=happening)


def _keep(raw: bytes, why: str, receipt: SyncReceipt) -> Told:
    """Keep bytes about which nothing is done; the telephone may forget them."""
    said, is_new = keep_unread(
        raw, why, device=receipt.device, carried_by=receipt.carried_by, receipt=receipt
    )
    digest = hashlib.sha256(raw).hexdigest()
    return Told(sha256=digest, id=ident_of(raw), message=said, again=not is_new)


def _once(each: _Opened, receipt: SyncReceipt, delivery: Delivery, by: Viewer) -> Told:
    """Record an event and apply it, unless it is there: then tell what became of it.

    Whoever comes second waits at the primary key until the first has committed. The
    telephone's row is taken first: who counts what it took takes it first, too, and would
    else wait for its numbers while this waits for the row.
    """
    found = Event.objects.filter(pk=each.happening.id).first()
    if found is not None:
        return _known(found, each, receipt)
    draft = draft_event(each.happening, receipt, delivery, each.envelope.sha256)
    try:
        with transaction.atomic(), acting(by):
            Device.objects.select_for_update(no_key=True).get(pk=draft.device_id)
            draft.save(force_insert=True)
            apply_event(draft, by=by)
    except DataError:
        why = _("It was opened, but something in it cannot be kept as a record.")
        return _keep(each.envelope.raw, why, receipt)
    except IntegrityError as error:
        found = Event.objects.filter(pk=each.happening.id).first()
        if found is not None:
            return _known(found, each, receipt)
        with transaction.atomic(), acting(by):  # a deferred guard refused what was done
            draft.save(force_insert=True)
            give_up(draft, error)
    return _told(draft, each, again=False)


def _known(found: Event, each: _Opened, receipt: SyncReceipt) -> Told:
    """What became of an event that came before; another one under its id is kept apart."""
    said = each.happening
    same = (found.device_id, found.seq, found.kind, found.act, found.said_at)
    if same != (said.device, said.seq, said.kind, said.act, said.at):
        why = _("Another event with the same id came before.")
        return _keep(each.envelope.raw, why, receipt)
    return _told(found, each, again=True)


def _told(event: Event, each: _Opened, *, again: bool) -> Told:
    return Told(
        sha256=each.envelope.sha256,
        id=event.pk,
        outcome=str(event.outcome),
        message=event.message,
        flags=tuple(map(str, event.flags)),
        again=again,
    )
