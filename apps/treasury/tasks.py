"""What the worker does for the treasury."""

from __future__ import annotations

from django.utils import timezone

from apps.treasury.actions import poll_banks
from apps.treasury.domain.banks.known import banks
from apps.treasury.permissions import RECEIVE
from geo.access import Viewer
from geo.jobs import every


@every("* * * * *", "treasury.poll")
def poll(timestamp: int) -> None:
    """Ask the banks about every code that may have been paid; some never tell."""
    if banks():
        by = Viewer(name="poll_banks", grants=frozenset({RECEIVE.name}))
        poll_banks(on=timezone.localdate(), by=by)
