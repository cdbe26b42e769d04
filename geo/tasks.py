"""What the worker does for the whole platform."""

from __future__ import annotations

from django.core.management import call_command

from geo.jobs import every


@every("40 7 * * *", "geo.open_data")
def build_open_data(timestamp: int) -> None:
    """Build the open data every night, after the territory has settled."""
    call_command("build_open_data")
