"""How an attempt begins and ends: each row of a job changes hands once, whoever is late."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from geo.jobs.actions import RUN
from geo.jobs.acts import find_act
from geo.jobs.models import Job
from geo.jobs.queue import later
from geo.jobs.refusals import Interrupted
from geo.jobs.telling import tell_failure
from geo.jobs.terms import Status

GRACE: Final = dt.timedelta(minutes=5)
"""So much later than it should have stopped, a run has lost its worker."""
OLDEST_SECONDS: Final = 600.0
"""How long an act may run that nobody knows any more."""


@transaction.atomic
def begin(pk: UUID) -> Job | None:
    """Mark the job as running; None when nobody wants it, or not any more."""
    job = Job.objects.select_for_update().unfinished().filter(pk=pk).first()
    if job is None:
        return None
    if job.attempts >= job.most_attempts:
        with translation.override(job.language):
            _fail(Job.objects.filter(pk=pk), str(Interrupted()), 500)
        return None
    act = find_act(job.act)
    seconds = act.seconds if act is not None else OLDEST_SECONDS
    Job.objects.filter(pk=pk).update(
        status=Status.RUNNING,
        attempts=F("attempts") + 1,
        progress=0,
        message="",
        started_at=Now(),
        deadline_at=Now() + dt.timedelta(seconds=seconds) + GRACE,
        updated_at=Now(),
    )
    job.refresh_from_db()
    return job


def _mine(job: Job) -> QuerySet[Job]:
    """The job, as long as this attempt is the one that runs."""
    return Job.objects.filter(pk=job.pk, status=Status.RUNNING, attempts=job.attempts)


def finish(job: Job, result: str) -> bool:
    """Keep what this attempt came to; False when it is not wanted any more."""
    done = _mine(job).update(
        status=Status.SUCCESSFUL,
        progress=100,
        message="",
        result=result,
        finished_at=Now(),
        updated_at=Now(),
    )
    return bool(done)


@transaction.atomic
def fail(job: Job, message: str, problem: int) -> None:
    """Keep why this attempt came to nothing, and let whoever asked know."""
    _fail(_mine(job), message, problem)


@transaction.atomic
def put_off(job: Job, *, seconds: float) -> None:
    """Let the job be tried again after a while."""
    pause = dt.timedelta(seconds=seconds)
    waiting = _mine(job).update(
        status=Status.ACCEPTED,
        message=_("Something of ours broke; it is tried again by itself."),
        due_at=Now() + pause,
        updated_at=Now(),
    )
    if waiting:
        job.refresh_from_db()
        act = find_act(job.act)
        priority = act.priority if act is not None else 0
        later(RUN, priority=priority, at=job.due_at, job=str(job.pk))


@transaction.atomic
def give_up_lost(**those: Any) -> None:
    """Let jobs that claim to run longer than any may have failed."""
    lost = Job.objects.filter(**those).lost().select_for_update(skip_locked=True)
    _fail(Job.objects.filter(pk__in=[job.pk for job in lost]), str(Interrupted()), 500)


def _fail(those: QuerySet[Job], message: str, problem: int) -> None:
    jobs = list(those.select_for_update())
    Job.objects.filter(pk__in=[job.pk for job in jobs]).update(
        status=Status.FAILED,
        message=message,
        problem=problem,
        finished_at=Now(),
        updated_at=Now(),
    )
    for job in jobs:
        job.refresh_from_db()
        tell_failure(job)


def forget_expired() -> int:
    """Delete jobs whose time is over; returns how many."""
    deleted, _kinds = Job.objects.filter(expires_at__lte=Now()).delete()
    return deleted
