"""Jobs to look at: what runs, waits, failed, is done, and what comes by itself.

Both pages hold a part that asks for itself again every few seconds while something is under
way, so nobody keeps a connection to the database open by watching.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from geo.jobs.acts import find_act
from geo.jobs.ends import give_up_lost
from geo.jobs.models import Job
from geo.jobs.permissions import MANAGE
from geo.jobs.querysets import JobQuerySet
from geo.jobs.queue import last_runs, next_time, schedule
from geo.jobs.terms import Status
from geo.pages.gates import for_the_signed_in
from geo.pages.jobs.doors import the_job
from geo.pages.middleware import viewer_of

SHOWN: Final = 50
"""Rows of each part; who wants older ones finds them by their notice."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One job as a row of the page."""

    job: Job
    title: str
    page: str
    can_stop: bool
    can_repeat: bool
    is_put_off: bool


@require_safe
@for_the_signed_in
def jobs(request: HttpRequest) -> HttpResponse:
    """The jobs that the viewer may see, by how they are."""
    viewer = viewer_of(request)
    give_up_lost()
    seen = Job.objects.visible_to(viewer).kept()
    manages = viewer.is_staff and viewer.may(MANAGE.name)
    context = {
        "under_way": _rows(seen.unfinished().order_by("-status", "due_at", "created_at")),
        "failed": _rows(_latest(seen, Status.FAILED)),
        "ended": _rows(_latest(seen, Status.SUCCESSFUL, Status.DISMISSED)),
        "manages": manages,
        "schedule": _scheduled() if manages else [],
    }
    return render(request, "geo/jobs/jobs.html", context)


def _latest(seen: JobQuerySet, *statuses: Status) -> JobQuerySet:
    return seen.filter(status__in=statuses).order_by("-finished_at")


def _rows(jobs: JobQuerySet) -> list[Told]:
    return [told(each) for each in jobs.defer("result")[:SHOWN]]


def told(job: Job) -> Told:
    """The job as people read it."""
    act = find_act(job.act)
    return Told(
        job=job,
        title=str(act.title(job)) if act is not None else job.act,
        page=(act.page(job) if act is not None else "")
        or reverse("jobs:job", args=[job.pk]),
        can_stop=job.is_unfinished,
        can_repeat=act is not None and job.status == Status.FAILED,
        is_put_off=job.status == Status.ACCEPTED and job.due_at is not None,
    )


def _scheduled() -> list[dict[str, Any]]:
    last, now = last_runs(), timezone.now()
    return [
        {"it": each, "next": next_time(each, now), "last": last.get(each.name)}
        for each in schedule()
    ]


@require_safe
@for_the_signed_in
def job(request: HttpRequest, token: UUID) -> HttpResponse:
    """One job; the page looks again by itself while it is under way."""
    give_up_lost(pk=token)
    found = told(the_job(request, token))
    return render(request, "geo/jobs/job.html", {"told": found})
