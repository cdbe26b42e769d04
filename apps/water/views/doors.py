"""Who finds the pages of the water service in the menu."""

from __future__ import annotations

from apps.water.permissions import VIEW
from geo.access import Viewer


def sees_debtors(viewer: Viewer) -> bool:
    """Whether the viewer sees accounts in debt somewhere."""
    return viewer.may_somewhere(VIEW.name)
