"""The register of people and offices as a Django application."""

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "apps.people"
    label = "people"
    verbose_name = _("People and offices")

    def ready(self) -> None:
        """Put the offices on the map, and the pages into the menu of who may use them."""
        from apps.people import layers
        from apps.people.actions.looking import note_layer_look
        from apps.people.actions.placing import place_addresses
        from apps.people.permissions import AUDIT, GRANT, SEE
        from apps.territory.actions import Follower, follows
        from geo.access import Permission, Viewer
        from geo.pages.contributions import MenuEntry, add_once, menu
        from geo.published.looks import keeps_looks

        keeps_looks(note_layer_look)
        follows(Follower(title=_("addresses"), place=place_addresses))

        def entry(title: Promise, view: str, place: int, needed: Permission) -> MenuEntry:
            def holds(viewer: Viewer) -> bool:
                return viewer.is_staff and viewer.may_somewhere(needed.name)

            return MenuEntry(title=title, view=view, place=place, for_whom=holds)

        if any(each.view == "people:offices" for each in menu):
            return
        add_once(menu, MenuEntry(title=_("Offices"), view="people:offices", place=25))
        add_once(menu, entry(_("People"), "people:search", 50, SEE))
        add_once(menu, entry(_("Permissions"), "people:grants", 60, GRANT))
        add_once(menu, entry(_("Looks at data"), "people:looks", 70, AUDIT))
