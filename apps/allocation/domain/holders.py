"""Who holds: a party of the register, a browser that nobody knows yet, or both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whoever takes spaces; at least one of the two is known."""

    party_id: int | None = None
    visitor: str = ""
    """Digest of the token that the browser carries."""

    def is_known(self) -> bool:
        """Whether there is anybody at all."""
        return self.party_id is not None or bool(self.visitor)


def digest(*parts: str) -> str:
    """One name of 64 letters for several texts, from which they cannot be read.

    >>> len(digest("a", "b")), digest("a", "b") == digest("ab")
    (64, False)
    """
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Under which key somebody asked: the same key again is the same request."""

    who: str
    key: str
