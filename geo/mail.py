"""The mail server that an address names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import unquote, urlsplit

PORTS: Final = {"smtp": 587, "smtp+tls": 587, "smtps": 465}
SUBMISSION_HERE: Final = 25
"""Where a mail server on this machine listens for what its own programs send."""
HERE: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where letters are handed in, and how they are kept from others on the way."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    starts_tls: bool
    is_tls: bool

    @classmethod
    def at(cls, address: str) -> Self:
        """The server of `smtp://user:password@host:587`, `smtp+tls://…` or `smtps://…`.

        A letter may carry a link that opens an account, so it crosses no network
        readable: `smtp` turns to TLS (STARTTLS) everywhere but on this machine.

        Raises:
            ValueError: the address names no mail server.
        """
        parts = urlsplit(address)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError(f"{parts.scheme}: is no mail server")
        is_near = parts.scheme == "smtp" and parts.hostname in HERE
        usual = SUBMISSION_HERE if is_near else PORTS[parts.scheme]
        is_tls = parts.scheme == "smtps"
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or usual,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            starts_tls=not is_tls and not is_near,
            is_tls=is_tls,
        )
