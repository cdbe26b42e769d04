"""The canary as a Django application; only its own settings install it."""

from __future__ import annotations

from django.apps import AppConfig


class CanaryConfig(AppConfig):
    name = "tests.canary"
    label = "canary"

    def ready(self) -> None:
        """Publish what is meant to leak, and what is meant not to."""
        from geo.layers import publish
        from tests.canary.layers import DEBTS, LAYERS

        for layer in (*LAYERS.values(), DEBTS):
            publish(layer)
