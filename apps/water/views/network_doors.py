"""Who finds the pages of the network and of hidden taps in the menu."""

from __future__ import annotations

from apps.water.permissions import CLOSE_VALVES, REGISTER
from geo.access import Viewer


def closes_valves(viewer: Viewer) -> bool:
    """Whether the viewer records bursts."""
    return viewer.may(CLOSE_VALVES.name)


def registers_accounts(viewer: Viewer) -> bool:
    """Whether the viewer opens accounts, and so looks for those that are missing."""
    return viewer.may(REGISTER.name)
