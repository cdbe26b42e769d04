"""Feasts as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FestivalsConfig(AppConfig):
    name = "apps.festivals"
    label = "festivals"
    verbose_name = _("Feasts")

    def ready(self) -> None:
        """Put routes and plans on the map, and the feasts into the menu."""
        from apps.allocation.domain.admitters import admitters
        from apps.allocation.domain.handovers import on_changed
        from apps.allocation.domain.looks import lookers
        from apps.allocation.domain.papers import papers
        from apps.allocation.domain.tariffs import namers
        from apps.festivals import layers
        from apps.festivals.actions.inspecting import inspection
        from apps.festivals.actions.patents import renew_patents
        from apps.festivals.queries import names_of_tariffs
        from apps.festivals.queries.owed import infractions_owed_for
        from apps.festivals.terms import INFRACTION
        from apps.festivals.views.frontages import frontages_of_feast
        from apps.festivals.views.patents import paper_of_feast
        from apps.festivals.views.seats import looks_at_seats
        from apps.fieldwork.domain.kinds import register_field_kind
        from apps.treasury.domain.things import names_things
        from geo.naming import acts_by_itself
        from geo.pages.contributions import MenuEntry, add_once, menu

        acts_by_itself("festivals")
        register_field_kind(inspection())
        names_things(INFRACTION, infractions_owed_for)
        add_once(lookers, looks_at_seats)
        add_once(papers, paper_of_feast)
        add_once(admitters, frontages_of_feast)
        add_once(on_changed, renew_patents)
        add_once(namers, names_of_tariffs)
        add_once(menu, MenuEntry(title=_("Feasts"), view="festivals:festivals", place=26))
