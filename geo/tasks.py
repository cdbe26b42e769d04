"""What the worker does for the whole platform."""

from __future__ import annotations

from django.core.management import call_command
from django.utils import timezone

from geo.importing.running import SETTLE, WORK, work_through
from geo.importing.settling import settle_imports
from geo.importing.uploads import sweep
from geo.jobs import every, job


@every("40 7 * * *", "geo.open_data")
def build_open_data(timestamp: int) -> None:
    """Build the open data every night, after the territory has settled."""
    call_command("build_open_data")


@job(WORK)
def run_imports() -> None:
    """Check and import the files that were handed in."""
    work_through(now=timezone.now())


@job(SETTLE)
def settle_layers() -> None:
    """Bring up to date what depends on rows that were imported or taken back."""
    settle_imports(timezone.now())


@every("*/10 * * * *", "geo.take_up_imports")
def take_up_imports(timestamp: int) -> None:
    """Take up what a stopped process left, and give up files that nobody came back for."""
    work_through(now=timezone.now())
    settle_imports(timezone.now())
    sweep(timezone.now())
