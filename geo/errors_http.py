"""From a refusal to its HTTP status, and to the problem document that tells of it.

Source: RFC 9457 (Problem Details for HTTP APIs).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from geo.access import NotAllowed
from geo.basic_auth import NotSignedIn
from geo.editing import refusals as editing
from geo.errors import Conflict, NotUnderstood, Refusal, TooOften
from geo.exchange import refusals as exchange
from geo.processes import refusals as processes
from geo.published import refusals
from geo.published.negotiation import PROBLEM
from geo.published.wire import SAFE_METHODS, Answer
from geo.store import StoreAway

STATUS: Final[dict[type[Refusal], int]] = {
    NotUnderstood: 400,
    refusals.BadParameter: 400,
    refusals.UnknownParameter: 400,
    refusals.BadHost: 400,
    editing.BadBody: 400,
    processes.BadOrder: 400,
    exchange.NoSuchFile: 400,
    exchange.UnknownFormat: 400,
    exchange.UnsafeFile: 400,
    exchange.WrongMapping: 400,
    NotSignedIn: 401,
    NotAllowed: 403,
    editing.NoToken: 403,
    refusals.NotFound: 404,
    refusals.MethodNotAllowed: 405,
    refusals.NotAcceptable: 406,
    Conflict: 409,
    editing.ChangedMeanwhile: 412,
    editing.NotToMatch: 412,
    editing.BodyTooLarge: 413,
    processes.OrderTooLarge: 413,
    exchange.TooLarge: 413,
    refusals.PackedBody: 415,
    editing.UnsupportedBody: 415,
    processes.UnsupportedOrder: 415,
    refusals.NoSuchRange: 416,
    editing.MatchDemanded: 428,
    TooOften: 429,
    processes.TooManyJobs: 429,
    StoreAway: 503,
    refusals.DatabaseAway: 503,
    refusals.TookTooLong: 503,
    refusals.TooBusy: 503,
    Refusal: 422,
}
"""A type that is not here has the status of its nearest ancestor that is."""

RETRY_SECONDS: Final = 5


def status_of(refusal: Refusal) -> int:
    """The HTTP status that says the same as `refusal`."""
    if isinstance(refusal, processes.JobFailed):
        return refusal.status
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def _title(status: int) -> str:
    titles = {
        400: _("The request cannot be understood"),
        401: _("Who are you?"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Read only"),
        406: _("No such format"),
        409: _("Not as things stand"),
        412: _("Not in the state that was meant"),
        413: _("Too large"),
        415: _("No such format"),
        416: _("No such part"),
        422: _("Refused"),
        428: _("Which state do you mean?"),
        429: _("Too many at once"),
        503: _("Not available at the moment"),
    }
    return titles.get(status, _("Something went wrong"))


def problem_document(
    status: int, detail: str, type_uri: str = Refusal.type_uri
) -> dict[str, Any]:
    """The members of a problem document in the active language."""
    return {
        "type": type_uri,
        "title": _title(status),
        "status": status,
        "detail": detail,
    }


def problem(
    status: int,
    detail: str,
    headers: dict[str, str] | None = None,
    type_uri: str = Refusal.type_uri,
    members: Mapping[str, Any] = MappingProxyType({}),
) -> Answer:
    """The answer that tells of a problem, in the active language."""
    document = {**members, **problem_document(status, detail, type_uri)}
    extra = {"cache-control": "no-store", **(headers or {})}
    if status == 503:
        extra["retry-after"] = str(RETRY_SECONDS)
    if status == 405:
        extra.setdefault("allow", ", ".join(SAFE_METHODS))
    if status == 401:
        extra["www-authenticate"] = 'Basic realm="Llajta", charset="UTF-8"'
    if status == 429:
        extra.setdefault("retry-after", "60")
    return Answer(
        body=json.dumps(document, ensure_ascii=False).encode(),
        content_type=PROBLEM,
        status=status,
        headers=extra,
    )


def refused(refusal: Refusal, language: str) -> Answer:
    """The answer that tells of `refusal` in `language`."""
    headers = {}
    if isinstance(refusal, refusals.MethodNotAllowed):
        headers["allow"] = ", ".join(refusal.allowed)
    if isinstance(refusal, TooOften):
        headers["retry-after"] = str(refusal.seconds)
    with translation.override(language):
        return problem(
            status_of(refusal), str(refusal), headers, refusal.type_uri, refusal.members
        )


def failed(language: str) -> Answer:
    """The answer to a fault of ours: it says nothing about the fault."""
    with translation.override(language):
        detail = _("The fault is ours and has been written down. Nothing was changed.")
        return problem(500, detail)
