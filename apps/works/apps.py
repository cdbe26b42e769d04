"""Public works as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorksConfig(AppConfig):
    name = "apps.works"
    label = "works"
    verbose_name = _("Public works")

    def ready(self) -> None:
        """Put the works on the map."""
        from apps.territory.actions import Follower, follows
        from apps.works import layers
        from apps.works.actions.placing import follow_territory
        from apps.works.views.nearby import find_works, works_near
        from geo.pages.contributions import (
            MenuEntry,
            add_once,
            finders,
            here_tellers,
            menu,
        )

        follows(Follower(title=_("works"), place=follow_territory))
        add_once(here_tellers, works_near)
        add_once(finders, find_works)
        add_once(menu, MenuEntry(title=_("Map"), view="works:map", place=10))
        add_once(menu, MenuEntry(title=_("Table"), view="works:table", place=20))
