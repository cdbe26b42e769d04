"""TileJSON of a tile set: what map libraries and desktop GIS ask for first.

Source: TileJSON 3.0.0 (github.com/mapbox/tilejson-spec).
"""

from __future__ import annotations

from typing import Any

from geo.access import Audience
from geo.layers import Layer
from geo.ogc.schemas import field_schema
from geo.published.wire import Request


def _described(layer: Layer, audience: Audience) -> dict[str, Any]:
    fields = [field for field in layer.fields_for(audience) if field.in_tiles]
    return {
        "id": layer.name,
        "description": str(layer.description),
        "minzoom": layer.zooms[0],
        "maxzoom": layer.zooms[1],
        "fields": {field.name: field_schema(field)["title"] for field in fields},
    }


def tilejson(
    request: Request,
    name: str,
    title: str,
    layers: list[Layer],
    box: tuple[float, float, float, float],
) -> dict[str, Any]:
    """The TileJSON of `/tiles/{name}`, which carries `layers` within `box`."""
    west, south, east, north = box
    first = min(layer.zooms[0] for layer in layers)
    return {
        "tilejson": "3.0.0",
        "name": title,
        "attribution": "; ".join(sorted({str(layer.source) for layer in layers})),
        "scheme": "xyz",
        "tiles": [f"{request.site}/tiles/{name}/{{z}}/{{x}}/{{y}}"],
        "minzoom": first,
        "maxzoom": max(layer.zooms[1] for layer in layers),
        "bounds": [west, south, east, north],
        "center": [(west + east) / 2, (south + north) / 2, max(first, 13)],
        "vector_layers": [_described(layer, request.viewer.audience) for layer in layers],
    }
