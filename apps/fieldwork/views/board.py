"""Pages of supervisors: the live board, rounds, and what waits to be looked at."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.fieldwork.actions import (
    apply_again,
    close_assignment,
    hand_in,
    settle_event,
)
from apps.fieldwork.domain.kinds import field_kinds, told
from apps.fieldwork.forms import read_text
from apps.fieldwork.models import Assignment, Event, UnreadEnvelope
from apps.fieldwork.permissions import SUPERVISE
from apps.fieldwork.queries import crews
from apps.fieldwork.queries.crews import progress_of
from apps.fieldwork.queries.sketch import sketch_of
from apps.people.views.doors import for_holders_of, saying
from geo.errors import Refusal
from geo.errors_http import status_of
from geo.pages.middleware import viewer_of

MOST_EVENTS: Final = 100
MOST_LATEST: Final = 30


@never_cache
@require_safe
@for_holders_of(SUPERVISE)
def board(request: HttpRequest) -> HttpResponse:
    """Who is out today, how much is done and left, and what was taken; asks itself anew."""
    viewer = viewer_of(request)
    out = crews(viewer, on=timezone.localdate())
    takings = {each.assignment.holder_id: each.taken for each in out}
    latest = Event.objects.visible_to(viewer).exclude(kind="fieldwork")
    newest = latest.select_related("device__holder", "item").order_by("-received_at")
    context = {
        "crews": out,
        "done": sum(each.progress.done for each in out),
        "items": sum(each.progress.items for each in out),
        "taken": sum(takings.values(), Decimal("0.00")),
        "waiting": Event.objects.visible_to(viewer).waiting().count(),
        "latest": [(each, told(each)) for each in newest[:MOST_LATEST]],
        "now": timezone.now(),
    }
    return render(request, "fieldwork/board.html", context)


@never_cache
@require_safe
@for_holders_of(SUPERVISE)
def sheet(request: HttpRequest, token: UUID) -> HttpResponse:
    """One assignment: its sketch with the trail of the day, and what was sent about it."""
    viewer = viewer_of(request)
    seen = Assignment.objects.visible_to(viewer).select_related("holder")
    assignment = get_object_or_404(seen, pk=token)
    titles = {each.code: each.title for each in field_kinds()}
    events = Event.objects.visible_to(viewer).filter(assignment=assignment)
    sent = events.select_related("item", "cash").order_by("-happened_at")
    context = {
        "assignment": assignment,
        "kind": titles.get(assignment.kind, assignment.kind),
        "progress": progress_of([assignment.pk])[assignment.pk],
        "sketch": sketch_of(assignment, since=_this_morning()),
        "events": [(each, told(each)) for each in sent],
    }
    return render(request, "fieldwork/round.html", context)


def _this_morning() -> dt.datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


@require_POST
@for_holders_of(SUPERVISE)
def close(request: HttpRequest, token: UUID) -> HttpResponse:
    """Have nobody go there any more."""
    assignment = get_object_or_404(Assignment, pk=token)
    with saying(request, _("The assignment is closed.")):
        close_assignment(assignment, by=viewer_of(request))
    return redirect("fieldwork:round", token=token)


@never_cache
@require_safe
@for_holders_of(SUPERVISE)
def waiting(request: HttpRequest) -> HttpResponse:
    """What could not simply be applied, with its reason; the oldest first."""
    events = Event.objects.visible_to(viewer_of(request)).waiting()
    oldest = events.select_related("device__holder", "cash").order_by("received_at")
    unread = UnreadEnvelope.objects.select_related("device__holder")
    context = {
        "events": [(each, told(each)) for each in oldest[:MOST_EVENTS]],
        "unread": unread.order_by("-received_at")[:MOST_EVENTS],
    }
    return render(request, "fieldwork/waiting.html", context)


@require_POST
@for_holders_of(SUPERVISE)
def settle(request: HttpRequest, token: UUID) -> HttpResponse:
    """Say what was done about an event, or have it applied again."""
    event = get_object_or_404(Event, pk=token)
    viewer = viewer_of(request)
    if "otra-vez" in request.POST:
        with saying(request, _("It was tried again; see below what came of it.")):
            apply_again(event, by=viewer)
    else:
        with saying(request, _("Settled.")):
            settle_event(event, read_text(request.POST.get("nota", "")), by=viewer)
    return redirect("fieldwork:waiting")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(SUPERVISE)
def envelopes(request: HttpRequest) -> HttpResponse:
    """Hand in an outbox that was saved as a file."""
    context: dict[str, object] = {}
    status = 200
    file = request.FILES.get("sobres") if request.method == "POST" else None
    if file is not None:
        try:
            context["handed"] = hand_in(file.read(), by=viewer_of(request))
        except Refusal as refusal:
            context["refusal"], status = str(refusal), status_of(refusal)
    return render(request, "fieldwork/envelopes.html", context, status=status)
