"""The drinking-water service as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaterConfig(AppConfig):
    name = "apps.water"
    label = "water"
    verbose_name = _("Drinking water")

    def ready(self) -> None:
        """Declare what runs as a job, what files hang on, and the pages of the menu."""
        from apps.documents.domain.owners import Owner, register_owner
        from apps.water.actions import running
        from apps.water.actions.reading import READING, adds_photos, sees_photos
        from apps.water.views.doors import bills, reads_meters, sees_accounts
        from geo.pages.contributions import MenuEntry, add_once, menu

        register_owner(
            Owner(
                kind=READING,
                title=str(_("Meter reading")),
                sees=sees_photos,
                adds=adds_photos,
            )
        )
        entries = (
            (_("Meter readings"), "water:months", reads_meters),
            (_("Water bills"), "water:periods", bills),
            (_("Water cuts"), "water:cuts", sees_accounts),
        )
        for place, (title, view, for_whom) in enumerate(entries, start=52):
            add_once(
                menu, MenuEntry(title=title, view=view, place=place, for_whom=for_whom)
            )
