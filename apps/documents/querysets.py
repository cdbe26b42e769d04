"""Filters over numbers, papers and files."""

from __future__ import annotations

from typing import Final, Self, TypeVar

from django.db.models import Manager, Model, QuerySet

from apps.documents.terms import NumberState
from geo.access import Viewer

SEE: Final = "documents.view"
"""Name of the permission to see numbers and papers."""
READ_HISTORY: Final = "documents.audit"
"""Name of the permission to read the history."""

Row = TypeVar("Row", bound=Model, covariant=True)


class KeptQuerySet(QuerySet[Row]):
    """Rows that only the office sees."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Keep what `viewer` may see: all of it with the permission, else nothing."""
        return self if viewer.may(SEE) else self.none()


class NumberQuerySet(KeptQuerySet[Row]):
    """Numbers of series."""

    def standing(self) -> Self:
        """Keep numbers in use."""
        return self.filter(state=NumberState.DRAWN)

    def reserved(self) -> Self:
        """Keep numbers that wait on a device."""
        return self.filter(state=NumberState.RESERVED)


class AuditQuerySet(QuerySet[Row]):
    """Rows of the history, which only auditors read."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Keep what `viewer` may see: all of it with the permission, else nothing."""
        return self if viewer.may(READ_HISTORY) else self.none()


class KeptManager(Manager[Row]):
    """The same filters from the model itself; written out, so that types are plain."""

    def get_queryset(self) -> KeptQuerySet[Row]:
        return KeptQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> KeptQuerySet[Row]:
        """Every row that `viewer` may see."""
        return self.get_queryset().visible_to(viewer)


class NumberManager(Manager[Row]):
    """Filters of numbers from the model itself."""

    def get_queryset(self) -> NumberQuerySet[Row]:
        return NumberQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> NumberQuerySet[Row]:
        """Every number that `viewer` may see."""
        return self.get_queryset().visible_to(viewer)


class AuditManager(Manager[Row]):
    """Filters of the history from the model itself."""

    def get_queryset(self) -> AuditQuerySet[Row]:
        return AuditQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> AuditQuerySet[Row]:
        """Every row that `viewer` may see."""
        return self.get_queryset().visible_to(viewer)
