"""Filters over the territory."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Manager, Model, QuerySet

from geo.access import Viewer

Row = TypeVar("Row", bound=Model, covariant=True)


class OpenQuerySet(QuerySet[Row]):
    """Rows that are public, as all of the territory register is."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Keep what `viewer` may see: everybody sees the whole territory."""
        return self

    def of_source(self, source: str) -> Self:
        """Keep rows whose shape comes from `source`."""
        return self.filter(source=source)


class OpenManager(Manager[Row]):
    """The same filters from the model itself; written out, so that types are plain."""

    def get_queryset(self) -> OpenQuerySet[Row]:
        return OpenQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> OpenQuerySet[Row]:
        """Every row that `viewer` may see."""
        return self.get_queryset().visible_to(viewer)

    def of_source(self, source: str) -> OpenQuerySet[Row]:
        """Every row whose shape comes from `source`."""
        return self.get_queryset().of_source(source)
