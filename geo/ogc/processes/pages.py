"""Insides of the pages of processes and jobs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string

from geo.access import Audience
from geo.jobs.terms import Status
from geo.ogc.links import root
from geo.ogc.processes.curve import drawn
from geo.ogc.processes.documents import job_address, process_address
from geo.ogc.processes.forms import controls
from geo.ogc.processes.tables import shown
from geo.ogc.resource import Asking, Document
from geo.ogc.stage import stage_of_result
from geo.processes.declared import Mode, Process, find_process
from geo.processes.models import Job
from geo.published.wire import Request

FOLDER = "geo/processes"


def processes_page(asking: Asking, document: Document) -> str:
    """What can be run."""
    return _made("list", asking, {"processes": document["processes"]})


def jobs_page(asking: Asking, document: Document) -> str:
    """The viewer's own jobs."""
    jobs = [
        {
            **each,
            "word": Status(each["status"]).label,
            "title": _title(each["processID"], asking.request),
            "at": dt.datetime.fromisoformat(each["created"]),
        }
        for each in document["jobs"]
    ]
    following = next(
        (each["href"] for each in document["links"] if each["rel"] == "next"), ""
    )
    signed_in = bool(asking.request.viewer.name)
    given = {"jobs": jobs, "following": following, "signed_in": signed_in}
    return _made("jobs", asking, given)


def _title(name: str, request: Request) -> str:
    process = find_process(name, request.viewer.audience)
    return str(process.title) if process else name


def _made(template: str, asking: Asking, given: Mapping[str, Any]) -> str:
    context = {"root": root(asking.request), **given}
    return render_to_string(
        f"{FOLDER}/{template}.html", context, request=asking.django_request
    )


def process_page(asking: Asking, process: Process) -> str:
    """One process with its form."""
    return page_of_process(asking.request, asking.django_request, process)


def page_of_process(
    request: Request,
    django_request: HttpRequest,
    process: Process,
    *,
    form: QueryDict | None = None,
    refusal: str = "",
    result: str = "",
    inputs: Mapping[str, Any] | None = None,
) -> str:
    """One process with its form as it was filled in, and what came of it."""
    audience = request.viewer.audience
    example = inputs if inputs is not None else _example(process, request)
    body = json.dumps({"inputs": example}, ensure_ascii=False)
    value = json.loads(result) if result else None
    context = {
        "root": root(request),
        "process": process,
        "address": process_address(request, process),
        "controls": list(controls(process, audience, form)),
        "refusal": refusal,
        "has_result": bool(result),
        **(_told(value, process, audience) if result else {}),
        "body": body.replace("'", "\\u0027"),
        "may_be_later": Mode.LATER in process.modes,
        "may_be_now": Mode.NOW in process.modes,
    }
    return render_to_string(f"{FOLDER}/process.html", context, request=django_request)


def _example(process: Process, request: Request) -> dict[str, Any]:
    declared = process.inputs(request.viewer.audience).items()
    return {name: each.example for name, each in declared if each.example is not None}


def job_page(asking: Asking, job: Job) -> str:
    """How a job is; it looks again by itself while the job is not done."""
    return page_of_job(asking.request, asking.django_request, job)


def page_of_job(request: Request, django_request: HttpRequest, job: Job) -> str:
    """The same for a request that is not a resource's."""
    context = {
        "job": job,
        "title": _title(job.process, request),
        "address": job_address(request, job),
        "root": root(request),
        "is_unfinished": job.status in (Status.ACCEPTED, Status.RUNNING),
        "is_successful": job.status == Status.SUCCESSFUL,
    }
    return render_to_string(f"{FOLDER}/job.html", context, request=django_request)


def results_page(asking: Asking, process: Process, text: str, job: str) -> str:
    """What a job came to."""
    told = _told(json.loads(text), process, asking.request.viewer.audience)
    return _made("results", asking, {"process": process, "job": job, **told})


def _told(value: Any, process: Process, audience: Audience) -> dict[str, Any]:
    """A result as its page tells it: on a map, as a curve, and in tables."""
    return {
        "result": shown(value, process.output.words, audience),
        "stage": stage_of_result(value),
        "curve": drawn(value, process.output),
    }
