"""What the relief says about a point, for the page “What is here”."""

from __future__ import annotations

from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from geo.access import Viewer
from geo.raster.sampling import elevation
from geo.raster.store import find_dem
from geo.raster.words import above_sea, trust


def height_here(point: Point, viewer: Viewer, asked: QueryDict) -> SafeString:
    """Height above sea level of a point; nothing where none is known."""
    dem = find_dem()
    found = elevation(point.x, point.y) if dem else None
    if dem is None or found is None:
        return mark_safe("")  # nothing at all is safe
    told = {"height": above_sea(found), "note": trust(dem.about)}
    return render_to_string("geo/height_here.html", told)
