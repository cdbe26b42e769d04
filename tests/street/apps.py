"""The street as a Django application; only its own settings install it."""

from __future__ import annotations

from django.apps import AppConfig


class StreetConfig(AppConfig):
    name = "tests.street"
    label = "street"

    def ready(self) -> None:
        """Let its accounts be visited."""
        from apps.fieldwork.domain.kinds import register_field_kind
        from tests.street.accounts import COLLECTION

        register_field_kind(COLLECTION)
