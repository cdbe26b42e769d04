"""What is here: what each app knows of a point."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from geo import crs
from geo.errors import NotUnderstood
from geo.pages.contributions import here_tellers
from geo.pages.middleware import viewer_of
from geo.raster.here import height_here


def read_point(query: QueryDict) -> Point:
    """The point of `lon=` and `lat=`.

    *CRS*: EPSG:4326, degrees.

    Raises:
        NotUnderstood: one is missing, is no number, or lies off the globe.
    """
    try:
        longitude, latitude = float(query.get("lon", "")), float(query.get("lat", ""))
    except ValueError:
        raise NotUnderstood(_("A point needs lon= and lat= in degrees.")) from None
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise NotUnderstood(_("This point lies off the globe: check lon= and lat=."))
    return Point(longitude, latitude, srid=crs.STORAGE)


def _told(request: HttpRequest) -> dict[str, Any]:
    point, viewer = read_point(request.GET), viewer_of(request)
    position = (round(point.x, 6), round(point.y, 6))
    return {
        "position": position,
        "address": f"{position[0]},{position[1]}",
        "focus": json.dumps({"points": [(*position, 0)]}),
        "parts": [
            tell(point, viewer, request.GET) for tell in (*here_tellers, height_here)
        ],
    }


@require_safe
def here_page(request: HttpRequest) -> HttpResponse:
    """The point `lon=`, `lat=` on a page of its own."""
    return render(request, "geo/here.html", _told(request))


@require_safe
def here_panel(request: HttpRequest) -> HttpResponse:
    """The same as a fragment for the panel beside the map."""
    return render(request, "geo/here_panel.html", _told(request))
