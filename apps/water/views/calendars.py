"""Saying when an operator lets water run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.people.views.doors import for_holders_of, saying
from apps.water.actions import ration
from apps.water.forms.calendars import CalendarForm, kept_week, read_hours, typed_week
from apps.water.models import Operator, PressureZone
from apps.water.permissions import OPERATE
from geo.pages.middleware import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(OPERATE)
def calendar(request: HttpRequest, pk: int, zone: int | None = None) -> HttpResponse:
    """The calendar of a whole network or of a zone of it, and a new one from a day on."""
    operator, today = get_object_or_404(Operator, pk=pk), timezone.localdate()
    part = _zone(operator, zone)
    kept = operator.rationing.filter(pressure_zone=part, days__contains=today)
    rows = list(kept.order_by("weekday", "starts"))
    form = CalendarForm(
        request.POST or None,
        initial={"first_day": today, "reason": rows[0].reason if rows else ""},
    )
    if request.method == "POST" and form.is_valid():
        saved = False
        with saying(request, _("The calendar is announced.")):
            ration(
                operator,
                read_hours(request.POST),
                days=(form.cleaned_data["first_day"], None),
                reason=form.cleaned_data["reason"],
                zone=part,
                by=viewer_of(request),
            )
            saved = True
        if saved:
            return redirect(request.path)
    week = typed_week(request.POST) if request.POST else kept_week(rows)
    context = {
        "operator": operator,
        "zone": part,
        "form": form,
        "week": week,
        "is_rationed": bool(rows),
    }
    return render(request, "water/calendar.html", context)


def _zone(operator: Operator, pk: int | None) -> PressureZone | None:
    if pk is None:
        return None
    return get_object_or_404(PressureZone, operator=operator, pk=pk)
