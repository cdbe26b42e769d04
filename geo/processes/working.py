"""A job at work: the process runs, tells how far it is, and comes to an end."""

from __future__ import annotations

import logging
from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from geo.access import Viewer, looking
from geo.errors import Refusal
from geo.errors_http import status_of
from geo.layers import Text
from geo.processes.actions import begin_job, fail_job, finish_job, note_progress
from geo.processes.declared import find_process
from geo.processes.models import Job
from geo.processes.refusals import Dismissed, NoSuchProcess
from geo.processes.running import Deadline, as_text

SECONDS: Final = {True: 600.0, False: 60.0}
"""How long a job may run, for staff and for passers-by."""

logger = logging.getLogger(__name__)


class Queued:
    """A run that the worker does and whoever asked comes back to."""

    def __init__(self, job: Job, viewer: Viewer) -> None:
        self.viewer = viewer
        self._job = job
        self._deadline = Deadline(SECONDS[bool(job.owner)])

    def step(self, percent: float, message: Text = "") -> None:
        """Write down how far the work is, and go on if it is still wanted."""
        self._deadline.check()
        if not note_progress(self._job, percent, str(message)):
            raise Dismissed


def work_off(pk: UUID, viewers: dict[str, Viewer]) -> None:
    """Run the job with this id, if it is still wanted.

    `viewers` gives who its owner is by now; without one it may read nothing of theirs.
    """
    job = begin_job(pk)
    if job is None:
        return
    with translation.override(job.language):
        try:
            finish_job(job, _result(job, viewers.get(job.owner)))
        except Dismissed:
            return
        except Refusal as refusal:
            fail_job(job, str(refusal), status_of(refusal))
        except Exception:  # the task runner: told as ours, never shown
            logger.exception("job %s failed", job)
            fail_job(job, _("The fault is ours and has been written down."), 500)


def _result(job: Job, viewer: Viewer | None) -> str:
    process = find_process(job.process, viewer.audience) if viewer else None
    if process is None or viewer is None:
        raise NoSuchProcess
    if process.permission is not None:
        process.permission.require(viewer)
    with looking(viewer):
        return as_text(process.work(Queued(job, viewer), job.inputs))
