"""What an operator has of its ground: covers over time, zones, sources, and their map."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import QuerySet

from apps.water.models import Asset, Coverage, Operator
from apps.water.terms import AssetKind, AssetState


def sources_of(operator: Operator) -> QuerySet[Asset]:
    """Wells and tanks that feed the network of an operator."""
    kinds = (AssetKind.WELL, AssetKind.TANK)
    standing = operator.assets.filter(kind__in=kinds).exclude(state=AssetState.REMOVED)
    return standing.order_by("kind", "code")


def cover_on(operator: Operator, day: dt.date) -> Coverage | None:
    """The cover of an operator on a day; None where it is not drawn."""
    return operator.covers.filter(days__contains=day).first()


def map_of(shapes: list[GEOSGeometry]) -> dict[str, str]:
    """Shapes as GeoJSON for the map of a page, with the frame that shows them all."""
    if not shapes:
        return {}
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shape.geojson)}
        for shape in shapes
    ]
    told: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    boxes = [shape.extent for shape in shapes]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    frame = ",".join(f"{degrees:.6f}" for degrees in (west, south, east, north))
    return {"sketch": json.dumps(told), "frame": frame}
