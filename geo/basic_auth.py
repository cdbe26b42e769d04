"""Who signs a request with a name and a password, as desktop GIS do (RFC 7617)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from geo.errors import Refusal

REMEMBERED_SECONDS: Final = 300.0
"""How long a password that was right need not be hashed again; a desktop GIS sends it
with each of a hundred requests, and hashing takes a quarter of a second."""
MOST_REMEMBERED: Final = 100
MOST_FAILURES: Final = 20
"""Wrong passwords per server process and minute; further ones are not even tried."""
WINDOW_SECONDS: Final = 60.0


class NotSignedIn(Refusal):
    """The request must be signed, and is not, or with a wrong name or password."""

    def __init__(self) -> None:
        super().__init__(
            _("Sign the request with the name and password of a staff account.")
        )


class TooManyTries(Refusal):
    """Too many wrong passwords came in the last minute."""

    def __init__(self) -> None:
        super().__init__(_("Too many wrong passwords. Wait a minute and try again."))


@dataclass(frozen=True, kw_only=True)
class _Known:
    user: int
    password: str
    """The stored hash it was compared with: a new password ends what is remembered."""
    until: float


_known: dict[bytes, _Known] = {}
_failures: list[float] = []


def user_of(header: str) -> User:
    """The active account that an `Authorization: Basic` header signs for.

    Raises:
        NotSignedIn: another scheme, or a wrong name or password.
        TooManyTries: too many wrong ones came shortly before.
    """
    digest = hmac.digest(settings.SECRET_KEY.encode(), header.encode(), hashlib.sha256)
    now = time.monotonic()
    known = _known.get(digest)
    if known is not None and known.until > now:
        user = User.objects.filter(pk=known.user, is_active=True).first()
        if user is not None and user.password == known.password:
            return user
    _failures[:] = [each for each in _failures if now - each < WINDOW_SECONDS]
    if len(_failures) >= MOST_FAILURES:
        raise TooManyTries
    name, password = _credentials(header)
    found = authenticate(username=name, password=password)
    if not isinstance(found, User):
        _failures.append(now)
        raise NotSignedIn
    if len(_known) >= MOST_REMEMBERED:
        _known.clear()
    until = now + REMEMBERED_SECONDS
    _known[digest] = _Known(user=found.pk, password=found.password, until=until)
    return found


def _credentials(header: str) -> tuple[str, str]:
    scheme, _space, encoded = header.partition(" ")
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise NotSignedIn from error
    name, colon, password = text.partition(":")
    if scheme.lower() != "basic" or not colon or "\0" in text:
        raise NotSignedIn
    return name, password
