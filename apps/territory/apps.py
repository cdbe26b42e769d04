"""The territory register as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoryConfig(AppConfig):
    name = "apps.territory"
    label = "territory"
    verbose_name = _("Territory")

    def ready(self) -> None:
        """Put the register's layers on the map."""
        from apps.territory import layers
