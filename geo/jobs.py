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
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

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
