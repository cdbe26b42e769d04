"""What every page knows about its town and its reader."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

from geo.access import current_viewer
from geo.pages.contributions import menu
from geo.raster.store import find_dem

THEMES: Final = {"claro": "light", "oscuro": "dark"}
"""What the cookie `tema` may say, and the theme it stands for."""


def municipality(request: HttpRequest) -> dict[str, Any]:
    """The town, the reader's theme (none: the system's), and who made the relief."""
    dem = find_dem()
    return {
        "municipality": settings.MUNICIPALITY,
        "relief_source": dem.about.source if dem else "",
        "menu": sorted(
            (entry for entry in menu if entry.for_whom(current_viewer.get())),
            key=lambda entry: entry.place,
        ),
        "theme": THEMES.get(request.COOKIES.get("tema", ""), ""),
    }
