"""Refusals and breakdowns as pages that say what happened and what to do next."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.decorators import sync_only_middleware
from django.utils.translation import gettext as _

from geo.access import NotAllowed
from geo.errors import Refusal

Answer = Callable[[HttpRequest], HttpResponseBase]

RETRY_SECONDS: Final = 20


class NotUnderstood(Refusal):
    """Part of the address cannot be read."""


class NotWritable(Refusal):
    """A text that was sent holds a byte that no text of the database can."""

    def __init__(self) -> None:
        super().__init__(
            _("A text that you sent holds a byte of value 0. Type it again without it.")
        )


def _is_not_writable(exception: Exception) -> bool:
    """Whether a text with a byte of value 0 came as far as the database's door.

    Here for all pages: one that forgets to look would have failed, and did.
    """
    return isinstance(exception, DataError) and "contain NUL (0x00)" in str(exception)


@sync_only_middleware
class SaidPlainly:
    """Turn a `Refusal` that a page raises into a page with its sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request through."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer a `Refusal` with its sentence; leave other errors alone."""
        if _is_not_writable(exception):
            exception = NotWritable()
        if not isinstance(exception, Refusal):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 400
        said = {"reason": str(exception), "status": status}
        return render(request, "geo/refused.html", said, status=status)


def broken(request: HttpRequest) -> HttpResponse:
    """The page after an error of ours; 503 when the database does not answer.

    It must not need the database, the session or a context processor.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        waiting = {"Retry-After": str(RETRY_SECONDS)}
        return HttpResponse(render_to_string("503.html"), status=503, headers=waiting)
    return HttpResponse(render_to_string("500.html"), status=500)
