"""The register of fieldwork as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldworkConfig(AppConfig):
    name = "apps.fieldwork"
    label = "fieldwork"
    verbose_name = _("Fieldwork")

    def ready(self) -> None:
        """Let photos hang on what collectors sent, and put the pages into the menu."""
        from apps.documents.domain.owners import Owner, register_owner
        from apps.fieldwork.domain.seeing import adds_files, sees_files
        from apps.fieldwork.terms import FILE
        from apps.fieldwork.views.doors import counts_cash, goes_out, leads_crews
        from geo.pages.contributions import MenuEntry, add_once, menu

        crews = MenuEntry(
            title=_("Crews"), view="fieldwork:board", place=43, for_whom=leads_crews
        )
        counts = MenuEntry(
            title=_("Street cash"),
            view="fieldwork:counts",
            place=44,
            for_whom=counts_cash,
        )
        phones = MenuEntry(
            title=_("My telephones"), view="fieldwork:own", place=45, for_whom=goes_out
        )
        for each in (crews, counts, phones):
            add_once(menu, each)

        register_owner(
            Owner(
                kind=FILE,
                title=_("Photo or signature from the street"),
                sees=sees_files,
                adds=adds_files,
            )
        )
