"""Filters over feasts and their plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from django.db.models import QuerySet

from geo.access import Viewer

if TYPE_CHECKING:
    from apps.festivals.models import Festival, Module  # noqa: F401

PLAN: Final = "festivals.plan"
"""Name of the permission to plan feasts; `permissions.PLAN` says it in words."""


class FestivalQuerySet(QuerySet["Festival"]):
    """Feasts: public from the day they are announced."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Keep what `viewer` may see: what is announced, or everything for planners."""
        return self if viewer.may(PLAN) else self.filter(is_announced=True)


class ModuleQuerySet(QuerySet["Module"]):
    """Modules of plans."""

    def along(self) -> Self:
        """In the order in which they stand along the route, with their trade."""
        return self.select_related("trade").order_by("at_m", "code")
