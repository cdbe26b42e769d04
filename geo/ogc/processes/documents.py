"""Processes and jobs as the standard's documents.

Source: OGC 18-062r2 (Processes, part 1), classes core, ogc-process-description,
job-list and dismiss.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from geo.access import Audience
from geo.jobs.terms import Status
from geo.ogc.links import REL, LinkObject, here, link, root
from geo.processes.declared import Input, Process
from geo.processes.models import Job
from geo.published.negotiation import HTML, JSON
from geo.published.wire import Request

Document = dict[str, Any]


def process_address(request: Request, process: Process) -> str:
    """Absolute address of a process."""
    return f"{root(request)}/processes/{process.id}"


def job_address(request: Request, job: Job) -> str:
    """Absolute address of a job."""
    return f"{root(request)}/jobs/{job.pk}"


def _links(address: str) -> list[LinkObject]:
    return [link("self", JSON, address), link("alternate", HTML, f"{address}?f=html")]


def _summary(request: Request, process: Process) -> Document:
    return {
        "id": process.id,
        "title": str(process.title),
        "description": str(process.description),
        "version": process.version,
        "jobControlOptions": [*process.modes, "dismiss"],
        "outputTransmission": ["value"],
        "links": _links(process_address(request, process)),
    }


def page_links(request: Request, shown: int, total: int, offset: int) -> list[LinkObject]:
    """Links of a list to itself, as a page, and to what comes after it."""
    links = [
        link("self", JSON, here(request)),
        link("alternate", HTML, here(request, f="html")),
    ]
    if offset + shown < total:
        links.append(link("next", JSON, here(request, offset=offset + shown)))
    return links


def processes_document(
    request: Request, processes: Sequence[Process], *, limit: int, offset: int
) -> Document:
    """Some of the processes."""
    shown = processes[offset : offset + limit]
    return {
        "processes": [_summary(request, each) for each in shown],
        "links": page_links(request, len(shown), len(processes), offset),
    }


def _input(each: Input) -> Document:
    schema = dict(each.schema)
    if each.example is not None:
        # The standard's schemas are OpenAPI 3.0's, which know one example only.
        schema["example"] = each.example
    return {
        "title": str(each.title),
        "description": str(each.description),
        "minOccurs": int(each.required),
        "maxOccurs": 1,
        "schema": schema,
    }


def process_document(request: Request, process: Process, audience: Audience) -> Document:
    """One process with its inputs and output."""
    address, output = process_address(request, process), process.output
    execute = link(f"{REL}execute", JSON, f"{address}/execution")
    jobs = link(f"{REL}job-list", JSON, f"{root(request)}/jobs")
    summary = _summary(request, process)
    declared = process.inputs(audience).items()
    schema = {"title": str(output.title), "schema": dict(output.schema)}
    return {
        **summary,
        "links": [*summary["links"], execute, jobs],
        "inputs": {name: _input(each) for name, each in declared},
        "outputs": {output.name: schema},
    }


_MOMENTS: Final = {
    "created": "created_at",
    "started": "started_at",
    "finished": "finished_at",
    "updated": "updated_at",
}


def job_document(request: Request, job: Job) -> Document:
    """How a job is (statusInfo)."""
    address = job_address(request, job)
    links = [*_links(address), link("up", JSON, f"{root(request)}/jobs")]
    if job.status == Status.SUCCESSFUL:
        links.append(link(f"{REL}results", JSON, f"{address}/results"))
    document = {
        "jobID": str(job.pk),
        "processID": job.process,
        "type": "process",
        "status": str(job.status),
        "message": job.message or str(Status(job.status).label),
        "progress": job.progress,
        **{name: _moment(getattr(job, column)) for name, column in _MOMENTS.items()},
        "expires": _moment(job.expires_at),
        "links": links,
    }
    return {name: value for name, value in document.items() if value is not None}


def _moment(value: dt.datetime | None) -> str | None:
    if value is None:
        return None
    text = value.astimezone(dt.UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
