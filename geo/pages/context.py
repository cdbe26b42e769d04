"""What every page knows about its town and its reader."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

from geo.access import Viewer, current_viewer
from geo.pages.contributions import marks, menu
from geo.raster.store import find_dem

THEMES: Final = {"claro": "light", "oscuro": "dark"}
"""What the cookie `tema` may say, and the theme it stands for."""


def municipality(request: HttpRequest) -> dict[str, Any]:
    """The town, the reader's theme (none: the system's), and who made the relief."""
    dem = find_dem()
    viewer = current_viewer.get()
    entries = sorted(
        (entry for entry in menu if entry.for_whom(viewer)), key=lambda entry: entry.place
    )
    return {
        "municipality": settings.MUNICIPALITY,
        "relief_source": dem.about.source if dem else "",
        "menu": [entry for entry in entries if entry.is_public],
        "own_menu": [entry for entry in entries if not entry.is_public],
        "signed_in_as": _called(request, viewer),
        "enter_view": settings.LOGIN_URL,
        "marks": _marks(viewer),
        "theme": THEMES.get(request.COOKIES.get("tema", ""), ""),
    }


def _marks(viewer: Viewer) -> list[dict[str, Any]]:
    """The signs in the header of whoever signed in; a passer-by costs no question."""
    if not viewer.name:
        return []
    return [{"it": each, "count": each.count(viewer)} for each in marks]


def _called(request: HttpRequest, viewer: Viewer) -> str:
    """What to call whoever signed in; empty for passers-by."""
    if not viewer.name:
        return ""
    user = getattr(request, "user", None)
    own = user.get_full_name() if isinstance(user, User) else ""
    return viewer.full_name or own or viewer.name
