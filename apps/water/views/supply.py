"""Who supplies my house, when its water runs and what it costs: open to everybody."""

from __future__ import annotations

import json

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from apps.territory.queries import Found, search
from apps.water.queries.supply import supplies_at
from geo import crs
from geo.access import Viewer
from geo.pages.here import read_point

LONGEST_TEXT = 120
SHOWN = 6


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Every operator whose network reaches an address or a point of the map."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT]
    found: list[Found] = search(text, SHOWN) if text else []
    point = _asked_point(request.GET) or _surely(found)
    context = {
        "text": text,
        "found": found,
        "point": point,
        "supplies": supplies_at(point, on=timezone.localdate()) if point else [],
        "focus": _focus(point),
    }
    return render(request, "water/who.html", context)


def water_here(point: Point, viewer: Viewer, asked: QueryDict) -> SafeString:
    """Who supplies water at a point, for the panel of the map."""
    told = {"supplies": supplies_at(point, on=timezone.localdate()), "point": point}
    return render_to_string("water/here.html", told)


def _asked_point(query: QueryDict) -> Point | None:
    if "lon" not in query and "lat" not in query:
        return None
    return read_point(query)


def _surely(found: list[Found]) -> Point | None:
    """The place that a text means, where it means one only."""
    if len(found) != 1:
        return None
    return Point(found[0].longitude, found[0].latitude, srid=crs.STORAGE)


def _focus(point: Point | None) -> str:
    if point is None:
        return ""
    return json.dumps({"points": [(round(point.x, 6), round(point.y, 6), 0)]})
