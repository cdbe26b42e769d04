"""Public works as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorksConfig(AppConfig):
    name = "apps.works"
    label = "works"
    verbose_name = _("Public works")

    def ready(self) -> None:
        """Put the works on the map."""
        from apps.works import layers
