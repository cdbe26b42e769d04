"""The register of notices as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "apps.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Hang up the bell, and say to whoever asked when a job of theirs failed."""
        from apps.notices.actions.telling import tell_job_failed
        from apps.notices.permissions import LOG
        from apps.notices.queries import count_unread
        from geo.access import Permission, Viewer
        from geo.jobs.telling import tellers
        from geo.naming import acts_by_itself
        from geo.pages.contributions import Mark, MenuEntry, add_once, marks, menu

        def entry(title: Any, view: str, place: int, needed: Permission) -> MenuEntry:
            def holds(viewer: Viewer) -> bool:
                return viewer.is_staff and viewer.may(needed.name)

            return MenuEntry(title=title, view=view, place=place, for_whom=holds)

        acts_by_itself("llajta")
        add_once(tellers, tell_job_failed)
        if any(each.view == "notices:mine" for each in marks):
            return
        bell = Mark(
            title=_("Notices"), icon="bell", view="notices:mine", count=count_unread
        )
        add_once(marks, bell)
        add_once(menu, entry(_("Sent notices"), "notices:log", 82, LOG))
