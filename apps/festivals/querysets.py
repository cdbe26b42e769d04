"""Filters over feasts and their plans."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, Self

from django.db.models import Q, QuerySet

from geo.access import Viewer

if TYPE_CHECKING:
    from apps.festivals.models import (  # noqa: F401
        Festival,
        Infraction,
        InfractionKind,
        Module,
    )

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


class InfractionQuerySet(QuerySet["Infraction"]):
    """What was done against the rules of feasts."""

    def standing(self) -> Self:
        """Keep what was not annulled."""
        return self.filter(annulled_at__isnull=True)


class InfractionKindQuerySet(QuerySet["InfractionKind"]):
    """What norms forbid at feasts."""

    def in_force(self, on: dt.date) -> Self:
        """Keep what can be recorded of a day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
