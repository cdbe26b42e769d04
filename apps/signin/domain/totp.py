"""Codes of authenticator apps.

Source: RFC 6238 (TOTP) with RFC 4226 (HOTP): SHA-1, six digits, steps of thirty seconds,
which is what every authenticator app understands.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import quote, urlencode

from apps.signin.terms import STEP_SECONDS

DIGITS: Final = 6
SECRET_BYTES: Final = 20
"""As long as the hash's output (RFC 4226, 4, R6)."""
TOLERANCE_STEPS: Final = 1
"""A telephone's clock may be half a minute off (RFC 6238, 5.2)."""


def new_secret() -> bytes:
    """A random secret."""
    return secrets.token_bytes(SECRET_BYTES)


def step_at(seconds: float) -> int:
    """The step in which a time lies.

    Units: seconds since 1970.
    """
    return int(seconds // STEP_SECONDS)


def code_of(secret: bytes, step: int) -> str:
    """The code of one step (RFC 4226, 5.3).

    >>> code_of(b"12345678901234567890", 1)
    '287082'
    """
    mac = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    start = mac[-1] & 15
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def find_step(secret: bytes, code: str, *, around: int, after: int) -> int | None:
    """The step whose code this is: near `around`, and later than `after`."""
    for step in range(max(0, around - TOLERANCE_STEPS), around + TOLERANCE_STEPS + 1):
        if step > after and hmac.compare_digest(
            code_of(secret, step).encode(), code.encode()
        ):
            return step
    return None


def as_text(secret: bytes) -> str:
    """The secret as people type it: base 32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def enrolment_uri(secret: bytes, *, account: str, issuer: str) -> str:
    """What the square code on the page says to the authenticator app."""
    label = quote(f"{issuer}:{account}", safe="")
    query = urlencode({"secret": as_text(secret), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"
