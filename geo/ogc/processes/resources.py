"""Addresses of processes and jobs that are read: each as data and as a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from geo.jobs.terms import Status
from geo.ogc.links import root
from geo.ogc.processes.documents import (
    job_document,
    page_links,
    process_document,
    processes_document,
)
from geo.ogc.processes.executing import the_process, value_answer
from geo.ogc.processes.jobs import DEFAULT_LIMIT, LARGEST_LIMIT, PARAMETERS, own_jobs
from geo.ogc.processes.pages import (
    job_page,
    jobs_page,
    process_page,
    processes_page,
    results_page,
)
from geo.ogc.resource import Asking, Document, Resource
from geo.processes.actions import find_job
from geo.processes.declared import find_process, offered
from geo.processes.models import Job
from geo.processes.refusals import (
    JobFailed,
    NoSuchJob,
    NoSuchProcess,
    NotReady,
    OnlyPosted,
)
from geo.published.parameters import at_most
from geo.published.question import LARGEST_OFFSET


def _stretch(asking: Asking) -> tuple[int, int]:
    """How many of a list are asked for, and how many to skip."""
    given = asking.request.given
    limit = given.count("limit", least=1, default=DEFAULT_LIMIT)
    offset = given.count("offset", least=0, default=0)
    return min(limit, LARGEST_LIMIT), at_most("offset", offset, LARGEST_OFFSET)


def process_list(asking: Asking) -> Resource:
    """What can be run."""
    request = asking.request

    def document() -> Document:
        limit, offset = _stretch(asking)
        processes = list(offered(request.viewer.audience))
        return processes_document(request, processes, limit=limit, offset=offset)

    return Resource(
        document=document,
        title=_("Processes"),
        page=partial(processes_page, asking),
        parameters=("limit", "offset"),
    )


def _process(asking: Asking, name: str) -> Resource:
    process, audience = the_process(name, asking.request), asking.request.viewer.audience
    return Resource(
        document=lambda: process_document(asking.request, process, audience),
        title=str(process.title),
        page=lambda _document: process_page(asking, process),
    )


def _execution(asking: Asking, name: str) -> Resource:
    the_process(name, asking.request)
    raise OnlyPosted


def job_list(asking: Asking) -> Resource:
    """The viewer's own jobs."""
    request = asking.request

    def document() -> Document:
        limit, offset = _stretch(asking)
        jobs = own_jobs(request.given, request.viewer)
        shown, total = list(jobs[offset : offset + limit]), jobs.count()
        return {
            "jobs": [job_document(request, each) for each in shown],
            "links": page_links(request, len(shown), total, offset),
        }

    return Resource(
        document=document,
        title=_("Jobs"),
        page=partial(jobs_page, asking),
        parameters=PARAMETERS,
    )


def _job(asking: Asking, name: str) -> Resource:
    job = find_job(name, asking.request.viewer)
    return Resource(
        document=lambda: job_document(asking.request, job),
        title=_("Job"),
        page=lambda _document: job_page(asking, job),
    )


def _results(asking: Asking, name: str) -> Resource:
    job = find_job(name, asking.request.viewer)
    process = find_process(job.process, asking.request.viewer.audience)
    if process is None:
        raise NoSuchProcess
    _check_finished(job)
    answer = value_answer(job.result, process.output, job.response)
    body = answer.body if isinstance(answer.body, bytes) else b""
    up = f"{root(asking.request)}/jobs/{job.pk}"
    return Resource(
        document=dict,
        title=str(process.output.title),
        page=lambda _document: results_page(asking, process, job.result, up),
        media=answer.content_type,
        written=lambda _document: body,
    )


def _check_finished(job: Job) -> None:
    """Go on if the job has a result.

    Raises:
        NotReady: not yet; NoSuchJob: it was dismissed; JobFailed: it came to nothing.
    """
    if job.status in (Status.ACCEPTED, Status.RUNNING):
        raise NotReady
    if job.status == Status.DISMISSED:
        raise NoSuchJob
    if job.status == Status.FAILED:
        raise JobFailed(job.message, job.problem or 500)


OF_PROCESS: Final[dict[tuple[str, ...], Callable[[Asking, str], Resource]]] = {
    (): _process,
    ("execution",): _execution,
}
"""What follows the name of a process in addresses; the last is only posted to."""
OF_JOB: Final[dict[tuple[str, ...], Callable[[Asking, str], Resource]]] = {
    (): _job,
    ("results",): _results,
}
"""What follows the id of a job."""
