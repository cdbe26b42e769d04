"""Filters of jobs that run a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.db.models.functions import Now

from geo.access import Viewer
from geo.jobs.terms import Status

if TYPE_CHECKING:
    from geo.processes.models import Job  # noqa: F401  # named in a text below


class JobQuerySet(QuerySet["Job"]):
    """Jobs, narrowed."""

    def visible_to(self, viewer: Viewer) -> JobQuerySet:
        """Keep what `viewer` started, and what passers-by did: who knows its id may see."""
        return self.filter(owner__in={"", viewer.name})

    def started_by(self, viewer: Viewer) -> JobQuerySet:
        """Keep what `viewer` started by name; nothing for a passer-by."""
        return self.filter(owner=viewer.name) if viewer.name else self.none()

    def kept(self) -> JobQuerySet:
        """Keep those whose time is not over."""
        return self.filter(expires_at__gt=Now())

    def unfinished(self) -> JobQuerySet:
        """Keep those that wait or run."""
        return self.filter(status__in=(Status.ACCEPTED, Status.RUNNING))
