"""Jobs of processes: accepted, found, dismissed, within limits for each kind of viewer."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from geo.access import Viewer
from geo.jobs.actions import ask, dismiss
from geo.jobs.ends import give_up_lost
from geo.processes.models import Job
from geo.processes.orders import Order
from geo.processes.refusals import NoSuchJob, OrderTooLarge, TooManyJobs
from geo.processes.working import RUN_PROCESS
from geo.sql import one_at_a_time

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
    act = dataclasses.replace(
        RUN_PROCESS, kept_days=KEPT_DAYS[known], priority=PRIORITY[known]
    )
    given: dict[str, Any] = {
        "process": order.process.id,
        "inputs": dict(order.inputs),
        "response": order.response,
    }
    job = ask(act, about=order.process.id, language=language, by=by, **given)
    return Job.objects.get(pk=job.pk)


def _make_room(by: Viewer) -> None:
    own = Job.objects.get_queryset().filter(owner=by.name)
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
    dismiss(job.pk)
    job.refresh_from_db()
    return job
