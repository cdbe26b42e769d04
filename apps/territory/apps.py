"""The territory register as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoryConfig(AppConfig):
    name = "apps.territory"
    label = "territory"
    verbose_name = _("Territory")

    def ready(self) -> None:
        """Put the register's layers on the map and offer its processes."""
        from apps.territory import layers
        from apps.territory.processes import locating, summarising
        from apps.territory.views.here import territory_here
        from apps.territory.views.search import find_places
        from geo.pages.contributions import (
            MenuEntry,
            add_once,
            finders,
            here_tellers,
            menu,
            signed_in,
        )

        add_once(here_tellers, territory_here)
        add_once(finders, find_places)
        # Everybody may read them; those who mend the territory look for them.
        findings = MenuEntry(
            title=_("Findings"),
            view="territory:findings",
            place=30,
            for_whom=signed_in,
        )
        add_once(menu, findings)
