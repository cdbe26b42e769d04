"""What was sent to whom, when, through what, with what result; and the undeliverable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.notices.actions import drop_dead, resend_dead
from apps.notices.models import Delivery
from apps.notices.permissions import LOG, RESEND, WORDING
from apps.notices.queries import log_of, open_channels, tallies
from apps.notices.terms import Channel, DeliveryState
from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying
from geo.access import Viewer
from geo.pages.middleware import viewer_of

SHOWN: Final = 100


@require_safe
@for_holders_of(LOG)
def log(request: HttpRequest) -> HttpResponse:
    """The latest sendings, those of one state if asked; every attempt of each."""
    state = request.GET.get("estado", "")
    rows = list(log_of(state).order_by("-due_at", "pk")[:SHOWN])
    parties = {row.notice.party_id for row in rows if row.notice.party_id is not None}
    by = viewer_of(request)
    note_looks(sorted(parties), door=Door.SEARCH, detail=f"envíos {state}", by=by)
    context = {
        "rows": rows,
        "state": state,
        "tallies": tallies(),
        "channels": [
            {"title": Channel(name).label, "is_open": is_open}
            for name, is_open in open_channels().items()
        ],
        "dead": DeliveryState.DEAD.value,
        "may_word": viewer_of(request).may(WORDING.name),
        "may_resend": viewer_of(request).may(RESEND.name),
        "shown": SHOWN,
    }
    return render(request, "notices/log.html", context)


@require_POST
@for_holders_of(RESEND)
def resend(request: HttpRequest, token: UUID) -> HttpResponse:
    """Try an undeliverable text again."""
    return _decided(
        request,
        token,
        lambda delivery, by: resend_dead(delivery, by=by, now=timezone.now()),
        _("It is being sent again."),
    )


@require_POST
@for_holders_of(RESEND)
def drop(request: HttpRequest, token: UUID) -> HttpResponse:
    """Take an undeliverable text out."""
    dropped = _("It was taken out; its attempts stay in the log.")
    return _decided(
        request, token, lambda delivery, by: drop_dead(delivery, by=by), dropped
    )


def _decided(
    request: HttpRequest,
    token: UUID,
    act: Callable[[Delivery, Viewer], object],
    said: str,
) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.get_queryset(), pk=token)
    with saying(request, said):
        act(delivery, viewer_of(request))
    return redirect("notices:log")
