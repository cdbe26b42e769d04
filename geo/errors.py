"""The base of every refusal that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class Refusal(Exception):
    """The platform will not do what was asked; the message says why and what to do.

    Messages are shown to people, so they are translated and never quote SQL or paths
    of the server. Anything that is not a `Refusal` is a bug, and its text is hidden.
    """

    type_uri: ClassVar[str] = "about:blank"
    """What a standard calls this problem (RFC 9457, `type`); blank says: see the status."""

    @property
    def members(self) -> Mapping[str, Any]:
        """What a program needs to know besides the sentence (RFC 9457, 3.2)."""
        return {}


class NotUnderstood(Refusal):
    """Part of what was asked cannot be read (HTTP 400)."""


class Conflict(Refusal):
    """What was asked does not go together with how things stand now (HTTP 409)."""


class TooOften(Refusal):
    """More than one person's share; it can be asked again after some seconds (HTTP 429)."""

    def __init__(self, said: str, seconds: int) -> None:
        self.seconds = max(1, seconds)
        super().__init__(said)
