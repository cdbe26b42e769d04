"""The patient process as a Django application; only its own settings install it."""

from __future__ import annotations

from django.apps import AppConfig


class PatienceConfig(AppConfig):
    name = "tests.patience"
    label = "patience"

    def ready(self) -> None:
        """Offer the processes and acts of the tests."""
        from geo.processes.declared import offer
        from tests.patience import acts  # declares them
        from tests.patience.processes import PROCESSES

        for process in PROCESSES:
            offer(process)
