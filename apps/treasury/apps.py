"""The treasury as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TreasuryConfig(AppConfig):
    name = "apps.treasury"
    label = "treasury"
    verbose_name = _("Treasury")

    def ready(self) -> None:
        """Put what is owed on the map of the staff, and the desks into their menu."""
        from apps.territory.actions import Follower, follows
        from apps.treasury import layers
        from apps.treasury.actions import place_obligations
        from apps.treasury.domain import papers
        from apps.treasury.views.doors import (
            keeps_books,
            oversees_desks,
            resolves_payments,
            sits_at_desks,
        )
        from geo.naming import acts_by_itself
        from geo.pages.contributions import MenuEntry, add_once, menu

        acts_by_itself("receipts", "poll_banks", "seal_days")
        follows(Follower(title=_("obligations"), place=place_obligations))
        till = MenuEntry(
            title=_("Cash desk"), view="treasury:till", place=40, for_whom=sits_at_desks
        )
        desks = MenuEntry(
            title=_("Cash desks"), view="treasury:desks", place=41, for_whom=oversees_desks
        )
        queue = MenuEntry(
            title=_("Payments to settle"),
            view="treasury:queue",
            place=42,
            for_whom=resolves_payments,
        )
        books = MenuEntry(
            title=_("Treasury"), view="treasury:treasury", place=43, for_whom=keeps_books
        )
        add_once(menu, books)
        add_once(menu, queue)
        add_once(menu, till)
        add_once(menu, desks)
