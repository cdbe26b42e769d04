"""How densely people live at a place: a smooth surface through the polling places."""

from __future__ import annotations

from typing import Final

import numpy as np

from data.town.facts import Facts
from data.town.plane import Floats, metres

SPREAD: Final = (420.0, 1100.0)
"""Metres: people live around their polling place, most near it, some farther."""

NEAR_SHARE: Final = 0.6
"""Share of the people who live within the nearer of the two spreads."""


class Density:
    """Persons per hectare, from voters scaled to the census (a stated stand-in)."""

    def __init__(self, facts: Facts) -> None:
        places = facts.polling_places
        self.positions = metres(tuple(place.position for place in places))
        voters = np.array([place.voters for place in places], dtype=float)
        self.persons = voters * facts.statistics.people / voters.sum()

    def at(self, points: Floats) -> Floats:
        """Persons per hectare at each point (rows of metres)."""
        squared = ((points[:, None, :] - self.positions[None, :, :]) ** 2).sum(axis=2)
        total = np.zeros(len(points))
        for spread, share in zip(SPREAD, (NEAR_SHARE, 1 - NEAR_SHARE), strict=True):
            peak = share * self.persons / (2 * np.pi * spread**2) * 10_000
            total += (peak[None, :] * np.exp(-squared / (2 * spread**2))).sum(axis=1)
        return total
