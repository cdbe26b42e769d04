"""The drinking-water service as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaterConfig(AppConfig):
    name = "apps.water"
    label = "water"
    verbose_name = _("Drinking water")

    def ready(self) -> None:
        """Have collectors visit accounts in debt."""
        from apps.fieldwork.domain.kinds import register_field_kind
        from apps.water.actions.visiting import collection
        from apps.water.terms import OFFICE

        register_field_kind(collection(OFFICE))
