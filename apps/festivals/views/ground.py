"""Pages on which a feast and its ground are entered: nobody needs a technician for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.festivals import actions
from apps.festivals.forms import (
    ClosureForm,
    FestivalForm,
    KnownForm,
    RouteForm,
    ZoneForm,
)
from apps.festivals.models import Closure, Festival, Zone
from apps.festivals.permissions import PLAN
from apps.festivals.queries import frame_of, sketch_of, steps_done
from apps.people.views.doors import entered, for_holders_of, saying, understood
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

either = require_http_methods(["GET", "HEAD", "POST"])


def _to_ground(festival: Festival) -> HttpResponse:
    return redirect("festivals:ground", code=festival.code)


@either
@for_holders_of(PLAN)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a feast; its ground is drawn next."""
    form = FestivalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        festival = actions.open_festival(form.filled(), by=viewer_of(request))
        messages.success(request, _("The feast is entered. Draw its route next."))
        return _to_ground(festival)
    return render(request, "festivals/feast_form.html", {"form": form})


@either
@for_holders_of(PLAN)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Enter anew what a feast is."""
    festival = get_object_or_404(Festival, code=code)
    told = FestivalForm.told(festival)
    form = FestivalForm(request.POST or None, festival=festival, initial=told)

    def act() -> None:
        actions.change_festival(form.filled(), by=viewer_of(request))

    if entered(request, form, _("The feast is changed."), act):
        return _to_ground(festival)
    return render(
        request, "festivals/feast_form.html", {"form": form, "festival": festival}
    )


@require_safe
@for_holders_of(PLAN)
def ground(request: HttpRequest, code: str) -> HttpResponse:
    """What a feast has of its ground, and what comes next."""
    festival = get_object_or_404(Festival, code=code)
    told = {
        "festival": festival,
        "zones": festival.zones.order_by("kind", "name"),
        "closures": festival.closures.order_by("hours"),
        "known_form": KnownForm(),
        "done": steps_done(festival),
        "latest": festival.plans.order_by("-version").first(),
        **_map(festival),
    }
    return render(request, "festivals/ground.html", told)


def _map(festival: Festival) -> dict[str, str]:
    return {"frame": frame_of(festival), "sketch": sketch_of(festival)}


@either
@for_holders_of(PLAN)
def route(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the route, or take it from a file."""
    festival = get_object_or_404(Festival, code=code)
    form = RouteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        drawn = form.cleaned_data["route"]
        actions.draw_route(festival, drawn, by=viewer_of(request))
        messages.success(request, _("The route is drawn."))
        return _to_ground(festival)
    now = festival.route.geojson if festival.route is not None else ""
    told = {
        "form": form,
        "title": _("Route of the procession"),
        "hint": _("Press along the way in its direction; it may cross itself."),
        "drawing": "route",
        "kind": "line",
        "drawn": request.POST.get("route", now),
        "done": _("Keep this route"),
    }
    return _drawing(request, festival, told)


def _drawing(
    request: HttpRequest, festival: Festival, told: dict[str, Any]
) -> HttpResponse:
    """A page with one form and one drawing."""
    told |= {"festival": festival, "frame": frame_of(festival)}
    return render(request, "festivals/drawing.html", told)


@either
@for_holders_of(PLAN)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a street that is closed for some hours."""
    festival = get_object_or_404(Festival, code=code)
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close_street(form.filled(festival), by=viewer_of(request))
        messages.success(request, _("The street is closed for these hours."))
        return _to_ground(festival)
    told = {
        "form": form,
        "title": _("Close a street"),
        "drawing": "line",
        "kind": "line",
        "drawn": request.POST.get("line", ""),
        "done": _("Close it"),
    }
    return _drawing(request, festival, told)


@either
@for_holders_of(PLAN)
def clear(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a place that stands keep away from."""
    festival = get_object_or_404(Festival, code=code)
    form = ZoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.keep_clear(form.filled(festival), by=viewer_of(request))
        messages.success(request, _("The place is kept clear."))
        return _to_ground(festival)
    told = {
        "form": form,
        "title": _("Keep a place clear"),
        "drawing": "place",
        "kind": "point",
        "kinds": "point line polygon",
        "draws": [
            {"value": "point", "title": _("Point"), "is_chosen": True},
            {"value": "line", "title": _("Line"), "is_chosen": False},
            {"value": "polygon", "title": _("Area"), "is_chosen": False},
        ],
        "drawn": request.POST.get("place", ""),
        "done": _("Keep it clear"),
    }
    return _drawing(request, festival, told)


@require_POST
@for_holders_of(PLAN)
def clear_known(request: HttpRequest, code: str) -> HttpResponse:
    """Keep clear what the municipality's own layers know near the route."""
    festival = get_object_or_404(Festival, code=code)
    form = KnownForm(request.POST)
    if understood(request, form):
        try:
            count = actions.keep_known_clear(
                festival, form.clearances(), by=viewer_of(request)
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _taken(count))
    return _to_ground(festival)


def _taken(count: int) -> str:
    if not count:
        return _("The layers know nothing more within 100 m of the route.")
    said = ngettext(
        "%(n)d place was taken from the layers.",
        "%(n)d places were taken from the layers.",
        count,
    )
    return said % {"n": count}


@require_POST
@for_holders_of(PLAN)
def open_street(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a closed street off again."""
    closure = get_object_or_404(Closure, festival__code=code, pk=pk)
    with saying(request, _("The street is not closed any more.")):
        actions.open_street(closure, by=viewer_of(request))
    return _to_ground(closure.festival)


@require_POST
@for_holders_of(PLAN)
def clear_no_more(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take off a place that had to be kept clear."""
    zone = get_object_or_404(Zone, festival__code=code, pk=pk)
    with saying(request, _("The place is not kept clear any more.")):
        actions.clear_no_more(zone, by=viewer_of(request))
    return _to_ground(zone.festival)


@require_POST
@for_holders_of(PLAN)
def announce(request: HttpRequest, code: str) -> HttpResponse:
    """Let everybody see the feast."""
    festival = get_object_or_404(Festival, code=code)
    with saying(request, _("The feast is announced: everybody sees it now.")):
        actions.announce(festival, by=viewer_of(request))
    return _to_ground(festival)
