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


OpenManager = Manager.from_queryset(OpenQuerySet)
