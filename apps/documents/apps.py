"""The register of documents as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "apps.documents"
    label = "documents"
    verbose_name = _("Documents and numbers")

    def ready(self) -> None:
        """Put the pages of the office into the menu of those who may see them."""
        from apps.documents.views.doors import sees_history, sees_numbers
        from geo.pages.contributions import MenuEntry, add_once, menu

        numbers = MenuEntry(
            title=_("Numbers"), view="documents:series", place=50, for_whom=sees_numbers
        )
        history = MenuEntry(
            title=_("History"), view="documents:history", place=60, for_whom=sees_history
        )
        verifying = MenuEntry(title=_("Verify"), view="documents:verify-any", place=35)
        add_once(menu, verifying)
        add_once(menu, numbers)
        add_once(menu, history)
