"""Random codes that people copy, and how they are kept so that nobody can read them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

GROUP: Final = 4
RECOVERY_LETTERS: Final = 12
"""60 bits a code: with the growing delay nobody guesses one."""
PROGRAM_LETTERS: Final = 32
"""160 bits: a digest without a slow hash is enough, so each request is answered at once."""
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"


class Unreadable(ValueError):
    """What was sealed cannot be opened: the instance's secret key has changed."""


def make_code(letters: int) -> str:
    """A random code in groups of four letters, without 0, 1, 8 and 9."""
    text = "".join(secrets.choice(_ALPHABET) for _ in range(letters))
    return "-".join(text[start : start + GROUP] for start in range(0, letters, GROUP))


def plain(code: str) -> str:
    """The code as it is compared: without spaces, dashes and capitals.

    >>> plain(" ABCD-efgh ")
    'abcdefgh'
    """
    return "".join(code.split()).replace("-", "").lower()


def digest(purpose: str, secret: str) -> str:
    """What the database keeps of `secret`; the same secret differs between purposes."""
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, f"{purpose}\0{secret}".encode(), hashlib.sha256).hex()


def _sealer() -> Fernet:
    key = hashlib.sha256(b"signin.factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(secret: bytes) -> bytes:
    """Encrypt `secret` with the instance's key."""
    return _sealer().encrypt(secret)


def unseal(sealed: bytes) -> bytes:
    """Decrypt what `seal` encrypted.

    Raises:
        Unreadable: with another key, or it was changed.
    """
    try:
        return _sealer().decrypt(sealed)
    except InvalidToken as error:
        raise Unreadable from error
