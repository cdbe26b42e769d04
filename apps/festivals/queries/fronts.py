"""What stands in front of a house."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apps.allocation.models import Offering
from apps.territory.models import Parcel
from geo import sql

SQL: Final = Path(__file__).parents[1] / "sql"
FRONT_M: Final = 12.0
"""Metres from a parcel within which a module is in front of it."""


@dataclass(frozen=True, kw_only=True)
class InFront:
    """A space in front of a parcel."""

    code: str
    metres: float
    """From the parcel to the space."""


def in_front_of(offering: Offering, parcel: Parcel, metres: float) -> list[InFront]:
    """Spaces of a feast at most so many metres before a parcel, and nearest to it."""
    return sql.rows(
        InFront,
        SQL / "in_front.sql",
        offering=offering.pk,
        parcel=parcel.pk,
        metres=metres,
    )
