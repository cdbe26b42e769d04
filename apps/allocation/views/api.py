"""Holding, paying and giving back by programs: `/api/espacios/`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from apps.allocation.actions import (
    check_out,
    hold_spaces,
    release_hold,
    turn_away_late,
)
from apps.allocation.domain.holders import Asked, Holder
from apps.allocation.forms import read_wanted
from apps.allocation.models import Hold, Offering
from apps.allocation.queries import (
    counts_by_standing,
    find_hold,
    is_on_sale,
    standing_of,
)
from apps.allocation.views.answering import (
    Told,
    WrongMethod,
    door,
    once,
    once_unless,
)
from apps.allocation.views.visitors import give_token, holder_of, keep_token
from geo.access import Viewer
from geo.ogc.features.editing import check_token
from geo.ogc.views import read
from geo.pages.middleware import viewer_of

READING: Final = ("GET", "HEAD")


def told_hold(hold: Hold) -> dict[str, Any]:
    """A hold as programs read it: no names, no numbers of parties."""
    standing = standing_of(hold)
    owed = hold.obligation
    return {
        "token": str(hold.token),
        "offering": hold.offering.code,
        "spaces": standing.codes,
        "binds": standing.binds,
        "seconds": standing.seconds,
        "outcome": hold.outcome,
        "owed": None if owed is None else str(owed.outstanding),
        "links": [
            {"rel": "self", "href": reverse("allocation:api-hold", args=[hold.token])}
        ],
    }


@dataclass(frozen=True, kw_only=True)
class _Click:
    """What somebody wants, where, and for whom."""

    offering: str
    codes: Sequence[str]
    holder: Holder
    by: Viewer


def _click(request: HttpRequest, offering: str) -> _Click:
    by = viewer_of(request)
    wanted = read_wanted(request.body)
    return _Click(
        offering=offering,
        codes=wanted.spaces,
        holder=holder_of(request, by, wanted.party),
        by=by,
    )


def _not_late(_request: HttpRequest, asked: Asked, click: _Click) -> None:
    turn_away_late(
        click.offering, click.codes, holder=click.holder, asked=asked, by=click.by
    )


@once_unless(_not_late)
def _take(_request: HttpRequest, click: _Click) -> Told:
    offering = Offering.objects.visible_to(click.by).get(code=click.offering)
    hold = hold_spaces(offering, click.codes, holder=click.holder, by=click.by)
    return Told(status=201, document=told_hold(hold))


@once
def _charge(request: HttpRequest, token: uuid.UUID) -> Told:
    by = viewer_of(request)
    holder = holder_of(request, by, read_wanted(request.body).party)
    hold = check_out(token, holder=holder, on=timezone.localdate(), by=by)
    return Told(status=200, document=told_hold(hold))


@csrf_exempt
@door
def holds(request: HttpRequest, offering: str) -> Told:
    """Take spaces of an offering together: POST `{"spaces": ["A-1", "A-2"]}`."""
    if request.method != "POST":
        raise WrongMethod("POST")
    check_token(read(request), request)
    return _take(request, _click(request, offering))


@csrf_exempt
@door
def payment(request: HttpRequest, token: uuid.UUID) -> Told:
    """Charge a hold to whoever signed in, or at a desk to `{"party": 12}`."""
    if request.method != "POST":
        raise WrongMethod("POST")
    check_token(read(request), request)
    return _charge(request, token)


@csrf_exempt
@door
def hold(request: HttpRequest, token: uuid.UUID) -> Told:
    """How a hold stands (GET); give its spaces back (DELETE)."""
    by = viewer_of(request)
    holder = holder_of(request, by)
    if request.method in READING:
        return Told(status=200, document=told_hold(find_hold(token, holder=holder, by=by)))
    if request.method != "DELETE":
        raise WrongMethod(*READING, "DELETE")
    check_token(read(request), request)
    return Told(status=200, document=told_hold(release_hold(token, holder=holder, by=by)))


@door
def _offering(request: HttpRequest, offering: str) -> Told:
    if request.method not in READING:
        raise WrongMethod(*READING)
    by = viewer_of(request)
    offered = Offering.objects.visible_to(by).get(code=offering)
    get_token(request)
    holds_at = reverse("allocation:api-holds", args=[offered.code])
    spaces_at = f"/ogc/collections/spaces/items?offering={offered.code}"
    return Told(
        status=200,
        document={
            "code": offered.code,
            "title": offered.title,
            "on_sale": is_on_sale(offered),
            "counts": counts_by_standing(offered, by),
            "links": [
                {"rel": "items", "href": spaces_at, "type": "application/geo+json"},
                {"rel": "create-form", "href": holds_at},
            ],
        },
    )


def offering(request: HttpRequest, offering: str) -> HttpResponse:
    """What is offered and how much is free; gives a program the cookies it needs."""
    give_token(request)
    answer = _offering(request, offering)
    keep_token(request, answer)
    return answer
