"""What the territory says about a point."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from apps.territory.queries import Located, locate
from geo.access import Viewer


def territory_here(point: Point, viewer: Viewer, asked: QueryDict) -> SafeString:
    """District, OTBs, zone and nearest street of a point, with how sure they are."""
    located = locate(point)
    told = {
        "located": located,
        "is_approximate": _is_approximate(located),
        "municipality": settings.MUNICIPALITY,
    }
    return render_to_string("territory/here.html", told)


def _is_approximate(located: Located) -> bool:
    spots = [located.district, located.zone, located.street, *located.otbs]
    return any(spot is not None and spot.certainty != "official" for spot in spots)
