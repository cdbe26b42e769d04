"""Who finds the pages of the field in the menu."""

from __future__ import annotations

from apps.fieldwork.permissions import COLLECT, COUNT, SUPERVISE
from geo.access import Viewer


def leads_crews(viewer: Viewer) -> bool:
    """Whether the viewer leads crews."""
    return viewer.may(SUPERVISE.name)


def counts_cash(viewer: Viewer) -> bool:
    """Whether the viewer counts what collectors bring."""
    return viewer.may(COUNT.name)


def goes_out(viewer: Viewer) -> bool:
    """Whether the viewer works in the street."""
    return viewer.may_somewhere(COLLECT.name)
