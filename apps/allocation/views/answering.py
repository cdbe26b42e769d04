"""How every JSON door answers: once for each key, problems as problem documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec

from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.allocation.domain.holders import Asked, digest
from apps.allocation.domain.refusals import KeyMissing, KeyUsed
from apps.allocation.models import Hold, KeptAnswer, Offering
from apps.allocation.views.visitors import visitor_of
from geo import sql
from geo.deadlocks import once_more
from geo.errors import Refusal
from geo.pages.middleware import viewer_of
from geo.pages.problems import problem_of
from geo.published.refusals import DatabaseAway, MethodNotAllowed, NotFound

SQL: Final = Path(__file__).parents[1] / "sql"
SHORTEST, LONGEST = 8, 200


class WrongMethod(MethodNotAllowed):
    """The address takes other methods."""

    sentence = _("This address does not take that method.")

    def __init__(self, *allowed: str) -> None:
        super().__init__()
        self.allowed = allowed


@dataclass(frozen=True, kw_only=True)
class _Mine:
    id: int


@dataclass(frozen=True, kw_only=True)
class Told:
    """A good answer: its status and its document."""

    status: int
    document: dict[str, Any]

    @property
    def text(self) -> str:
        """The document as it is sent."""
        return json.dumps(self.document, ensure_ascii=False)


Rest = ParamSpec("Rest")
Act = Callable[Concatenate[HttpRequest, Rest], Told]
Look = Callable[Concatenate[HttpRequest, Asked, Rest], None]
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def door(act: Act[Rest]) -> View[Rest]:
    """Answer with what `act` tells, or with the problem document of its refusal."""

    @wraps(act)
    def answer(
        request: HttpRequest, /, *rest: Rest.args, **more: Rest.kwargs
    ) -> HttpResponse:
        try:
            told = _done(lambda: act(request, *rest, **more))
        except Refusal as refusal:
            return problem_of(refusal)
        body = told.text.encode()
        headers = {"content-type": "application/json", "cache-control": "no-store"}
        return HttpResponse(body, status=told.status, headers=headers)

    return answer


def _done(act: Callable[[], Told]) -> Told:
    """Do it, and say in our own words what is not there, or does not answer.

    Raises:
        NotFound: what it is about is not there for whoever asks.
        DatabaseAway: the database does not answer.
    """
    try:
        return once_more(act)
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway from error
    except (Offering.DoesNotExist, Hold.DoesNotExist) as error:
        raise NotFound from error


def once(act: Act[Rest]) -> Act[Rest]:
    """Do `act` once for each `Idempotency-Key` of whoever asks, and tell all the same.

    The key is written in the transaction of the act: requests that come at the same time
    wait for it, and where it was refused nothing was done and nothing is remembered.

    Raises:
        KeyMissing: there is no usable key.
        KeyUsed: it was used for another request.
    """

    @wraps(act)
    def answer(request: HttpRequest, /, *rest: Rest.args, **more: Rest.kwargs) -> Told:
        asked = _asked(request)
        with transaction.atomic():
            return _kept(request, asked, lambda: act(request, *rest, **more))

    return answer


def once_unless(look: Look[Rest]) -> Callable[[Act[Rest]], Act[Rest]]:
    """As `once`; `look` refuses before anything is written, what has no answer yet."""

    def looked(act: Act[Rest]) -> Act[Rest]:
        done_once = once(act)

        @wraps(act)
        def answer(request: HttpRequest, /, *rest: Rest.args, **more: Rest.kwargs) -> Told:
            look(request, _asked(request), *rest, **more)
            return done_once(request, *rest, **more)

        return answer

    return looked


def _asked(request: HttpRequest) -> Asked:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not SHORTEST <= len(key) <= LONGEST or not key.isprintable():
        raise KeyMissing
    name = viewer_of(request).name
    who = digest("account", name) if name else digest("visitor", visitor_of(request))
    return Asked(who=who, key=key)


def _kept(request: HttpRequest, asked: Asked, act: Callable[[], Told]) -> Told:
    """What was told under this key, or what `act` tells now."""
    body = digest(request.method or "", request.path, request.body.decode("latin-1"))
    key = SQL / "keep_answer.sql"
    mine = sql.rows(_Mine, key, who=asked.who, key=asked.key, request=body)
    if mine:
        told = act()
        kept = KeptAnswer.objects.filter(pk=mine[0].id)
        kept.update(status=told.status, answer=told.text)
        return told
    before = KeptAnswer.objects.get(who=asked.who, key=asked.key)
    if before.request != body:
        raise KeyUsed
    return Told(status=before.status, document=json.loads(before.answer))
