"""Who finds the pages of the water service in the menu."""

from __future__ import annotations

from apps.water.permissions import BILL, CLOSE_VALVES, OPERATE, READ_METERS, REGISTER, VIEW
from geo.access import Viewer


def reads_meters(viewer: Viewer) -> bool:
    """Whether the viewer enters readings."""
    return viewer.may(READ_METERS.name)


def bills(viewer: Viewer) -> bool:
    """Whether the viewer bills."""
    return viewer.may(BILL.name)


def keeps_operators(viewer: Viewer) -> bool:
    """Whether the viewer keeps operators and their calendars."""
    return viewer.may(OPERATE.name)


def sees_accounts(viewer: Viewer) -> bool:
    """Whether the viewer sees accounts somewhere."""
    return viewer.is_staff and viewer.may_somewhere(VIEW.name)


def closes_valves(viewer: Viewer) -> bool:
    """Whether the viewer records bursts."""
    return viewer.may(CLOSE_VALVES.name)


def registers_accounts(viewer: Viewer) -> bool:
    """Whether the viewer opens accounts, and so looks for those that are missing."""
    return viewer.may(REGISTER.name)
