"""Whether what came is of the telephone it names, and what is kept if nothing proves it."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.utils.translation import gettext as _

from apps.fieldwork.domain.refusals import UnsignedDelivery
from apps.fieldwork.domain.sealing import Envelope, Unopened, read_envelope
from apps.fieldwork.domain.signing import Forged, NotVouched, Unsigned, vouch
from apps.fieldwork.models import Device, SyncReceipt, UnreadEnvelope


def see_whose(envelope: Envelope, device: Device, *, carried_by: str) -> None:
    """See that the telephone signed this; one without a key is believed by its token only.

    Raises:
        NotVouched: nothing proves it; the argument is a sentence that says why.
        UnsignedDelivery: the telephone itself sent it without its signature. It has it
            still, signs it when its program is the present one, and sends it again.
    """
    if not device.signing_key:
        if carried_by:
            raise NotVouched(
                _(
                    "The telephone that it names never told with which key it signs, so "
                    "a file does not prove that it is its own. Let it send by itself."
                )
            )
        return
    try:
        vouch(envelope, device.signing_key)
    except Unsigned as error:
        if not carried_by:
            raise UnsignedDelivery from error
        raise NotVouched(
            _("It is not signed by the telephone that it names: anybody can have made it.")
        ) from error
    except Forged as error:
        raise NotVouched(
            _(
                "Its signature is not of the telephone that it names: it was forged, or "
                "altered on the way."
            )
        ) from error


def keep_unread(
    raw: bytes,
    why: str,
    *,
    device: Device | None,
    carried_by: str = "",
    receipt: SyncReceipt | None = None,
) -> tuple[str, bool]:
    """Keep bytes about which nothing is done; a sentence on it, and whether it is new."""
    _kept, is_new = UnreadEnvelope.objects.get_or_create(
        sha256=hashlib.sha256(raw).hexdigest(),
        defaults={
            "device": device,
            "carried_by": carried_by,
            "content": raw,
            "why": why,
            "receipt": receipt,
        },
    )
    return _("%s It was kept as it came; your supervisor sees it.") % why, is_new


def ident_of(raw: bytes) -> UUID | None:
    """The id that an envelope names, if it is one."""
    try:
        return read_envelope(raw).id
    except Unopened:
        return None
