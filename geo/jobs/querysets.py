"""Filters of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from geo.access import Viewer
from geo.jobs.terms import Status

if TYPE_CHECKING:
    from geo.jobs.models import Job  # noqa: F401  # named in a text below

MANAGE: Final = "jobs.manage"
"""Name of the permission over everybody's jobs; `permissions.MANAGE` says it in words."""


class JobQuerySet(QuerySet["Job"]):
    """Jobs, narrowed."""

    def visible_to(self, viewer: Viewer) -> JobQuerySet:
        """Keep what `viewer` asked for by name, or all for whoever manages jobs."""
        if viewer.is_staff and viewer.may(MANAGE):
            return self
        return self.started_by(viewer)

    def started_by(self, viewer: Viewer) -> JobQuerySet:
        """Keep what `viewer` asked for by name; nothing for a passer-by."""
        return self.filter(owner=viewer.name) if viewer.name else self.none()

    def kept(self) -> JobQuerySet:
        """Keep those whose time is not over."""
        return self.filter(expires_at__gt=Now())

    def unfinished(self) -> JobQuerySet:
        """Keep those that wait or run."""
        return self.filter(status__in=(Status.ACCEPTED, Status.RUNNING))

    def waiting(self) -> JobQuerySet:
        """Keep those that may begin at any moment."""
        soon = Q(due_at__isnull=True) | Q(due_at__lte=Now())
        return self.filter(soon, status=Status.ACCEPTED)

    def put_off(self) -> JobQuerySet:
        """Keep those that were asked for, or are tried again, at a later time."""
        return self.filter(status=Status.ACCEPTED, due_at__gt=Now())

    def lost(self) -> JobQuerySet:
        """Keep those that claim to run although no run may take as long."""
        return self.filter(status=Status.RUNNING, deadline_at__lt=Now())
