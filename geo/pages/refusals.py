"""Refusals and breakdowns as pages that say what happened and what to do next."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.decorators import sync_only_middleware
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from geo.errors import Refusal
from geo.errors_http import RETRY_SECONDS, failed, problem, refused
from geo.language import spoken
from geo.pages.problems import as_http
from geo.published.refusals import BadHost, DatabaseAway

Answer = Callable[[HttpRequest], HttpResponseBase]

API: Final = "/ogc"
logger: Final = logging.getLogger(__name__)


class CannotBeKept(Refusal):
    """Something that was sent is no value that the database has room for."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Something that was sent cannot be kept: a text too long or with a "
                "character that no text has, a number or a day out of all measure. It was "
                "not carried out; correct it and send it again."
            )
        )


@sync_only_middleware
class SaidPlainly:
    """Turn a `Refusal` that a page raises into a page with its sentence.

    What a form let through and the database does not take is refused in the same way: it is
    no fault of ours, whoever sent it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request through."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer a `Refusal` with its sentence; leave other errors alone."""
        refusal = refusal_in(request, exception)
        if refusal is None:
            return None
        told = refused(refusal, spoken())
        said = {"reason": str(refusal), "status": told.status}
        page = render(request, "geo/refused.html", said, status=told.status)
        for name, value in told.headers.items():
            page.headers[name] = value
        return page


def refusal_in(request: HttpRequest, exception: Exception) -> Refusal | None:
    """The refusal that an exception is or comes to; None for a fault of ours."""
    if isinstance(exception, DataError):
        route = request.resolver_match.route if request.resolver_match else ""
        state = getattr(exception.__cause__, "sqlstate", None)
        logger.warning("%s: the database takes no such value (%s)", route, state)
        return CannotBeKept()
    return exception if isinstance(exception, Refusal) else None


def is_away(exception: BaseException | None) -> bool:
    """Whether an exception says that the database does not answer."""
    return isinstance(exception, OperationalError | InterfaceError)


def broken(request: HttpRequest) -> HttpResponse:
    """The page after an error of ours; 503 when the database does not answer.

    It must not need the database, the session or a context processor. Programs, at the
    addresses of the API, are told by a problem document (RFC 9457).
    """
    away = is_away(sys.exc_info()[1])
    if request.path.startswith(API):
        language = spoken()
        return as_http(refused(DatabaseAway(), language) if away else failed(language))
    if away:
        waiting = {"Retry-After": str(RETRY_SECONDS)}
        return HttpResponse(render_to_string("503.html"), status=503, headers=waiting)
    return HttpResponse(render_to_string("500.html"), status=500)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page after a request that Django itself cannot read, as with a strange host."""
    if not request.path.startswith(API):
        return bad_request(request, exception)
    if isinstance(exception, DisallowedHost):
        return as_http(refused(BadHost(), settings.LANGUAGE_CODE))
    return as_http(problem(400, _("The request cannot be understood")))
