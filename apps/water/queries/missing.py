"""Parcels that should have a water account and have none, and accounts on no parcel."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo import sql

SQL: Final = Path(__file__).parents[1] / "sql" / "missing"


@dataclass(frozen=True, kw_only=True)
class BareParcel:
    """A parcel without an account where water is supplied."""

    id: int
    code: str
    operators: str
    """Who supplies here."""
    otb: str
    address: str
    longitude: float
    latitude: float
    neighbours: int
    """How many of the four nearest parcels have an account."""
    metres: int | None
    """To the nearest pipe; None beyond some sixty."""
    outcome: str
    """What was found last time; empty where nobody went yet."""


@dataclass(frozen=True, kw_only=True)
class LooseAccount:
    """An account whose connection lies on no parcel."""

    id: int
    number: str
    operator: str
    address: str
    otb: str
    longitude: float
    latitude: float


def bare_parcels(
    *,
    on: dt.date,
    district: int | None = None,
    otb: int | None = None,
    limit: int = 500,
) -> list[BareParcel]:
    """Parcels to look at, the likeliest first; what was settled on a visit is left out.

    An operator counts where its cover of the day `on` lies.
    """
    return sql.rows(
        BareParcel,
        SQL / "parcels.sql",
        today=on,
        district=district,
        otb=otb,
        limit=limit,
    )


def loose_accounts(
    *, district: int | None = None, otb: int | None = None, limit: int = 500
) -> list[LooseAccount]:
    """Standing accounts without a parcel."""
    return sql.rows(
        LooseAccount, SQL / "accounts.sql", district=district, otb=otb, limit=limit
    )
