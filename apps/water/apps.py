"""The drinking-water service as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaterConfig(AppConfig):
    name = "apps.water"
    label = "water"
    verbose_name = _("Drinking water")

    def ready(self) -> None:
        """Put accounts in debt on the map of the staff, and their pages into the menu."""
        from apps.water import layers
        from apps.water.views.doors import sees_debtors
        from geo.pages.contributions import MenuEntry, add_once, menu

        debtors = MenuEntry(
            title=_("Water debt"), view="water:debtors", place=45, for_whom=sees_debtors
        )
        add_once(menu, debtors)
