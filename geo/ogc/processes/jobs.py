"""Which of one's own jobs a list shows.

Source: OGC 18-062r2 (Processes, part 1), class job-list.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from geo.access import Viewer
from geo.jobs.ends import give_up_lost
from geo.jobs.terms import Status
from geo.processes.models import Job
from geo.processes.querysets import JobQuerySet
from geo.published.parameters import Parameters
from geo.published.refusals import BadParameter
from geo.published.times import parse_times

DEFAULT_LIMIT: Final = 50
LARGEST_LIMIT: Final = 1000
LONGEST_SECONDS: Final = 10**8
PARAMETERS: Final = (
    *("limit", "offset", "type", "processID", "status", "datetime"),
    *("minDuration", "maxDuration"),
)

_NO_STATUS = _("“status” is not one of these: %(known)s.")


def own_jobs(given: Parameters, viewer: Viewer) -> JobQuerySet:
    """The viewer's jobs that `given` selects, newest first; none for a passer-by.

    Raises:
        BadParameter: a value cannot be understood.
    """
    give_up_lost(owner=viewer.name)
    jobs = Job.objects.started_by(viewer).kept()
    kinds = _several(given, "type")
    if kinds and "process" not in kinds:
        jobs = jobs.none()
    if names := _several(given, "processID"):
        jobs = jobs.filter(about__in=names)
    if statuses := _several(given, "status"):
        if not set(statuses) <= set(Status.values):
            raise BadParameter(_NO_STATUS, known=", ".join(Status.values))
        jobs = jobs.filter(status__in=statuses)
    return _of_duration(_created(jobs, given), given).order_by("-created_at", "pk")


def _several(given: Parameters, name: str) -> list[str]:
    text = given.find(name)
    return text.split(",") if text else []


def _created(jobs: JobQuerySet, given: Parameters) -> JobQuerySet:
    text = given.find("datetime")
    if text is None:
        return jobs
    times = parse_times(text)
    if times.first is not None:
        jobs = jobs.filter(created_at__gte=times.first)
    if times.last is not None:
        jobs = jobs.filter(created_at__lte=times.last)
    return jobs


def _of_duration(jobs: JobQuerySet, given: Parameters) -> JobQuerySet:
    """Keep jobs that ran so long, or have run so long by now."""
    ran = Coalesce("finished_at", Now()) - F("started_at")
    for name, compared in (("minDuration", "ran__gte"), ("maxDuration", "ran__lte")):
        if given.find(name) is not None:
            seconds = min(given.count(name, least=0, default=0), LONGEST_SECONDS)
            wanted = {compared: dt.timedelta(seconds=seconds)}
            jobs = jobs.annotate(ran=ran).filter(**wanted)
    return jobs
