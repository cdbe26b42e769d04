"""Finding the place of addresses anew when the territory has changed."""

from __future__ import annotations

from apps.people.models import PartyAddress
from apps.territory.actions import place_again


def place_addresses() -> int:
    """Find street, OTB and district of every address anew; returns how many changed."""
    return place_again(PartyAddress)
