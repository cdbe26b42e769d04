"""Tile sets and the one tiling scheme they use.

Source: OGC 20-057 (Tiles Core); OGC 17-083r4, annex D.1 (WebMercatorQuad).
"""

from __future__ import annotations

import math
from typing import Any, Final

from geo.layers import Layer
from geo.ogc.links import REL, LinkObject, collection, link, root, self_links
from geo.published.negotiation import JSON, TILE
from geo.published.projections import OGC
from geo.published.wire import Request
from geo.tiles.address import DEEPEST

QUAD: Final = "WebMercatorQuad"
QUAD_URI: Final = f"{OGC.removesuffix('crs/')}tilematrixset/OGC/1.0/{QUAD}"
MERCATOR_URI: Final = f"{OGC}EPSG/0/3857"
EDGE: Final = 20037508.342789244
"""Half the length of the equator in Web Mercator metres."""
PIXEL: Final = 0.00028
"""Metres of a standardised rendering pixel (OGC 17-083r4, clause 6.1.1)."""
WIDTH: Final = 256


def _matrix(zoom: int) -> dict[str, Any]:
    count = 2**zoom
    cell = 2 * EDGE / WIDTH / count
    return {
        "id": str(zoom),
        "scaleDenominator": cell / PIXEL,
        "cellSize": cell,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-EDGE, EDGE],
        "tileWidth": WIDTH,
        "tileHeight": WIDTH,
        "matrixWidth": count,
        "matrixHeight": count,
    }


def tiling_scheme() -> dict[str, Any]:
    """The definition of WebMercatorQuad."""
    return {
        "id": QUAD,
        "title": "Google Maps Compatible for the World",
        "uri": QUAD_URI,
        "crs": MERCATOR_URI,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": f"{OGC.removesuffix('crs/')}wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(zoom) for zoom in range(DEEPEST + 1)],
    }


def tiling_schemes(request: Request) -> dict[str, Any]:
    """The list of tiling schemes, which is one."""
    address = f"{root(request)}/TileMatrixSets/{QUAD}"
    scheme = {
        "id": QUAD,
        "title": "Google Maps Compatible for the World",
        "uri": QUAD_URI,
        "crs": MERCATOR_URI,
        "links": [link("self", JSON, address)],
    }
    return {"tileMatrixSets": [scheme], "links": self_links(request, JSON)}


def _limits(
    box: tuple[float, float, float, float], zooms: tuple[int, int]
) -> list[dict[str, Any]]:
    """Rows and columns of each zoom that a box of degrees meets."""
    return [
        {"tileMatrix": str(zoom), **limits_at(box, zoom)}
        for zoom in range(zooms[0], zooms[1] + 1)
    ]


def limits_at(box: tuple[float, float, float, float], zoom: int) -> dict[str, int]:
    """Rows and columns of one zoom that a box of degrees meets."""
    (west, south, east, north), count = box, 2**zoom
    return {
        "minTileRow": _row(north, count),
        "maxTileRow": _row(south, count),
        "minTileCol": _column(west, count),
        "maxTileCol": _column(east, count),
    }


def _column(longitude: float, count: int) -> int:
    return max(0, min(count - 1, int((longitude + 180) / 360 * count)))


def _row(latitude: float, count: int) -> int:
    south = math.asinh(math.tan(math.radians(max(-85.0, min(85.0, latitude)))))
    return max(0, min(count - 1, int((1 - south / math.pi) / 2 * count)))


def tileset(
    request: Request,
    base: str,
    title: str,
    layers: list[Layer],
    box: tuple[float, float, float, float],
) -> dict[str, Any]:
    """The metadata of the tile set at `base`, which carries `layers` within `box`."""
    zooms = (
        min(layer.zooms[0] for layer in layers),
        max(layer.zooms[1] for layer in layers),
    )
    template = f"{base}/{QUAD}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    item: LinkObject = {**link("item", TILE, template), "templated": True}
    described = link("describedby", JSON, f"{base}/{QUAD}?f=tilejson", "TileJSON")
    styles = link(f"{REL}styles", JSON, f"{base.removesuffix('/tiles')}/styles")
    scheme = link(f"{REL}tiling-scheme", JSON, f"{root(request)}/TileMatrixSets/{QUAD}")
    return {
        "title": title,
        "dataType": "vector",
        "crs": MERCATOR_URI,
        "tileMatrixSetURI": QUAD_URI,
        "tileMatrixSetLimits": _limits(box, zooms),
        "layers": [_layer(request, layer) for layer in layers],
        "links": [link("self", JSON, f"{base}/{QUAD}"), scheme, item, described, styles],
    }


def _layer(request: Request, layer: Layer) -> dict[str, Any]:
    return {
        "id": layer.name,
        "title": str(layer.title),
        "dataType": "vector",
        "minTileMatrix": str(layer.zooms[0]),
        "maxTileMatrix": str(layer.zooms[1]),
        "links": [link("geodata", JSON, collection(request, layer.name))],
    }


def tilesets(request: Request, each: dict[str, Any]) -> dict[str, Any]:
    """The list of tile sets at an address, which is one."""
    return {"tilesets": [each], "links": self_links(request, JSON)}
