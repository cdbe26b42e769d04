"""The base of every refusal that a person can act on."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """The platform will not do what was asked; the message says why and what to do.

    Messages are shown to people, so they are translated and never quote SQL or paths
    of the server. Anything that is not a `Refusal` is a bug, and its text is hidden.
    """

    type_uri: ClassVar[str] = "about:blank"
    """What a standard calls this problem (RFC 9457, `type`); blank says: see the status."""
