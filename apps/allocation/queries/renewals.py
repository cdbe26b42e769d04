"""Which spaces last time's holders may have again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from apps.allocation.models import Offering, Window
from apps.allocation.queries.offered import SQL
from apps.allocation.terms import Obstacle
from geo import sql

SAME_PLACE_M: Final = 2.0
"""Metres between the middles of two spaces that are one place in two years."""


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """One title of last time, and the space that is theirs to have again."""

    party: int
    name: str
    had_code: str
    space: int | None
    code: str
    obstacle: str
    """Why there is none to renew; empty if there is."""

    @property
    def why_not(self) -> str:
        """The obstacle in words."""
        return str(Obstacle(self.obstacle).label) if self.obstacle else ""


def renewals_of(window: Window, previous: Offering) -> list[Renewal]:
    """Every title of `previous` with what it comes to in the offering of `window`."""
    return sql.rows(
        Renewal,
        SQL / "renewals.sql",
        window=window.pk,
        offering=window.offering_id,
        previous=previous.pk,
        metres=SAME_PLACE_M,
    )
