"""Work that is done later or every night, by the worker process.

A thin layer over procrastinate's Django app: jobs are rows of the same database, so a job
asked for in a transaction exists only if that transaction commits. The worker is
`python -m django procrastinate worker`; it needs a direct connection (LISTEN), no pooler.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from django.db import transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

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


def later(name: str, *, priority: int, **arguments: Any) -> None:
    """Ask for one more of the jobs called `name` once this transaction commits.

    Those of higher `priority` are run first; 0 is that of all other jobs.
    """
    app.configure_task(name, priority=priority).defer(**arguments)


def soon(name: str, **arguments: Any) -> None:
    """Ask for the job called `name` once this transaction commits, unless one waits."""
    task = app.configure_task(name, lock=name, queueing_lock=name)
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(**arguments)


def every(cron: str, name: str) -> Callable[[Callable[..., None]], Any]:
    """Make a function a job that runs by itself at the times that `cron` names.

    The function gets `timestamp`, the time it was due, in seconds since 1970. Times are
    those of the worker's clock in UTC: 08:00 is 4 in the morning in Bolivia.
    """

    def decorate(function: Callable[..., None]) -> Any:
        return app.periodic(cron=cron)(job(name)(function))

    return decorate


KEPT_HOURS: Final = 48
"""How long the queue remembers what was done."""


# No lock: were this one itself interrupted, it would wait for itself for ever.
@app.periodic(cron="* * * * *")
@app.task(name="geo.recover", queueing_lock="geo.recover", pass_context=True)
async def recover(context: JobContext, timestamp: int) -> None:
    """Take up again what a worker left behind that fell; clean the queue every hour."""
    manager = context.app.job_manager
    for left in await manager.get_stalled_jobs():
        if left.attempts + 1 < (RETRIES.max_attempts or 0):
            await manager.retry_job(left)
        else:
            await manager.finish_job(left, status=Status.FAILED, delete_job=False)
    if timestamp % 3600 == 0:
        await manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True)
