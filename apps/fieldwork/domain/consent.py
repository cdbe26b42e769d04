"""What a collector agrees to before any trail is kept, and which wording that is."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

VERSION: Final = "2026-1"
"""A new wording has a new version, and has to be agreed to anew."""
TEXT: Final = _(
    "While you are on duty, and only then, your telephone sends where you are, so that "
    "your supervisor sees the route and help finds you. Only your supervisors see it; it "
    "is deleted after 30 days. You can withdraw this at any time, and all of it is deleted "
    "at once. Your visits count without it."
)
