"""What a store of files promises, wherever it keeps them."""

from __future__ import annotations

import hashlib
import re
from typing import Final, Protocol

from django.utils.translation import gettext as _

from geo.errors import Refusal

SHA256: Final = re.compile(r"[0-9a-f]{64}")


class StoreAway(Refusal):
    """The store does not answer, or does not take the file."""

    def __init__(self) -> None:
        super().__init__(
            _("The store of files does not answer. Nothing was changed; try again later.")
        )


class Missing(Refusal):
    """The store does not have what it should."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        super().__init__(
            _("The file is not in the store. Whoever administers this platform must know.")
        )


class Damaged(Refusal):
    """What the store has is not what was put there."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        super().__init__(
            _(
                "The stored file was changed or damaged, so it is not shown. Whoever "
                "administers this platform must know."
            )
        )


class Store(Protocol):
    """Keeps bytes under their SHA-256. Implementations: `disk`, `s3`."""

    def put(self, content: bytes) -> str:
        """Keep `content`, unless it is there already; returns its digest.

        Raises:
            StoreAway: it could not be kept.
        """
        ...

    def get(self, digest: str) -> bytes:
        """The bytes under `digest`, compared with it.

        Raises:
            Missing, Damaged, StoreAway: they cannot be had as they were put.
        """
        ...

    def has(self, digest: str) -> bool:
        """Whether there is something under `digest`."""
        ...


def digest_of(content: bytes) -> str:
    """The SHA-256 of `content` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def key_of(digest: str) -> str:
    """Where in a store the bytes of `digest` lie: no folder grows without end.

    >>> key_of("ab" * 32)[:9]
    'ab/ab/aba'
    """
    if not SHA256.fullmatch(digest):
        raise ValueError("not a SHA-256 in hexadecimal digits")
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def checked(digest: str, content: bytes) -> bytes:
    """The content, if it is what was put under `digest`.

    Raises:
        Damaged: it is something else.
    """
    if digest_of(content) != digest:
        raise Damaged(digest)
    return content
