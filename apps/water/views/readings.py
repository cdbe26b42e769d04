"""Readings: the routes of an open month, and one route in walking order to type into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of
from apps.water.actions.reading import Counted, add_photo, enter_reading
from apps.water.domain.counters import read_counter
from apps.water.domain.readings import LowerThanLast, Stop
from apps.water.forms.typed import TypedReading, read_readings
from apps.water.models import Period, Route
from apps.water.permissions import READ_METERS
from apps.water.queries.readings import routes_read, stops_of
from apps.water.terms import Anomaly, PeriodState
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

LARGEST_PHOTO: Final = 12_000_000


@dataclass(frozen=True, kw_only=True)
class Row:
    """One stop of the page, with what was typed and why it was not taken."""

    stop: Stop
    typed: str = ""
    refusal: str = ""
    asks_why: bool = False
    """Whether the reading is lower than the last one, and a reason would do."""

    @property
    def strange(self) -> list[str]:
        """What is strange about the reading that was kept."""
        return [str(Anomaly(each).label) for each in self.stop.anomalies]


@never_cache
@require_safe
@for_holders_of(READ_METERS)
def months(request: HttpRequest) -> HttpResponse:
    """The months whose meters can be read, with their routes."""
    rows = Period.objects.select_related("operator").filter(state=PeriodState.OPEN)
    open_ones = [(each, routes_read(each)) for each in rows.order_by("month", "pk")]
    return render(request, "water/months.html", {"months": open_ones})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(READ_METERS)
def route(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A route in walking order; what is understood is kept, the rest is asked again."""
    found = get_object_or_404(Period.objects.select_related("operator"), pk=pk)
    walked = get_object_or_404(Route, operator=found.operator_id, code=code)
    refused: dict[int, Row] = {}
    if request.method == "POST":
        stops = {stop.meter_id: stop for stop in stops_of(walked, found)}
        refused = {row.stop.meter_id: row for row in _entered(request, found, stops)}
        if not refused:
            return redirect("water:route", pk=pk, code=code)
    shown = stops_of(walked, found)
    holders = {stop.holder_id for stop in shown if stop.holder_id is not None}
    note_looks(sorted(holders), door=Door.SEARCH, detail=code, by=viewer_of(request))
    rows = [refused.get(stop.meter_id) or Row(stop=stop) for stop in shown]
    context = {"period": found, "route": walked, "rows": rows, "refused": len(refused)}
    status = 422 if refused else 200
    return render(request, "water/route.html", context, status=status)


def _entered(request: HttpRequest, found: Period, stops: dict[int, Stop]) -> Iterator[Row]:
    """Keep what was typed; yields the rows that were not taken."""
    kept = 0
    for typed in read_readings(request.POST.dict()):
        stop = stops.get(typed.meter_id)
        if stop is None:
            continue
        try:
            kept += _keep(request, found, stop, typed)
        except Refusal as refusal:
            lower = isinstance(refusal, LowerThanLast)
            yield Row(stop=stop, typed=typed.text, refusal=str(refusal), asks_why=lower)
    if kept:
        said = ngettext("%(kept)d reading saved.", "%(kept)d readings saved.", kept)
        messages.success(request, said % {"kept": kept})


def _keep(request: HttpRequest, found: Period, stop: Stop, typed: TypedReading) -> int:
    """Keep one reading unless it is there already; 1 if something was written."""
    value = read_counter(typed.text)
    photo = request.FILES.get(f"foto-{stop.meter_id}")
    if value == stop.value and photo is None:
        return 0
    now, by = timezone.now(), viewer_of(request)
    counted = Counted(meter_id=stop.meter_id, value=value, taken_at=now, why=typed.why)
    reading = enter_reading(found, counted, now=now, by=by)
    if photo is not None and photo.size and photo.size <= LARGEST_PHOTO:
        add_photo(reading, photo.read(), name=photo.name or "medidor", by=by)
    return 1
