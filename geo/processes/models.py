"""Jobs that run a process: rows of the platform's jobs, read in the standard's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Manager

from geo.jobs.models import Job as AnyJob
from geo.processes.querysets import JobQuerySet

RUN: Final = "processes.run"
"""Name of the act that runs a process; what it is about is the process's id."""


class JobManager(Manager["Job"]):
    """Runs of processes only."""

    def get_queryset(self) -> JobQuerySet:
        """Every run of a process."""
        return JobQuerySet(self.model, using=self._db).filter(act=RUN)

    def visible_to(self, viewer: Any) -> JobQuerySet:
        """Those that `viewer` may see."""
        return self.get_queryset().visible_to(viewer)

    def started_by(self, viewer: Any) -> JobQuerySet:
        """Those that `viewer` started by name."""
        return self.get_queryset().started_by(viewer)


class Job(AnyJob):
    """One run of a process in the background."""

    objects = JobManager()  # type: ignore[assignment,misc]  # narrower than any job's

    class Meta:
        proxy = True

    @property
    def process(self) -> str:
        """Id of the process."""
        return self.about

    @property
    def inputs(self) -> Mapping[str, Any]:
        """What it was given."""
        found: Mapping[str, Any] = self.arguments.get("inputs", {})
        return found

    @property
    def response(self) -> str:
        """Whether the result is wanted bare or in a document."""
        return str(self.arguments.get("response", ""))
