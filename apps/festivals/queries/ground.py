"""The ground of a feast: what there is to see of it, and what is still missing."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from apps.festivals.models import Festival
from apps.festivals.terms import PlanState
from geo.measure import planar, stored


def sketch_of(festival: Festival) -> str:
    """Route, closed streets and what is kept clear (with its clearance), as GeoJSON."""
    shapes: list[GEOSGeometry] = [festival.route] if festival.route else []
    shapes += [closure.line for closure in festival.closures.order_by("pk")]
    for zone in festival.zones.order_by("pk"):
        shapes.append(zone.place)
        if zone.clearance_m:
            shapes.append(stored(planar(zone.place).buffer(float(zone.clearance_m))))
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shape.geojson)}
        for shape in shapes
    ]
    told: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    return json.dumps(told) if features else ""


def frame_of(festival: Festival) -> str:
    """Bounds of a feast's route as the map takes them; empty without one."""
    route = festival.route
    return "" if route is None else ",".join(f"{degrees:.6f}" for degrees in route.extent)


def steps_done(festival: Festival) -> dict[str, bool]:
    """Which steps on the way to a sale were taken; the first that was not is the next."""
    plans = festival.plans
    return {
        "route": festival.route is not None,
        "clear": festival.zones.exists(),
        "closed": festival.closures.exists(),
        "prices": festival.concept is not None and festival.concept.prices.exists(),
        "plan": plans.exists(),
        "published": plans.filter(state=PlanState.PUBLISHED).exists(),
    }
