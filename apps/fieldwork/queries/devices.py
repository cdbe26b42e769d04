"""Which telephone is asking, and who may carry one."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from django.contrib.auth.models import User

from apps.fieldwork.domain.refusals import UnknownDevice
from apps.fieldwork.models import Device
from apps.fieldwork.permissions import COLLECT
from geo.pages.middleware import viewer_for


def token_digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def recognise(header: str) -> Device:
    """The telephone behind an `Authorization` header, revoked or not.

    Raises:
        UnknownDevice: none was enrolled with this id and token.
    """
    scheme, _space, signed = header.partition(" ")
    ident, dot, token = signed.strip().partition(".")
    try:
        number = UUID(ident)
    except ValueError as error:
        raise UnknownDevice from error
    found = Device.objects.select_related("holder").filter(pk=number).first()
    if found is None or scheme.lower() != "bearer" or not dot:
        raise UnknownDevice
    if not hmac.compare_digest(found.token_digest, token_digest(token)):
        raise UnknownDevice
    return found


def collectors() -> list[User]:
    """Active accounts that may work in the street today, by name."""
    users = User.objects.filter(is_active=True, is_superuser=False)
    return [
        user
        for user in users.order_by("username")
        if viewer_for(user).may_somewhere(COLLECT.name)
    ]
