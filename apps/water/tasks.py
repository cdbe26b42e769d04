"""What the worker does for the water service."""

from __future__ import annotations

from django.core.management import call_command

from geo.jobs import every


@every("25 7 * * *", "water.keep_month_ends")
def keep(timestamp: int) -> None:
    """Keep the debts of months that the treasury has closed meanwhile."""
    call_command("keep_month_ends")
