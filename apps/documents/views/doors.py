"""Who comes through: the office by its permissions; others are told to sign in."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from apps.documents.permissions import AUDIT, VIEW
from geo.access import Permission, Viewer
from geo.pages.gates import View, gate

Rest = ParamSpec("Rest")


def sees_numbers(viewer: Viewer) -> bool:
    """Whether the pages of numbers and papers are in the viewer's menu."""
    return viewer.may(VIEW.name)


def sees_history(viewer: Viewer) -> bool:
    """Whether the history is in the viewer's menu."""
    return viewer.may(AUDIT.name)


def for_office(permission: Permission) -> Callable[[View[Rest]], View[Rest]]:
    """Let through who holds `permission`; send passers-by to sign in, refuse others.

    Raises:
        NotAllowed: somebody signed in who may not.
    """
    return gate(permission.require)
