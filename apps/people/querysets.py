"""Filters over parties and offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, Manager, OuterRef, Q, QuerySet

from geo.access import Viewer

if TYPE_CHECKING:
    from apps.people.models import Office, Party

SEE = "people.see"
"""Name of the permission to see personal data; `permissions.SEE` says it in words."""


class PartyQuerySet(QuerySet["Party"]):
    """Parties: personal data, which staff see by permission only."""

    def visible_to(self, viewer: Viewer) -> PartyQuerySet:
        """Keep what `viewer` may see: all, those found in their districts, or oneself."""
        if viewer.may(SEE):
            return self
        districts = viewer.districts_of(SEE)
        here = self.model.addresses.rel.related_model.objects.filter(
            party=OuterRef("pk"), district__number__in=districts, until__isnull=True
        )
        seen = Q(Exists(here)) if districts else Q(pk__in=[])
        if viewer.person_id is not None:  # pk=None would ask for rows without a key
            seen |= Q(pk=viewer.person_id)
        return self.filter(seen)

    def standing(self) -> PartyQuerySet:
        """Keep parties that were not merged into another."""
        return self.filter(survivor__isnull=True)


class PartyManager(Manager["Party"]):
    """The same filters from the model itself; written out, so that types are plain."""

    def get_queryset(self) -> PartyQuerySet:
        return PartyQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> PartyQuerySet:
        """Every party that `viewer` may see."""
        return self.get_queryset().visible_to(viewer)

    def standing(self) -> PartyQuerySet:
        """Every party that was not merged into another."""
        return self.get_queryset().standing()


class OfficeQuerySet(QuerySet["Office"]):
    """Offices: public, as an organisation chart is."""

    def visible_to(self, viewer: Viewer) -> OfficeQuerySet:
        """Keep what `viewer` may see: everybody sees every office."""
        return self


class OfficeManager(Manager["Office"]):
    """The same filters from the model itself."""

    def get_queryset(self) -> OfficeQuerySet:
        return OfficeQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> OfficeQuerySet:
        """Every office that `viewer` may see."""
        return self.get_queryset().visible_to(viewer)
