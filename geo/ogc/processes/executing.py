"""Requests that start a process: as data or from the form of its page.

Source: OGC 18-062r2 (Processes, part 1), clauses 7.11 (execute) and 7.13 (results);
RFC 7240 (Prefer).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from geo.ogc.features.editing import check_token
from geo.ogc.processes.documents import job_address, job_document
from geo.processes.actions import accept_job
from geo.processes.declared import Mode, Output, Process, find_process
from geo.processes.models import Job
from geo.processes.orders import Order, Response, read_document, read_order
from geo.processes.refusals import (
    NoSuchProcess,
    OrderTooLarge,
    UnsupportedOrder,
)
from geo.processes.running import run_now
from geo.published.negotiation import JSON
from geo.published.wire import Answer, Request

FORM: Final = "application/x-www-form-urlencoded"
LARGEST_KB: Final = 2000
"""Of what is sent; a list of ten thousand addresses has a third of it."""


def the_process(name: str, request: Request) -> Process:
    """The process of this name.

    Raises:
        NoSuchProcess: the viewer may see none.
    """
    process = find_process(name, request.viewer.audience)
    if process is None:
        raise NoSuchProcess
    return process


def body_of(request: Request, django_request: HttpRequest) -> bytes:
    """What was sent.

    Raises:
        UnsupportedOrder: it is not JSON; OrderTooLarge: it is more than a process takes.
    """
    if request.media_type not in (JSON, FORM):
        raise UnsupportedOrder(known=JSON)
    try:
        body = django_request.body
    except RequestDataTooBig as error:
        raise OrderTooLarge(most=LARGEST_KB) from error
    if len(body) > LARGEST_KB * 1000:
        raise OrderTooLarge(most=LARGEST_KB)
    return body


def execute(request: Request, django_request: HttpRequest, name: str) -> Answer:
    """Run the process on what was sent, or keep it as a job.

    Raises:
        NoSuchProcess, NotAllowed, NoToken: not for this viewer.
        BadOrder, UnsupportedOrder, OrderTooLarge: what was sent is not taken.
        RanTooLong, AnswerTooLarge, TooManyRuns, TooManyJobs: it is too much.
    """
    process = the_process(name, request)
    request.given.only(())
    document = read_document(body_of(request, django_request))
    order = read_order(document, process, request.viewer.audience)
    wanted = prefers_later(request)
    job = start(request, django_request, order, later=wanted)
    if isinstance(job, str):
        return value_answer(job, process.output, order.response)
    headers = {"location": job_address(request, job), "cache-control": "no-store"}
    if wanted:
        headers["preference-applied"] = "respond-async"
    return json_answer(job_document(request, job), status=201, headers=headers)


def start(
    request: Request, django_request: HttpRequest, order: Order, *, later: bool
) -> Job | str:
    """A job, or the value as JSON: whichever the process can and the client prefers.

    Raises:
        NoToken: a page of ours did not send it.
    """
    if request.viewer.name:
        check_token(request, django_request)
    modes = order.process.modes
    if Mode.LATER in modes and (later or Mode.NOW not in modes):
        return accept_job(order, language=request.language, by=request.viewer)
    return run_now(order, request.viewer)


def prefers_later(request: Request) -> bool:
    """Whether `Prefer` asks for a job (RFC 7240: several, separated by commas).

    A process that cannot be a job is run at once, as the standard demands.
    """
    preferences = request.headers.get("prefer", "").lower().split(",")
    names = [each.partition(";")[0].strip() for each in preferences]
    return "respond-async" in names


def value_answer(text: str, output: Output, response: str) -> Answer:
    """A result as it was asked for: the bare value, or a document that names it."""
    media = output.media
    if response == Response.DOCUMENT:
        name, kind = json.dumps(output.name), json.dumps(media)
        text, media = f'{{{name}:{{"value":{text},"mediaType":{kind}}}}}', JSON
    headers = {"cache-control": "no-store"}
    return Answer(body=text.encode(), content_type=media, headers=headers)


def json_answer(
    document: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str]
) -> Answer:
    """A document that is true at this moment only."""
    body = json.dumps(document, ensure_ascii=False).encode()
    return Answer(body=body, content_type=JSON, status=status, headers=headers)
