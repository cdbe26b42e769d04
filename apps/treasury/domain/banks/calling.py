"""Speaking JSON with a bank: over HTTPS, briefly, and never following where it points."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from apps.treasury.domain.banks.port import BankAway

PATIENCE_SECONDS: Final = 10
LARGEST_BYTES: Final = 4 << 20
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """Follow nothing: the bank's address is the one in the configuration."""


_opener = urllib.request.build_opener(_NoRedirects)
_next_door = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)
"""For a bank on this machine: the simulator."""


def asked(address: str, body: Mapping[str, object], **headers: str) -> dict[str, Any]:
    """What the bank answers to `body`; amounts in it stay exact.

    Raises:
        BankAway: it does not answer, answers too much, or no object.
    """
    parts = urlsplit(address)
    is_here = parts.hostname in _LOOPBACK
    if parts.scheme != "https" and not is_here:
        raise BankAway
    sent = json.dumps(body, default=str).encode()
    request = urllib.request.Request(  # noqa: S310  (looked at above)
        address, data=sent, method="POST", headers=headers
    )
    request.add_header("Content-Type", "application/json")
    opener = _next_door if is_here else _opener
    try:
        with opener.open(request, timeout=PATIENCE_SECONDS) as answer:
            text = answer.read(LARGEST_BYTES + 1)
        found = json.loads(text, parse_float=Decimal) if len(text) <= LARGEST_BYTES else 0
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise BankAway from error
    if not isinstance(found, dict):
        raise BankAway
    return found


def exact(value: object) -> Decimal:
    """An amount as a bank writes it: 10, 10.5 or "10.50".

    Raises:
        BankAway: it is none.
    """
    try:
        amount = Decimal(str(value))
    except ArithmeticError:
        raise BankAway from None
    if not amount.is_finite():
        raise BankAway
    return amount
