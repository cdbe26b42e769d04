"""What every way out does, and how it says that it could not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Message:
    """A text to hand over."""

    key: str
    """The same whenever this text is handed over again: the provider sends it once."""
    to: str
    """A number in E.164, or an address of e-mail."""
    subject: str
    body: str


class Gateway(Protocol):
    """A provider that takes texts."""

    name: str
    """As the log calls it; says nothing secret."""

    def send(self, message: Message) -> str:
        """Hand the text over; returns what the provider calls it.

        Raises:
            Unreachable: it may have gone out or not; try again with the same key.
            Rejected: it will never go out as it is.
        """


class Unreachable(Exception):
    """The provider did not answer, or is not ready: the same text may be sent later."""


class Rejected(Exception):
    """The provider will not take this text or this address, however often one asks."""
