"""Finding the places of obligations in the territory: when posted, and when it changes."""

from __future__ import annotations

from apps.territory.actions import place_again
from apps.territory.queries import stage_standing
from apps.treasury.actions.booking import SQL
from apps.treasury.models import Obligation


def find_places() -> None:
    """Find district, OTB, zone and street of every staged place, all at once."""
    stage_standing(SQL / "post" / "points.sql", into="posting_spot")


def place_obligations() -> int:
    """Find every obligation's place anew, so that debt is counted where it lies now.

    Returns how many lie elsewhere now; what is right is not touched.
    """
    return place_again(Obligation, at="place")
