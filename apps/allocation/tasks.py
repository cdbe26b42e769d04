"""What the worker does for the allocation register."""

from __future__ import annotations

from django.core.management import call_command

from geo.jobs import every


@every("*/15 * * * *", "allocation.tidy")
def tidy(timestamp: int) -> None:
    """Clear away what ran out; nothing waits for it."""
    call_command("tidy_holds")
