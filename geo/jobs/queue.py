"""The queue: work that is done later or every night, by the worker process.

A thin layer over procrastinate's Django app, and the only file that knows it: what is
asked for is a row of the same database, so it exists only if its transaction commits. The
worker is `python -m django procrastinate worker`; it needs a direct connection (LISTEN),
no pooler.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from geo.layers import Text

RETRIES: Final = RetryStrategy(max_attempts=3, exponential_wait=60)
"""A job that fails is tried again after a minute, and once more after an hour."""


def job(name: str) -> Callable[[Callable[..., None]], Any]:
    """Make a function a job called `name`, of which one runs at a time and one waits.

    `task.defer(**arguments)` asks for it; the arguments are JSON.
    """
    task: Callable[[Callable[..., None]], Any] = app.task(
        name=name, lock=name, queueing_lock=name, retry=RETRIES
    )
    return task


def job_for_each(name: str) -> Callable[[Callable[..., None]], Any]:
    """Make a function a job called `name`, of which any number may wait."""
    task: Callable[[Callable[..., None]], Any] = app.task(name=name, retry=RETRIES)
    return task


def later(
    name: str, *, priority: int, at: dt.datetime | None = None, **arguments: Any
) -> None:
    """Ask for one more of the jobs called `name` once this transaction commits.

    Those of higher `priority` are run first; 0 is that of all other jobs. None is run
    before `at`.
    """
    app.configure_task(name, priority=priority, schedule_at=at).defer(**arguments)


def soon(name: str, **arguments: Any) -> None:
    """Ask for the job called `name` once this transaction commits, unless one waits."""
    task = app.configure_task(name, lock=name, queueing_lock=name)
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(**arguments)


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """Work that comes by itself."""

    name: str
    title: Text
    """What people call it."""
    cron: str
    """When, in UTC."""


@dataclass(frozen=True, kw_only=True)
class LastRun:
    """How the queue remembers the latest run of something scheduled."""

    status: str
    at: dt.datetime


_schedule: Final[dict[str, Scheduled]] = {}


def every(
    cron: str, name: str, *, title: Text = ""
) -> Callable[[Callable[..., None]], Any]:
    """Make a function a job that runs by itself at the times that `cron` names.

    The function gets `timestamp`, the time it was due, in seconds since 1970. Times are
    those of the worker's clock in UTC: 08:00 is 4 in the morning in Bolivia. With a
    `title` it is listed for staff at `/trabajos/`.
    """

    def decorate(function: Callable[..., None]) -> Any:
        if title:
            _schedule[name] = Scheduled(name=name, title=title, cron=cron)
        return app.periodic(cron=cron)(job(name)(function))

    return decorate


def schedule() -> list[Scheduled]:
    """What comes by itself and has a title, by name."""
    return [_schedule[name] for name in sorted(_schedule)]


def next_time(scheduled: Scheduled, after: dt.datetime) -> dt.datetime:
    """When it comes next."""
    for each in app.periodic_registry.periodic_tasks.values():
        if each.task.name == scheduled.name:
            due = each.croniter.get_next(ret_type=float, start_time=after)
            return dt.datetime.fromtimestamp(due, dt.UTC)
    raise LookupError(scheduled.name)


_LAST: Final = """
SELECT DISTINCT ON (job.task_name) job.task_name, job.status::text, event.at
FROM procrastinate_jobs job
JOIN procrastinate_events event ON event.job_id = job.id
WHERE job.task_name = ANY(%s) AND event.type IN ('started', 'succeeded', 'failed')
ORDER BY job.task_name, event.at DESC, event.id DESC
"""


def last_runs() -> dict[str, LastRun]:
    """How each scheduled work went the last time, as far as the queue remembers."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [list(_schedule)])
        return {name: LastRun(status=status, at=at) for name, status, at in cursor}


KEPT_HOURS: Final = 48
"""How long the queue remembers what was done."""


# No lock: were this one itself interrupted, it would wait for itself for ever.
@app.periodic(cron="* * * * *")
@app.task(name="geo.recover", queueing_lock="geo.recover", pass_context=True)
async def recover(context: JobContext, timestamp: int) -> None:
    """Take up again what a worker left behind that fell; clean the queue every hour."""
    manager = context.app.job_manager
    for left in await manager.get_stalled_jobs():
        again = left.attempts + 1 < (RETRIES.max_attempts or 0)
        # Where one of its name waits already, that one does its work.
        with suppress(UniqueViolation):
            if again:
                await manager.retry_job(left)
                continue
        await manager.finish_job(left, status=Status.FAILED, delete_job=False)
    if timestamp % 3600 == 0:
        await manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True)
