"""What an office says of a window of a sale, and of those whom it admits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from apps.allocation.terms import Admits


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A window as an office sets it."""

    name: str
    rank: int
    first: dt.datetime
    last: dt.datetime
    admits: Admits
    tariff: str = ""
    """The only spaces it is about; empty for all."""


@dataclass(frozen=True, kw_only=True)
class Right:
    """Who is admitted, by which proof, and to which spaces where some wait for them."""

    party_id: int
    proof: str
    codes: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """By which norm, and why, somebody may buy though no window admits them."""

    norm: str
    reason: str

    @property
    def is_said(self) -> bool:
        """Whether both are."""
        return bool(self.norm.strip() and self.reason.strip())

    def __str__(self) -> str:
        return f"{self.norm.strip()}: {self.reason.strip()}"


@dataclass(frozen=True, kw_only=True)
class NotYet:
    """Why one space cannot be held now by one party."""

    code: str
    waits_by: str | None
    """Name of the window through which it waits for somebody else."""
    waits_until: dt.datetime | None
    open_for: str
    """Names of the windows that are open for the space now."""
    next_name: str | None
    next_at: dt.datetime | None
    """When the next window opens that lets this party in."""
