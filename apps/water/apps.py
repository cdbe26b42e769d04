"""The drinking-water service as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaterConfig(AppConfig):
    name = "apps.water"
    label = "water"
    verbose_name = _("Drinking water")

    def ready(self) -> None:
        """Bring along what holders are told, and put the pages into the menu."""
        from apps.water.domain import occasions
        from apps.water.views.network_doors import closes_valves, registers_accounts
        from geo.pages.contributions import MenuEntry, add_once, menu

        network = MenuEntry(
            title=_("Water network"),
            view="water:network",
            place=36,
            for_whom=closes_valves,
        )
        missing = MenuEntry(
            title=_("Water without an account"),
            view="water:missing",
            place=37,
            for_whom=registers_accounts,
        )
        add_once(menu, network)
        add_once(menu, missing)
