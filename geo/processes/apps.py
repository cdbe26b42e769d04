"""The processes and their jobs as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "geo.processes"
    label = "processes"

    def ready(self) -> None:
        """Offer the processes that need no municipal system, and run them as jobs."""
        from geo.processes import conflicts, heights, working
