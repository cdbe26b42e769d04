"""A process at work in the background: an act like any other, for whoever asked."""

from __future__ import annotations

from typing import Final

from geo.access import Audience
from geo.jobs.acts import Act, Arguments, declare
from geo.jobs.acts import Run as JobRun
from geo.jobs.models import Job as AnyJob
from geo.jobs.working import Written
from geo.layers import Text
from geo.processes.declared import Run, find_process
from geo.processes.models import RUN
from geo.processes.refusals import NoSuchProcess
from geo.processes.running import Deadline, as_text

SECONDS: Final = {True: 600.0, False: 60.0}
"""How long a job may run, for staff and for passers-by."""


class _Bounded:
    """A run in the background with the time that its viewer is given."""

    def __init__(self, run: JobRun) -> None:
        self.viewer = run.viewer
        self._run = run
        self._deadline = Deadline(SECONDS[bool(run.viewer.name)])

    def step(self, percent: float, message: Text = "") -> None:
        """Write down how far the work is, and go on if it is still wanted."""
        self._deadline.check()
        self._run.step(percent, message)


def _work(run: JobRun, arguments: Arguments) -> str:
    process = find_process(arguments["process"], run.viewer.audience)
    if process is None:
        raise NoSuchProcess
    if process.permission is not None:
        process.permission.require(run.viewer)
    bounded: Run = _Bounded(run)
    return Written(as_text(process.work(bounded, arguments["inputs"])))


def _title(job: AnyJob) -> Text:
    process = find_process(job.about, Audience.STAFF)
    return process.title if process is not None else job.about


def _page(job: AnyJob) -> str:
    return f"/ogc/jobs/{job.pk}?f=html"


RUN_PROCESS: Final[Act] = declare(
    Act(
        name=RUN,
        title=_title,
        work=_work,
        whole=False,  # it only reads, with the roles of the published views
        tries=2,
        again_after_fault=False,  # whoever asked is told and decides
        seconds=SECONDS[True],
        page=_page,
    )
)
