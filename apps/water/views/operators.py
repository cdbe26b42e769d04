"""Pages on which operators, their ground, zones and sources are entered and mended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.gis.geos import GEOSGeometry
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.people.views.doors import entered, for_holders_of, saying
from apps.water import actions
from apps.water.forms.operators import (
    CoverageForm,
    OperatorForm,
    SourceForm,
    ZoneForm,
    drawable,
)
from apps.water.models import Asset, Coverage, Operator, PressureZone
from apps.water.permissions import OPERATE
from apps.water.queries.operators import cover_on, map_of, sources_of
from geo.pages.middleware import viewer_of

either = require_http_methods(["GET", "HEAD", "POST"])


def _to(operator: Operator) -> HttpResponse:
    return redirect("water:operator", pk=operator.pk)


@require_safe
@for_holders_of(OPERATE)
def operators(request: HttpRequest) -> HttpResponse:
    """Every operator, with the way to its page."""
    every = Operator.objects.visible_to(viewer_of(request)).the_municipal_first()
    today = timezone.localdate()
    drawn = set(
        Coverage.objects.filter(days__contains=today).values_list("operator", flat=True)
    )
    told = [(operator, operator.pk in drawn) for operator in every]
    return render(request, "water/operators.html", {"operators": told})


@either
@for_holders_of(OPERATE)
def new(request: HttpRequest) -> HttpResponse:
    """Enter an operator; its ground is drawn next."""
    form = OperatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operator = actions.record_operator(form.filled(), by=viewer_of(request))
        messages.success(request, _("The operator is entered. Draw its ground next."))
        return _to(operator)
    return render(request, "water/operator_form.html", {"form": form})


@either
@for_holders_of(OPERATE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter anew what is known of an operator."""
    operator = get_object_or_404(Operator, pk=pk)
    told = OperatorForm.told(operator)
    form = OperatorForm(request.POST or None, operator=operator, initial=told)

    def act() -> None:
        actions.record_operator(form.filled(), by=viewer_of(request))

    if entered(request, form, _("The operator is changed."), act):
        return _to(operator)
    context = {"form": form, "operator": operator}
    return render(request, "water/operator_form.html", context)


@require_safe
@for_holders_of(OPERATE)
def operator(request: HttpRequest, pk: int) -> HttpResponse:
    """What an operator has: its ground over time, zones with calendars, sources."""
    found, today = get_object_or_404(Operator, pk=pk), timezone.localdate()
    cover = cover_on(found, today)
    zones = list(found.pressure_zones.order_by("name"))
    sources = list(sources_of(found))
    in_force = found.rationing.filter(days__contains=today)
    rationed = set(in_force.values_list("pressure_zone", flat=True))
    shapes = [cover.ground] if cover else []
    shapes += [zone.outline for zone in zones]
    context = {
        "operator": found,
        "cover": cover,
        "covers": found.covers.order_by("-days"),
        "zones": [(zone, zone.pk in rationed) for zone in zones],
        "is_rationed": None in rationed,
        "sources": sources,
        **map_of([*shapes, *(source.shape for source in sources)]),
    }
    return render(request, "water/operator.html", context)


def _drawing(
    request: HttpRequest,
    operator: Operator,
    form: Form,
    shapes: list[GEOSGeometry],
    **told: Any,
) -> HttpResponse:
    """A page with one form and one drawing, beside what is drawn already."""
    context = {"operator": operator, "form": form, **map_of(shapes), **told}
    return render(request, "water/drawing.html", context)


@either
@for_holders_of(OPERATE)
def coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the ground an operator supplies from a day on, or take it from a file."""
    found, today = get_object_or_404(Operator, pk=pk), timezone.localdate()
    form = CoverageForm(
        request.POST or None, request.FILES or None, initial={"since": today}
    )

    def act() -> None:
        said, by = form.cleaned_data, viewer_of(request)
        since, source = said["since"], said["source"]
        actions.draw_coverage(found, said["ground"], since=since, source=source, by=by)

    if entered(request, form, _("The ground is drawn."), act):
        return _to(found)
    now = cover_on(found, today)
    told = {
        "title": _("Ground it supplies"),
        "hint": _("The cover until now ends the day before the first day."),
        "drawing": "ground",
        "kind": "polygon",
        "drawn": request.POST.get("ground", drawable(now.ground if now else None)),
        "done": _("Keep this ground"),
    }
    return _drawing(request, found, form, [now.ground] if now else [], **told)


@either
@for_holders_of(OPERATE)
def new_zone(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a pressure zone of a network."""
    found = get_object_or_404(Operator, pk=pk)
    return _zone(request, PressureZone(operator=found), _("A new pressure zone"))


@either
@for_holders_of(OPERATE)
def zone(request: HttpRequest, pk: int, zone: int) -> HttpResponse:
    """Mend a pressure zone."""
    found = get_object_or_404(PressureZone, operator=pk, pk=zone)
    return _zone(request, found, found.name)


def _zone(request: HttpRequest, found: PressureZone, title: str) -> HttpResponse:
    outline = found.outline if found.pk else None
    initial = {"name": found.name, "code": found.code}
    form = ZoneForm(request.POST or None, request.FILES or None, initial=initial)

    def act() -> None:
        actions.record_zone(form.filled(found), by=viewer_of(request))

    if entered(request, form, _("The pressure zone is kept."), act):
        return _to(found.operator)
    told = {
        "title": title,
        "drawing": "outline",
        "kind": "polygon",
        "drawn": request.POST.get("outline", drawable(outline)),
        "done": _("Keep this zone"),
    }
    cover = cover_on(found.operator, timezone.localdate())
    beside = outline or (cover.ground if cover else None)
    shapes: list[GEOSGeometry] = [beside] if beside else []
    return _drawing(request, found.operator, form, shapes, **told)


@require_POST
@for_holders_of(OPERATE)
def remove_zone(request: HttpRequest, pk: int, zone: int) -> HttpResponse:
    """Take a pressure zone off again, with its calendar."""
    found = get_object_or_404(PressureZone, operator=pk, pk=zone)
    with saying(request, _("The zone is taken off; the network's calendar holds there.")):
        actions.remove_zone(found, by=viewer_of(request))
    return _to(found.operator)


@either
@for_holders_of(OPERATE)
def new_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a well or a tank of a network."""
    found = get_object_or_404(Operator, pk=pk)
    form = SourceForm(request.POST or None)

    def act() -> None:
        actions.record_source(found, form.filled(), by=viewer_of(request))

    if entered(request, form, _("The source is entered."), act):
        return _to(found)
    told = {
        "title": _("A new source"),
        "drawing": "place",
        "kind": "point",
        "drawn": request.POST.get("place", ""),
        "done": _("Keep this source"),
    }
    cover = cover_on(found, timezone.localdate())
    return _drawing(request, found, form, [cover.ground] if cover else [], **told)


@require_POST
@for_holders_of(OPERATE)
def remove_source(request: HttpRequest, pk: int, asset: int) -> HttpResponse:
    """Say that a well or tank is there no more."""
    found = get_object_or_404(Asset, operator=pk, pk=asset)
    with saying(request, _("The source is taken off.")):
        actions.remove_source(found, by=viewer_of(request))
    return _to(found.operator)
