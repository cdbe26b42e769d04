"""The API's own description, made from the register: OpenAPI 3.0.3, nothing remote in it.

pygeoapi's description refers to schemas on other servers and knows neither the filters
of each collection nor its paging, so it is not used.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from geo.access import Audience
from geo.layers import Layer, published
from geo.ogc.described import crs, general, paging, path, selection, shaping
from geo.ogc.elevation import DEM, dem_parameters
from geo.ogc.elevation import title as dem_title
from geo.ogc.openapi.editing import SIGNED, editing_operations
from geo.ogc.openapi.naming import operation_id
from geo.ogc.openapi.processes import process_paths
from geo.ogc.openapi.records import record_paths
from geo.ogc.operations import Schema, operation
from geo.ogc.tiles.styles import STYLE, THEMES
from geo.ogc.words import WHAT_IT_IS
from geo.published.negotiation import GEOJSON, HTML, JSON, PROBLEM, SCHEMA, TILE
from geo.raster.coverage import COVERAGE, TIFF

MEDIA: Final = "application/vnd.oai.openapi+json;version=3.0"


def _drawn(
    base: str, tag: str, described: str, choosing: list[Schema]
) -> dict[str, Schema]:
    """Tiles and styles below `base`; `choosing` are the parameters a tile takes."""
    page, quad = general("json", "html"), f"{base}/tiles/WebMercatorQuad"
    number = {"type": "integer", "minimum": 0}
    tile = [path("tileMatrix", {"type": "string", "example": "12"})]
    tile += [path(name, number) for name in ("tileRow", "tileCol")]
    tile += [*general("mvt"), *choosing]
    styles = {
        f"{base}/styles/{theme}": operation(_("A style"), tag, page, STYLE, HTML)
        for theme in THEMES
    }
    set_formats = general("json", "tilejson", "html")
    return {
        f"{base}/styles": operation(_("Styles"), tag, page, JSON, HTML),
        **styles,
        f"{base}/tiles": operation(_("Tile sets"), tag, page, JSON, HTML),
        quad: operation(_("Tile set"), tag, set_formats, JSON, HTML),
        f"{quad}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": operation(
            described, tag, tile, TILE, empty=True
        ),
    }


def _collection_paths(layer: Layer, audience: Audience) -> dict[str, Schema]:
    base, title = f"/collections/{layer.name}", str(layer.title)
    page = general("json", "html")
    system = crs("crs", _("Reference system of the answer's coordinates."))
    chosen = selection(layer, audience)
    features = [*page, system, *paging(), *shaping(layer, audience), *chosen]
    one = [path("featureId", {"type": "integer"}), *page, system]
    filters, schema = _("Properties to filter on"), _("Properties of a feature")
    return {
        base: operation(title, title, page, JSON, HTML),
        f"{base}/items": operation(_("Features"), title, features, GEOJSON, HTML),
        f"{base}/items/{{featureId}}": operation(
            _("One feature"), title, one, GEOJSON, HTML
        ),
        f"{base}/queryables": operation(filters, title, page, SCHEMA, HTML),
        f"{base}/schema": operation(schema, title, page, SCHEMA, HTML),
        **_drawn(base, title, _("A vector tile"), chosen),
    }


def _service_paths() -> dict[str, Schema]:
    page, tag = general("json", "html"), _("The service")
    scheme = operation(_("Tiling scheme"), tag, page, JSON, HTML)
    return {
        "/": operation(_("Start page"), tag, page, JSON, HTML),
        "/openapi": operation(_("This description"), tag, page, MEDIA, HTML),
        "/conformance": operation(_("Standards kept"), tag, page, JSON, HTML),
        "/collections": operation(_("Collections"), tag, page, JSON, HTML),
        "/TileMatrixSets": operation(_("Tiling schemes"), tag, page, JSON, HTML),
        "/TileMatrixSets/WebMercatorQuad": scheme,
        **_drawn("", tag, _("A vector tile with the whole basemap"), []),
    }


def _dem_paths() -> dict[str, Schema]:
    """The DEM's addresses; they answer 404 where none was imported."""
    base, title, page = f"/collections/{DEM}", dem_title(), general("json", "html")
    cell, cells = _("What a cell holds"), _("Heights of cells")
    return {
        base: operation(title, title, page, JSON, HTML),
        f"{base}/schema": operation(cell, title, page, SCHEMA, HTML),
        f"{base}/coverage": operation(cells, title, dem_parameters(), TIFF, COVERAGE),
    }


_PROBLEM: Final[Schema] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def openapi_document(address: str, audience: Audience, town: str) -> dict[str, Any]:
    """The description of the API at `address` for `audience`, in the active language."""
    paths = _service_paths() | record_paths() | process_paths(audience) | _dem_paths()
    for layer in published(audience):
        paths |= _collection_paths(layer, audience)
        for below, operations in editing_operations(layer).items():
            paths[f"/collections/{layer.name}{below}"] |= operations
    named = {
        address: {
            method: {"operationId": operation_id(method, address), **each}
            for method, each in operations.items()
        }
        for address, operations in paths.items()
    }
    problem = {
        "description": _("What went wrong, as RFC 9457 has it"),
        "content": {PROBLEM: {"schema": _PROBLEM}},
    }
    return {
        "openapi": "3.0.3",
        "info": {
            "title": _("Open data of %(town)s") % {"town": town},
            "version": "1",
            "description": WHAT_IT_IS % {"town": town},
        },
        "servers": [{"url": address}],
        "paths": named,
        "components": {"responses": {"Problem": problem}, "securitySchemes": SIGNED},
    }
