"""The language in which a page, a command or a job speaks."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def spoken() -> str:
    """Code of the active language; the town's first where none is."""
    return get_language() or str(settings.LANGUAGE_CODE)
