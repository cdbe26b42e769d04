"""What happens to a job. Each function is one act, done whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from geo.access import Viewer
from geo.jobs import later
from geo.processes.models import Job
from geo.processes.orders import Order
from geo.processes.refusals import Interrupted, NoSuchJob, OrderTooLarge, TooManyJobs
from geo.processes.terms import Status
from geo.sql import one_at_a_time

RUN: Final = "processes.run"
"""Name of the worker's task."""
MOST_ATTEMPTS: Final = 2
"""A job that was interrupted is begun once more, and then given up."""

KEPT_DAYS: Final = {True: 7, False: 1}
"""Days that a job and its result are kept, for staff and for passers-by."""
MOST_WAITING: Final = {True: 50, False: 20}
"""Unfinished jobs of one member of staff, and of all passers-by together."""
MOST_KEPT: Final = 200
"""Finished jobs of passers-by; the oldest make room."""
LARGEST_KB: Final = {True: 2000, False: 250}
"""Size of a job's inputs."""
PRIORITY: Final = {True: -5, False: -10}
"""In the queue: the office's own work goes first, then staff, then passers-by."""


@transaction.atomic
def accept_job(order: Order, *, language: str, by: Viewer) -> Job:
    """Keep `order` for the worker, which hears of it when the transaction commits.

    Raises:
        NotAllowed: `by` may not run the process.
        OrderTooLarge: the inputs are more than a job may hold.
        TooManyJobs: too many wait already.
    """
    if order.process.permission is not None:
        order.process.permission.require(by)
    known = bool(by.name)
    if len(json.dumps(order.inputs)) > LARGEST_KB[known] * 1000:
        raise OrderTooLarge(most=LARGEST_KB[known])
    one_at_a_time("processes.accept")
    _make_room(by)
    job = Job.objects.create(
        process=order.process.id,
        owner=by.name,
        language=language,
        inputs=dict(order.inputs),
        response=order.response,
        expires_at=Now() + dt.timedelta(days=KEPT_DAYS[known]),
    )
    later(RUN, priority=PRIORITY[known], job=str(job.pk))
    job.refresh_from_db()
    return job


def _make_room(by: Viewer) -> None:
    own = Job.objects.filter(owner=by.name)
    if own.unfinished().count() >= MOST_WAITING[bool(by.name)]:
        raise TooManyJobs
    if not by.name:
        finished = own.filter(finished_at__isnull=False).order_by("-finished_at")
        oldest = list(finished.values_list("pk", flat=True)[MOST_KEPT - 1 :])
        own.filter(pk__in=oldest).delete()


def find_job(name: str, viewer: Viewer) -> Job:
    """The job with this id.

    Raises:
        NoSuchJob: there is none that the viewer may see.
    """
    try:
        pk = UUID(name)
    except ValueError as error:
        raise NoSuchJob from error
    if str(pk) != name:
        raise NoSuchJob
    give_up_lost(pk=pk)
    job = Job.objects.visible_to(viewer).kept().filter(pk=pk).first()
    if job is None:
        raise NoSuchJob
    return job


@transaction.atomic
def dismiss_job(name: str, *, by: Viewer) -> Job:
    """Stop the job if it waits or runs, and forget its inputs and result.

    Raises:
        NoSuchJob: there is none that `by` may see.
    """
    job = find_job(name, by)
    Job.objects.filter(pk=job.pk).exclude(status=Status.DISMISSED).update(
        status=Status.DISMISSED,
        inputs={},
        result="",
        message="",
        updated_at=Now(),
        finished_at=Now(),
    )
    job.refresh_from_db()
    return job


@transaction.atomic
def begin_job(pk: UUID) -> Job | None:
    """Mark the job as running; None when nobody wants it, or not any more."""
    job = Job.objects.select_for_update().unfinished().filter(pk=pk).first()
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        _end([job.pk], Status.FAILED, message=str(Interrupted()), problem=500)
        return None
    Job.objects.filter(pk=pk).update(
        status=Status.RUNNING,
        attempts=F("attempts") + 1,
        progress=0,
        message="",
        started_at=Now(),
        updated_at=Now(),
    )
    job.refresh_from_db()
    return job


def note_progress(job: Job, percent: float, message: str) -> bool:
    """Write how far this attempt is; False when it is not wanted any more."""
    mine = Job.objects.filter(pk=job.pk, status=Status.RUNNING, attempts=job.attempts)
    progress = max(0, min(100, round(percent)))
    return bool(mine.update(progress=progress, message=message, updated_at=Now()))


def finish_job(job: Job, result: str) -> None:
    """Keep what this attempt came to, unless it is not wanted any more."""
    mine = Job.objects.filter(status=Status.RUNNING, attempts=job.attempts)
    pks = list(mine.filter(pk=job.pk).values_list("pk", flat=True))
    _end(pks, Status.SUCCESSFUL, progress=100, message="", result=result)


def fail_job(job: Job, message: str, problem: int) -> None:
    """Keep why this attempt came to nothing."""
    _end([job.pk], Status.FAILED, message=message, problem=problem)


def _end(pks: list[UUID], status: Status, **values: Any) -> None:
    """An unfinished job ends once: whoever dismissed it meanwhile was first."""
    fields: Mapping[str, Any] = {"finished_at": Now(), "updated_at": Now(), **values}
    Job.objects.filter(pk__in=pks).unfinished().update(status=status, **fields)


def give_up_lost(**those: Any) -> None:
    """Let jobs that claim to run longer than any may have failed."""
    pks = list(Job.objects.filter(**those).lost().values_list("pk", flat=True))
    if pks:
        _end(pks, Status.FAILED, message=str(Interrupted()), problem=500)


def forget_expired() -> int:
    """Delete jobs whose time is over; returns how many."""
    deleted, _kinds = Job.objects.filter(expires_at__lte=Now()).delete()
    return deleted
