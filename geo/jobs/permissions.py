"""What can be granted about jobs."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.access import Permission
from geo.jobs.querysets import MANAGE as MANAGE_NAME

MANAGE: Final = Permission(
    name=MANAGE_NAME, title=_("See, stop and repeat everybody's background jobs")
)
