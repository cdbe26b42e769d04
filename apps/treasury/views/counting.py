"""Counting the drawer, and the desks as their supervisor sees them."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.people.models import Office
from apps.people.views.doors import for_holders_of, saying
from apps.treasury.actions import close_shift, set_up_desk
from apps.treasury.domain.cash import VALUES
from apps.treasury.forms import read_count
from apps.treasury.models import Shift
from apps.treasury.permissions import CASH, OVERSEE
from apps.treasury.queries import drawers, shift_of
from geo.access import NotAllowed
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

LONGEST: Final = 240
MOST_SHIFTS: Final = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(CASH)
def count(request: HttpRequest) -> HttpResponse:
    """The drawer by notes and coins; what is expected is not told before it is counted."""
    viewer = viewer_of(request)
    shift = shift_of(viewer.name)
    if shift is None:
        return redirect("treasury:till")
    if request.method != "POST":
        return _form(request, shift)
    reason = request.POST.get("motivo", "").replace("\x00", "").strip()[:LONGEST]
    try:
        pieces, today = read_count(request.POST), timezone.localdate()
        closed = close_shift(shift, pieces, reason=reason, on=today, by=viewer)
    except Refusal as refusal:
        return _form(request, shift, status=422, refusal=str(refusal))
    return redirect("treasury:counted", pk=closed.pk)


def _form(
    request: HttpRequest, shift: Shift, *, status: int = 200, **more: Any
) -> HttpResponse:
    rows = [
        (value, f"piezas-{value}", request.POST.get(f"piezas-{value}", ""))
        for value in VALUES
    ]
    context = {"shift": shift, "rows": rows, "given": request.POST, **more}
    return render(request, "treasury/count.html", context, status=status)


@require_safe
@for_holders_of(CASH)
def counted(request: HttpRequest, pk: int) -> HttpResponse:
    """A closed shift: what was expected, what was counted, and the difference."""
    viewer = viewer_of(request)
    shift = get_object_or_404(
        Shift.objects.select_related("desk").exclude(closed_at=None), pk=pk
    )
    if shift.cashier != viewer.name and not viewer.may(OVERSEE.name):
        raise NotAllowed(OVERSEE)
    lines = [(each, each.value * each.pieces) for each in shift.count_lines.all()]
    lines.sort(key=lambda line: line[0].value, reverse=True)
    payments = shift.taken.count()
    context = {"shift": shift, "lines": lines, "payments": payments}
    return render(request, "treasury/counted.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(OVERSEE)
def desks(request: HttpRequest) -> HttpResponse:
    """Every desk with who sits there now, and the latest counts."""
    if request.method == "POST":
        return _set_up(request)
    shifts = Shift.objects.exclude(closed_at=None).select_related("desk")
    context = {
        "drawers": drawers(),
        "shifts": shifts.order_by("-closed_at")[:MOST_SHIFTS],
        "offices": Office.objects.order_by("name"),
    }
    return render(request, "treasury/desks.html", context)


def _set_up(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("nombre", "").replace("\x00", "").strip()[:80]
    office = Office.objects.filter(code=request.POST.get("oficina", "")).first()
    code = slugify(name)[:40]
    if code and office is not None:
        with saying(request, name):
            set_up_desk(code, name, office, by=viewer_of(request))
    return redirect("treasury:desks")
