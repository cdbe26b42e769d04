"""Pages that a program asks too: it is answered with JSON, and refused with a problem."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from geo.errors import Refusal
from geo.errors_http import refused
from geo.language import spoken
from geo.published.negotiation import HTML, JSON, PROBLEM, chosen_format
from geo.published.refusals import NotAcceptable
from geo.published.wire import Answer

OFFERED = {"page": (HTML,), "program": (JSON, PROBLEM)}


def from_program(request: HttpRequest) -> bool:
    """Whether whoever asks would rather have JSON than a page (`Accept`)."""
    try:
        wanted = chosen_format(None, request.headers.get("Accept", ""), OFFERED)
    except NotAcceptable:
        return False
    return wanted == "program"


def problem_of(refusal: Refusal) -> HttpResponse:
    """The problem document (RFC 9457) that tells of a refusal."""
    return as_http(refused(refusal, spoken()))


def as_http(told: Answer) -> HttpResponse:
    """Django's response for an answer of the read path that is no stream."""
    body = told.body if isinstance(told.body, bytes) else b""
    headers = {**told.headers, "content-type": told.content_type}
    return HttpResponse(body, status=told.status, headers=headers)
