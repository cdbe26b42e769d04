"""Signing in as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigninConfig(AppConfig):
    name = "apps.signin"
    label = "signin"
    verbose_name = _("Signing in")

    def ready(self) -> None:
        """Put one's own account, and the way out, into the menu of who signed in."""
        from geo.naming import acts_by_itself
        from geo.pages.contributions import MenuEntry, add_once, menu, signed_in

        acts_by_itself("ciudadania-digital", title="Ciudadanía Digital")
        for title, view, place in (
            (_("My account"), "signin:account", 90),
            (_("Sign out"), "signin:leave", 99),
        ):
            entry = MenuEntry(title=title, view=view, place=place, for_whom=signed_in)
            add_once(menu, entry)
