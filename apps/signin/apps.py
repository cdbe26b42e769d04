"""Signing in as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigninConfig(AppConfig):
    name = "apps.signin"
    label = "signin"
    verbose_name = _("Signing in")

    def ready(self) -> None:
        """Put one's own account into the menu."""
        from geo.pages.contributions import MenuEntry, add_once, menu

        add_once(menu, MenuEntry(title=_("My account"), view="signin:account", place=90))
