"""The evening's count at the desk: which telephones have cash out, and counting one."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.fieldwork.actions import count_cash
from apps.fieldwork.forms import read_text
from apps.fieldwork.models import CashCount, Device, StreetCash
from apps.fieldwork.permissions import COUNT
from apps.fieldwork.queries import standing_of
from apps.people.views.doors import for_holders_of
from apps.treasury.forms import read_float
from geo.errors import Refusal
from geo.errors_http import status_of
from geo.pages.middleware import viewer_of

MOST_COUNTS: Final = 50


@never_cache
@require_safe
@for_holders_of(COUNT)
def counts(request: HttpRequest) -> HttpResponse:
    """Telephones with cash or receipt numbers out, and the latest counts."""
    uncounted = Q(events__cash__isnull=False, events__cash__count=None)
    lent = Q(blocks__block__closed_at=None, blocks__isnull=False)
    rows = Device.objects.filter(uncounted | lent).distinct().select_related("holder")
    out = [(each, _payments(each)) for each in rows.order_by("holder__username")]
    latest = CashCount.objects.select_related("device__holder").order_by("-counted_at")
    context = {"out": out, "counts": latest[:MOST_COUNTS]}
    return render(request, "fieldwork/counts.html", context)


def _payments(device: Device) -> int:
    return StreetCash.objects.filter(event__device=device, count=None).count()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(COUNT)
def count(request: HttpRequest, token: UUID) -> HttpResponse:
    """Count one collector's cash; what is expected is not told before."""
    device = get_object_or_404(Device.objects.select_related("holder"), pk=token)
    if request.method != "POST":
        return _form(request, device)
    try:
        counted = read_float(request.POST.get("contado", ""))
        reason = read_text(request.POST.get("motivo", ""))
        done = count_cash(device, counted, reason=reason, by=viewer_of(request))
    except Refusal as refusal:
        return _form(request, device, status=status_of(refusal), refusal=str(refusal))
    said = _("Counted: Bs %(counted)s. Numbers annulled: %(annulled)d.")
    told = {"counted": done.counted, "annulled": done.annulled}
    messages.success(request, said % told)
    return redirect("fieldwork:counts")


def _form(
    request: HttpRequest, device: Device, *, status: int = 200, **more: Any
) -> HttpResponse:
    cash = StreetCash.objects.filter(event__device=device, count=None)
    context = {
        "device": device,
        "payments": cash.count(),
        "missing": standing_of(device).missing,
        "given": request.POST,
        **more,
    }
    return render(request, "fieldwork/count.html", context, status=status)
