"""Requests that start a process or dismiss a job, by programs and by our own pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from geo.errors import Refusal
from geo.errors_http import status_of
from geo.ogc.features.editing import check_token
from geo.ogc.processes.documents import job_address, job_document
from geo.ogc.processes.executing import (
    FORM,
    body_of,
    execute,
    json_answer,
    start,
    the_process,
)
from geo.ogc.processes.forms import read_form
from geo.ogc.processes.pages import page_of_job, page_of_process
from geo.processes.actions import dismiss_job
from geo.processes.orders import Order, read_inputs
from geo.published.negotiation import HTML, JSON, chosen_format
from geo.published.question import GENERAL
from geo.published.wire import Answer, Request


@dataclass(frozen=True, kw_only=True)
class Page:
    """The inside of a page that answers a request."""

    title: str
    inside: str
    status: int = 200


def executed(request: Request, django_request: HttpRequest, name: str) -> Answer | Page:
    """Run a process as a program or the form of its page asks.

    Raises:
        Refusal: it cannot be run; a form is told so in its page instead.
    """
    if request.media_type != FORM:
        return execute(request, django_request, name)
    request.given.only(("lang",))
    return _from_form(request, django_request, name)


def _from_form(request: Request, django_request: HttpRequest, name: str) -> Answer | Page:
    process = the_process(name, request)
    form = QueryDict(body_of(request, django_request), encoding="utf-8")
    title = str(process.title)
    try:
        given = read_form(process, request.viewer.audience, form)
        inputs = read_inputs(given, process, request.viewer.audience)
        order = Order(process=process, inputs=inputs)
        done = start(request, django_request, order, later="later" in form)
    except Refusal as refusal:
        inside = page_of_process(
            request, django_request, process, form=form, refusal=str(refusal)
        )
        return Page(title=title, inside=inside, status=status_of(refusal))
    if isinstance(done, str):
        inside = page_of_process(
            request, django_request, process, form=form, result=done, inputs=given
        )
        return Page(title=title, inside=inside)
    location = f"{job_address(request, done)}?f=html"
    return Answer(status=303, headers={"location": location, "cache-control": "no-store"})


def dismissed(request: Request, django_request: HttpRequest, name: str) -> Answer | Page:
    """Give up a job, and show how it is then.

    Raises:
        NoSuchJob: there is none that the viewer may see.
        NoToken: a page of ours did not ask for it.
    """
    request.given.only(GENERAL)
    accept = request.headers.get("accept", "")
    offered = {"json": (JSON,), "html": (HTML,)}
    wanted = chosen_format(request.given.find("f"), accept, offered)
    if request.viewer.name:
        check_token(request, django_request)
    job = dismiss_job(name, by=request.viewer)
    if wanted == "html":
        inside = page_of_job(request, django_request, job)
        return Page(title=_("Job"), inside=inside)
    headers = {"cache-control": "no-store"}
    return json_answer(job_document(request, job), headers=headers)
