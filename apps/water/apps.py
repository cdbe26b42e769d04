"""The drinking-water service as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaterConfig(AppConfig):
    name = "apps.water"
    label = "water"
    verbose_name = _("Drinking water")

    def ready(self) -> None:
        """Put the networks on the map and into the menu, and say who supplies a point."""
        from apps.water import layers
        from apps.water.views.accounts import sees_accounts
        from apps.water.views.doors import sees_debtors
        from apps.water.views.supply import water_here
        from geo.pages.contributions import MenuEntry, add_once, here_tellers, menu

        add_once(here_tellers, water_here)
        add_once(menu, MenuEntry(title=_("Water"), view="water:who", place=28))
        accounts = MenuEntry(
            title=_("Water accounts"),
            view="water:accounts",
            place=60,
            for_whom=sees_accounts,
        )
        debtors = MenuEntry(
            title=_("Water debt"), view="water:debtors", place=61, for_whom=sees_debtors
        )
        add_once(menu, accounts)
        add_once(menu, debtors)
