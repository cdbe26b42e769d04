"""A job at work: the act runs, tells how far it is, and comes to an end once."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from geo.access import Viewer, looking
from geo.acting import through
from geo.errors import Refusal
from geo.errors_http import status_of
from geo.jobs.acts import find_act
from geo.jobs.ends import begin, fail, finish, put_off
from geo.jobs.models import Job
from geo.jobs.refusals import Dismissed, NotKnownAnyMore, OverTime
from geo.layers import Text

PROGRESS: Final = """
UPDATE jobs_job SET progress = %s, message = %s, updated_at = clock_timestamp()
WHERE id = %s AND status = 'running' AND attempts = %s
"""
FIRST_PAUSE_SECONDS: Final = 60
GROWTH: Final = 4
"""The pause before a job is tried again: one minute, four, sixteen."""

logger = logging.getLogger(__name__)

Noting = Callable[[int, str], bool]
"""Writes how far the attempt is where others see it; False when nobody wants it."""


class Queued:
    """A run that the worker does and whoever asked comes back to."""

    def __init__(self, viewer: Viewer, seconds: float, note: Noting) -> None:
        self.viewer = viewer
        self._seconds, self._until = seconds, time.monotonic() + seconds
        self._note = note

    def step(self, percent: float, message: Text = "") -> None:
        """Write down how far the work is, and go on if it is still wanted.

        Raises:
            OverTime: the time for it is over; Dismissed: nobody wants it.
        """
        if time.monotonic() > self._until:
            raise OverTime(self._seconds)
        if not self._note(max(0, min(100, round(percent))), str(message)):
            raise Dismissed


def work_off(pk: UUID, viewer_named: Callable[[str], Viewer | None]) -> None:
    """Run the job with this id, if it is still wanted.

    `viewer_named` says who its owner is by now: rights that were taken meanwhile are gone.
    """
    job = begin(pk)
    if job is None:
        return
    with translation.override(job.language):
        try:
            _run(job, viewer_named(job.owner))
        except Dismissed:
            return
        except Refusal as refusal:
            fail(job, str(refusal), status_of(refusal))
        except Exception:  # the task runner: told as ours, never shown
            logger.exception("job %s broke", job)
            _after_fault(job)


def _run(job: Job, viewer: Viewer | None) -> None:
    act = find_act(job.act)
    if act is None or viewer is None:
        raise NotKnownAnyMore
    if act.permission is not None:
        act.permission.require(viewer)
    door = f"job: {job.act}"
    with looking(viewer), through(lambda: door), _aside(job) as note:
        run = Queued(viewer, act.seconds, note)
        with transaction.atomic() if act.whole else nullcontext():
            _finish(job, act.work(run, job.arguments))


def _finish(job: Job, result: Any) -> None:
    """Let the job end in the transaction of what a whole act wrote.

    Its row is touched only now, so that a dismissal never waits for the work.

    Raises:
        Dismissed: it has ended otherwise; what was written is undone.
    """
    if not finish(job, as_text(result)):
        raise Dismissed


@contextmanager
def _aside(job: Job) -> Iterator[Noting]:
    """A way to tell progress on a connection of its own: others see it at once."""
    own = connection.copy()

    def note(percent: int, message: str) -> bool:
        with own.cursor() as cursor:
            cursor.execute(PROGRESS, [percent, message, job.pk, job.attempts])
            return bool(cursor.rowcount)

    try:
        yield note
    finally:
        own.close()


def as_text(value: Any) -> str:
    """A result as JSON."""
    if isinstance(value, Written):
        return value
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


class Written(str):
    """A result that is JSON already."""

    __slots__ = ()


def _after_fault(job: Job) -> None:
    act = find_act(job.act)
    again = act is not None and act.again_after_fault
    if again and job.attempts < job.most_attempts:
        put_off(job, seconds=FIRST_PAUSE_SECONDS * GROWTH ** (job.attempts - 1))
    else:
        fail(job, _("The fault is ours and has been written down."), 500)
