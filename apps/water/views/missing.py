"""Parcels without an account, accounts without a parcel, and the sheet to take along."""

from __future__ import annotations

import json
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.people.views.doors import for_holders_of, saying
from apps.territory.models import District, Otb, Parcel
from apps.water.actions.checking import note_check
from apps.water.permissions import REGISTER
from apps.water.queries.missing import bare_parcels, loose_accounts
from apps.water.terms import CheckOutcome
from geo.pages.middleware import viewer_of
from geo.pages.typed import key_in

ON_SHEET: Final = 60
"""What one person looks at in a day."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(REGISTER)
def missing(request: HttpRequest) -> HttpResponse:
    """The two lists with their map; a post notes what was found on one parcel."""
    if request.method == "POST":
        _note(request)
        return redirect(request.get_full_path())
    chosen, today = _chosen(request.GET), timezone.localdate()
    parcels, accounts = bare_parcels(on=today, **chosen), loose_accounts(**chosen)
    points = [(each.longitude, each.latitude, "published") for each in parcels]
    points += [(each.longitude, each.latitude, "contracted") for each in accounts]
    context = {
        "parcels": parcels,
        "accounts": accounts,
        "districts": District.objects.order_by("number"),
        "otbs": Otb.objects.order_by("name"),
        "chosen": chosen,
        "outcomes": CheckOutcome.choices,
        "known": dict(CheckOutcome.choices),
        "today": today,
        **_drawn(points),
    }
    return render(request, "water/missing/missing.html", context)


@require_safe
@for_holders_of(REGISTER)
def sheet(request: HttpRequest) -> HttpResponse:
    """The list to print and take along, with boxes to tick."""
    chosen = _chosen(request.GET)
    found = bare_parcels(on=timezone.localdate(), **chosen, limit=ON_SHEET)
    parcels = sorted(found, key=lambda each: (each.address, each.code))
    context = {"parcels": parcels, "outcomes": CheckOutcome.choices}
    return render(request, "water/missing/sheet.html", context)


def _note(request: HttpRequest) -> None:
    parcel = get_object_or_404(Parcel, pk=_number(request.POST, "predio") or 0)
    outcome = request.POST.get("hallazgo", "")
    if outcome not in CheckOutcome.values:
        messages.error(request, _("Say what was found."))
        return
    with saying(request, _("Noted.")):
        note_check(
            parcel,
            CheckOutcome(outcome),
            on=timezone.localdate(),
            today=timezone.localdate(),
            note=request.POST.get("nota", ""),
            by=viewer_of(request),
        )


def _chosen(given: QueryDict) -> dict[str, Any]:
    """The district or OTB that was asked for, by their keys."""
    return {"district": _number(given, "distrito"), "otb": _number(given, "otb")}


def _number(given: QueryDict, name: str) -> int | None:
    return key_in(given.get(name, "")) or None


def _drawn(points: list[tuple[float, float, str]]) -> dict[str, str]:
    """Points for the map of the page, each in the colour of its list."""
    if not points:
        return {}
    features = [
        {
            "type": "Feature",
            "properties": {"state": state},
            "geometry": {"type": "Point", "coordinates": [round(x, 6), round(y, 6)]},
        }
        for x, y, state in points
    ]
    xs, ys = [x for x, _y, _state in points], [y for _x, y, _state in points]
    bounds = (min(xs), min(ys), max(xs), max(ys))
    return {
        "sketch": json.dumps({"type": "FeatureCollection", "features": features}),
        "focus": json.dumps({"bounds": bounds}),
    }
