"""What people do with jobs. Each function is one act, done whole or not at all."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from geo.access import Viewer
from geo.jobs.acts import Act, find_act, get_act
from geo.jobs.models import Job
from geo.jobs.permissions import MANAGE
from geo.jobs.queue import later, schedule, soon
from geo.jobs.refusals import NotRepeatable, NotStoppable
from geo.jobs.terms import Status
from geo.language import spoken

RUN: Final = "jobs.run"
"""Name of the worker's task that runs a job."""


@transaction.atomic
def ask(
    act: Act | str,
    *,
    by: Viewer,
    about: str = "",
    at: dt.datetime | None = None,
    language: str = "",
    **arguments: Any,
) -> Job:
    """Keep a run of `act` for the worker, which hears of it when the transaction commits.

    It begins as soon as a worker is free, but not before `at`.

    Raises:
        NotAllowed: `by` may not.
        LookupError: nothing of this name is declared.
    """
    if isinstance(act, str):
        act = get_act(act)
    if act.permission is not None:
        act.permission.require(by)
    job = Job.objects.create(
        act=act.name,
        about=about,
        owner=by.name,
        language=language or spoken(),
        arguments=arguments,
        most_attempts=act.tries,
        due_at=at,
        expires_at=_kept_until(act, at),
    )
    later(RUN, priority=act.priority, at=at, job=str(job.pk))
    job.refresh_from_db()
    return job


def _kept_until(act: Act, at: dt.datetime | None) -> Any:
    kept = dt.timedelta(days=act.kept_days)
    return Now() + kept if at is None else at + kept


@transaction.atomic
def dismiss(pk: UUID) -> None:
    """End a job that nobody wants, and forget what it was given and came to.

    Whoever calls has asked whether they may. A run under way ends at its next step.
    """
    Job.objects.filter(pk=pk).exclude(status=Status.DISMISSED).update(
        status=Status.DISMISSED,
        arguments={},
        result="",
        message="",
        updated_at=Now(),
        finished_at=Now(),
    )


@transaction.atomic
def stop_job(job: Job, *, by: Viewer) -> Job:
    """Stop a job that waits or runs; nothing of a whole act is written then.

    Raises:
        NotAllowed: it is somebody else's, and `by` does not manage jobs.
        NotStoppable: it has ended.
    """
    locked = _locked(job, by)
    if not locked.is_unfinished:
        raise NotStoppable
    dismiss(locked.pk)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def repeat_job(job: Job, *, by: Viewer) -> Job:
    """Try a job again that failed, with the rights of whoever asked for it.

    Raises:
        NotAllowed: it is somebody else's, and `by` does not manage jobs.
        NotRepeatable: it did not fail, or its act is gone.
    """
    locked, act = _locked(job, by), find_act(job.act)
    if locked.status != Status.FAILED or act is None:
        raise NotRepeatable
    Job.objects.filter(pk=locked.pk).update(
        status=Status.ACCEPTED,
        most_attempts=F("attempts") + act.tries,
        progress=0,
        message="",
        problem=None,
        due_at=None,
        finished_at=None,
        updated_at=Now(),
        expires_at=_kept_until(act, None),
    )
    later(RUN, priority=act.priority, job=str(locked.pk))
    locked.refresh_from_db()
    return locked


def run_scheduled(name: str, *, by: Viewer, now: dt.datetime) -> None:
    """Let what comes by itself come now, unless it waits already.

    Raises:
        NotAllowed: `by` may not.
        LookupError: nothing of this name is scheduled.
    """
    MANAGE.require(by)
    if name not in {each.name for each in schedule()}:
        raise LookupError(name)
    soon(name, timestamp=int(now.timestamp()))


def _locked(job: Job, by: Viewer) -> Job:
    if not by.name or job.owner != by.name:
        MANAGE.require(by)
    return Job.objects.select_for_update().get(pk=job.pk)
