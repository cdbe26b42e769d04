"""Who finds the pages of the treasury in the menu."""

from __future__ import annotations

from apps.treasury.permissions import CASH, OVERSEE, RESOLVE, VIEW
from geo.access import Viewer


def sits_at_desks(viewer: Viewer) -> bool:
    """Whether the viewer takes money at a desk."""
    return viewer.may_somewhere(CASH.name)


def oversees_desks(viewer: Viewer) -> bool:
    """Whether the viewer sees every desk."""
    return viewer.may(OVERSEE.name)


def resolves_payments(viewer: Viewer) -> bool:
    """Whether the viewer settles payments that wait."""
    return viewer.may_somewhere(RESOLVE.name)


def keeps_books(viewer: Viewer) -> bool:
    """Whether the viewer sees what is owed and paid."""
    return viewer.may_somewhere(VIEW.name)
