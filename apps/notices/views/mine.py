"""What the reader was told: a list, the newest first, and marks of what was read."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from apps.notices.actions import mark_all_read, mark_read
from apps.notices.models import Notice
from apps.notices.permissions import WORDING
from apps.notices.queries import count_unread
from geo.pages.gates import for_the_signed_in
from geo.pages.middleware import viewer_of

SHOWN: Final = 30


@require_safe
@for_the_signed_in
def mine(request: HttpRequest) -> HttpResponseBase:
    """The viewer's own notices, with the ways each was also sent."""
    viewer = viewer_of(request)
    found = Notice.objects.visible_to(viewer).prefetch_related("deliveries")
    before = _moment(request.GET.get("antes", ""))
    if before is not None:
        found = found.filter(created_at__lt=before)
    shown = list(found.order_by("-created_at", "pk")[: SHOWN + 1])
    more = shown[SHOWN - 1].created_at.isoformat() if len(shown) > SHOWN else ""
    context = {
        "notices": shown[:SHOWN],
        "more": more,
        "new": count_unread(viewer),
        "may_word": viewer.is_staff and viewer.may(WORDING.name),
    }
    return render(request, "notices/mine.html", context)


def _moment(text: str) -> object:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


@require_POST
def read(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """Mark one as read."""
    if not mark_read(token, by=viewer_of(request), now=timezone.now()):
        raise Http404
    return redirect("notices:mine")


@require_POST
def read_all(request: HttpRequest) -> HttpResponseBase:
    """Mark all as read."""
    mark_all_read(by=viewer_of(request), now=timezone.now())
    return redirect("notices:mine")
