"""Filters over parties and offices."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from geo.access import Viewer

if TYPE_CHECKING:
    from apps.people.models import Membership, Office, Party  # noqa: F401 - bases

SEE = "people.see"
"""Name of the permission to see personal data; `permissions.SEE` says it in words."""


class PartyQuerySet(QuerySet["Party"]):
    """Parties: personal data, which staff see by permission only."""

    def visible_to(self, viewer: Viewer) -> PartyQuerySet:
        """Keep what `viewer` may see: all, those found in their districts, or oneself."""
        if viewer.may(SEE):
            return self
        districts = viewer.districts_of(SEE)
        here = self.model._default_manager.filter(
            addresses__district__number__in=districts, addresses__until__isnull=True
        )
        seen = Q(pk__in=here.values("pk")) if districts else Q(pk__in=[])
        if viewer.person_id is not None:  # pk=None would ask for rows without a key
            seen |= Q(pk=viewer.person_id)
        return self.filter(seen)

    def standing(self) -> PartyQuerySet:
        """Keep parties that were not merged into another."""
        return self.filter(survivor__isnull=True)


class OfficeQuerySet(QuerySet["Office"]):
    """Offices: public, as an organisation chart is."""

    def visible_to(self, viewer: Viewer) -> OfficeQuerySet:
        """Keep what `viewer` may see: everybody sees every office."""
        return self


class MembershipQuerySet(QuerySet["Membership"]):
    """Who belongs where: personal data, seen with the association's."""

    def on(self, day: dt.date) -> MembershipQuerySet:
        """Keep memberships whose days include `day`."""
        return self.filter(days__contains=day)
