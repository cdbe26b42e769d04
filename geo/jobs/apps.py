"""Background work as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "geo.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Put the jobs into the menu of the staff."""
        from geo.access import Viewer
        from geo.pages.contributions import MenuEntry, add_once, menu

        def works_here(viewer: Viewer) -> bool:
            return viewer.is_staff

        if not any(each.view == "jobs:list" for each in menu):
            entry = MenuEntry(
                title=_("Jobs"), view="jobs:list", place=80, for_whom=works_here
            )
            add_once(menu, entry)
