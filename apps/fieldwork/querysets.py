"""Filters of the register of fieldwork."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db.models import QuerySet

from apps.fieldwork.terms import AssignmentState, Outcome
from geo.access import Viewer

if TYPE_CHECKING:
    from apps.fieldwork.models import Assignment, Device, Event  # noqa: F401

SUPERVISE: Final = "fieldwork.supervise"


class DeviceQuerySet(QuerySet["Device"]):
    def visible_to(self, viewer: Viewer) -> DeviceQuerySet:
        """Keep one's own telephones, and all for a supervisor."""
        if viewer.may(SUPERVISE):
            return self
        return self.filter(holder__username=viewer.name) if viewer.name else self.none()

    def working(self) -> DeviceQuerySet:
        """Keep those that were not revoked."""
        return self.filter(revoked_at=None)


class AssignmentQuerySet(QuerySet["Assignment"]):
    def visible_to(self, viewer: Viewer) -> AssignmentQuerySet:
        """Keep one's own assignments, and all for a supervisor."""
        if viewer.may(SUPERVISE):
            return self
        return self.filter(holder__username=viewer.name) if viewer.name else self.none()

    def to_be_done(self, *, on: dt.date) -> AssignmentQuerySet:
        """Keep open ones whose last day is not over on the day `on`."""
        return self.filter(state=AssignmentState.OPEN, last_day__gte=on)


class EventQuerySet(QuerySet["Event"]):
    def visible_to(self, viewer: Viewer) -> EventQuerySet:
        """Keep what one's own telephones sent, and all for a supervisor."""
        if viewer.may(SUPERVISE):
            return self
        if not viewer.name:
            return self.none()
        return self.filter(device__holder__username=viewer.name)

    def waiting(self) -> EventQuerySet:
        """Keep those that a supervisor has to look at."""
        doubtful = (Outcome.CONFLICT, Outcome.REFUSED)
        return self.filter(outcome__in=doubtful, settled_at=None)
