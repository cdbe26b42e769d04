"""What every page knows about its town."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def municipality(request: HttpRequest) -> dict[str, Any]:
    """The town's configuration, for titles and the map's first view."""
    return {"municipality": settings.MUNICIPALITY}
