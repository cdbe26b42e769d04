"""How every door for telephones answers: JSON, and problems as problem documents."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from apps.fieldwork.actions import note_seen
from apps.fieldwork.domain.happenings import aware
from apps.fieldwork.domain.refusals import (
    BadDocument,
    BadFrames,
    DeviceRefused,
    RevokedDevice,
    TooMuch,
    UnsignedDelivery,
)
from apps.fieldwork.models import Assignment, Device
from apps.fieldwork.permissions import COLLECT
from apps.fieldwork.queries import recognise
from geo.access import NotAllowed, Viewer, looking
from geo.deadlocks import once_more
from geo.errors import Refusal
from geo.errors_http import problem, refused
from geo.language import spoken
from geo.pages.middleware import viewer_for
from geo.pages.problems import as_http
from geo.pages.typed import json_in
from geo.published.refusals import DatabaseAway, MethodNotAllowed, NotFound

STATUS: Final[dict[type[Refusal], int]] = {
    DeviceRefused: 401,
    BadDocument: 400,
    BadFrames: 400,
    UnsignedDelivery: 400,
    TooMuch: 413,
}

Rest = ParamSpec("Rest")
Told = dict[str, Any] | HttpResponse
Act = Callable[Concatenate[HttpRequest, Rest], Told]
OfDevice = Callable[Concatenate[HttpRequest, Device, Viewer, Rest], Told]
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


class WrongMethod(MethodNotAllowed):
    """The address takes other methods."""

    sentence = _("This address does not take that method.")

    def __init__(self, *allowed: str) -> None:
        super().__init__()
        self.allowed = allowed


def answered(document: dict[str, Any], status: int = 200) -> HttpResponse:
    """A JSON document that nobody keeps."""
    body = json.dumps(document, ensure_ascii=False)
    headers = {"content-type": "application/json; charset=utf-8"}
    return HttpResponse(body, status=status, headers={**headers, **KEPT_NOWHERE})


KEPT_NOWHERE: Final = {"cache-control": "no-store"}


def _said(refusal: Refusal) -> HttpResponse:
    language = spoken()
    status = next((STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS), None)
    if status is None:
        answer = refused(refusal, language)
    else:
        uri, members = refusal.type_uri, refusal.members
        answer = problem(status, str(refusal), type_uri=uri, members=members)
    if status == 401:
        answer = answer.with_headers(www_authenticate="Bearer")
    return as_http(answer)


def door(*methods: str) -> Callable[[Act[Rest]], View[Rest]]:
    """Answer with what an act tells, or with the problem document of its refusal."""

    answers = {*methods, "HEAD"} if "GET" in methods else {*methods}

    def around(act: Act[Rest]) -> View[Rest]:
        @csrf_exempt
        @wraps(act)
        def answer(
            request: HttpRequest, /, *rest: Rest.args, **more: Rest.kwargs
        ) -> HttpResponse:
            try:
                if request.method not in answers:
                    raise WrongMethod(*methods)
                told = _done(lambda: act(request, *rest, **more))
            except Refusal as refusal:
                return _said(refusal)
            return told if isinstance(told, HttpResponse) else answered(told)

        return answer

    return around


def _done(act: Callable[[], Told]) -> Told:
    """Do it, and say in our own words what is not there, or does not answer."""
    try:
        return once_more(act)
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway from error
    except Assignment.DoesNotExist as error:
        raise NotFound from error


def for_devices(*methods: str) -> Callable[[OfDevice[Rest]], View[Rest]]:
    """The same for a telephone that was enrolled and not revoked, as its holder."""

    def around(act: OfDevice[Rest]) -> View[Rest]:
        @door(*methods)
        @wraps(act)
        def answer(request: HttpRequest, /, *rest: Rest.args, **more: Rest.kwargs) -> Told:
            device = recognise(request.headers.get("Authorization", ""))
            if device.revoked_at is not None:
                raise RevokedDevice(wipe=device.wipe_asked)
            if not device.holder.is_active:
                raise NotAllowed(COLLECT)
            by = viewer_for(device.holder)
            COLLECT.require(by)
            note_seen(device)
            with looking(by):
                return act(request, device, by, *rest, **more)

        return answer

    return around


def document_of(request: HttpRequest, *names: str) -> dict[str, str]:
    """The texts of these names in the JSON object of a body.

    Raises:
        BadDocument: one lacks, or there is no such object.
    """
    try:
        told = json_in(request.body)
        found = {name: told[name] for name in names}
    except (ValueError, KeyError, TypeError) as error:
        raise BadDocument from error
    if not all(isinstance(value, str) for value in found.values()):
        raise BadDocument
    return found


def clock_of(request: HttpRequest) -> dt.datetime | None:
    """What the telephone's clock said when it sent the request, if it tells."""
    try:
        return aware(request.headers.get("Campo-Clock", ""))
    except (ValueError, OverflowError):
        return None
