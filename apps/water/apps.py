"""The drinking-water service as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaterConfig(AppConfig):
    name = "apps.water"
    label = "water"
    verbose_name = _("Drinking water")

    def ready(self) -> None:
        """Declare layers, jobs, field work, occasions and what files hang on; add pages."""
        from apps.documents.domain.owners import Owner, register_owner
        from apps.fieldwork.domain.kinds import register_field_kind
        from apps.territory.actions import Follower, follows
        from apps.treasury.domain.things import finds_things, names_things
        from apps.water import layers
        from apps.water.actions import place_checks, place_connections, running
        from apps.water.actions.reading import READING, adds_photos, sees_photos
        from apps.water.actions.visiting import collection
        from apps.water.domain import occasions
        from apps.water.queries.owed import accounts_numbered, accounts_owed_for
        from apps.water.terms import ACCOUNT, OFFICE
        from apps.water.views.supply import water_here
        from geo.naming import acts_by_itself
        from geo.pages.contributions import add_once, here_tellers

        acts_by_itself("review_agreements", "published debt")
        follows(Follower(title=_("water connections"), place=place_connections))
        follows(Follower(title=_("checks of parcels"), place=place_checks))
        register_field_kind(collection(OFFICE))
        names_things(ACCOUNT, accounts_owed_for)
        finds_things(ACCOUNT, accounts_numbered)
        register_owner(
            Owner(
                kind=READING,
                title=str(_("Meter reading")),
                sees=sees_photos,
                adds=adds_photos,
            )
        )
        add_once(here_tellers, water_here)
        self._add_to_menu()

    def _add_to_menu(self) -> None:
        from apps.water.views.doors import (
            bills,
            closes_valves,
            keeps_operators,
            reads_meters,
            registers_accounts,
            sees_accounts,
        )
        from geo.pages.contributions import MenuEntry, add_once, menu

        add_once(menu, MenuEntry(title=_("Water"), view="water:who", place=28))
        entries = (
            (_("Water accounts"), "water:accounts", sees_accounts),
            (_("Water operators"), "water:operators", keeps_operators),
            (_("Meter readings"), "water:months", reads_meters),
            (_("Water bills"), "water:periods", bills),
            (_("Water cuts"), "water:cuts", sees_accounts),
            (_("Water debt"), "water:debtors", sees_accounts),
            (_("Water network"), "water:network", closes_valves),
            (_("Water without an account"), "water:missing", registers_accounts),
        )
        for place, (title, view, for_whom) in enumerate(entries, start=50):
            add_once(
                menu, MenuEntry(title=title, view=view, place=place, for_whom=for_whom)
            )
