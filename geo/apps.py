"""The spatial core as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GeoConfig(AppConfig):
    name = "geo"
    label = "geo"
    verbose_name = "Spatial core"

    def ready(self) -> None:
        """Put the imports into the menu of those who may."""
        from geo.importing.rights import may_import
        from geo.pages.contributions import MenuEntry, add_once, menu

        imports = MenuEntry(
            title=_("Import"), view="imports:start", place=40, for_whom=may_import
        )
        add_once(menu, imports)
