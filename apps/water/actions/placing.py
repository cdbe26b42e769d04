"""Finding the place of what belongs to the service anew when the territory has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.db import transaction

from apps.territory.actions import place_again
from apps.water.models import Connection
from geo import sql

SQL: Final = Path(__file__).parents[1] / "sql"


@transaction.atomic
def place_connections() -> int:
    """Find every connection's place anew, and a parcel for those that have lost theirs.

    Returns how many stand elsewhere now; what is right is not touched.
    """
    moved = place_again(Connection)
    return moved + sql.execute(SQL / "write_parcels.sql")


def place_checks() -> int:
    """Find the parcel of every check that has lost its own; returns how many did."""
    return sql.execute(SQL / "write_checked.sql")
