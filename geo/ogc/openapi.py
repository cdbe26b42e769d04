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
from geo.ogc.openapi_editing import SIGNED, editing_operations
from geo.published.negotiation import GEOJSON, HTML, JSON, PROBLEM, SCHEMA, TILE
from geo.raster.coverage import COVERAGE, TIFF

MEDIA: Final = "application/vnd.oai.openapi+json;version=3.0"

Schema = dict[str, Any]


def _operation(
    summary: str, tag: str, parameters: list[Schema], *medias: str, empty: bool = False
) -> Schema:
    content = {media: {"schema": _content(media)} for media in medias}
    responses: Schema = {"200": {"description": summary, "content": content}}
    if empty:
        responses["204"] = {"description": _("Nothing to show here.")}
    for status in ("400", "404", "406", "500", "503"):
        responses[status] = {"$ref": "#/components/responses/Problem"}
    return {
        "get": {
            "summary": summary,
            "tags": [tag],
            "parameters": parameters,
            "responses": responses,
        }
    }


def _content(media: str) -> Schema:
    if media == HTML:
        return {"type": "string"}
    if media in (TILE, TIFF):
        return {"type": "string", "format": "binary"}
    return {"type": "object"}


def _collection_paths(layer: Layer, audience: Audience) -> dict[str, Schema]:
    base, title = f"/collections/{layer.name}", str(layer.title)
    page = general("json", "html")
    system = crs("crs", _("Reference system of the answer's coordinates."))
    features = [
        *page,
        system,
        *paging(),
        *shaping(layer, audience),
        *selection(layer, audience),
    ]
    one = [path("featureId", {"type": "integer"}), *page, system]
    tile = [
        *(path(name, {"type": "integer"}) for name in ("tileMatrix", "tileRow", "tileCol")),
        *general("mvt"),
        *selection(layer, audience),
    ]
    tiles = f"{base}/tiles/WebMercatorQuad"
    return {
        base: _operation(title, title, page, JSON, HTML),
        f"{base}/items": _operation(_("Features"), title, features, GEOJSON, HTML),
        f"{base}/items/{{featureId}}": _operation(
            _("One feature"), title, one, GEOJSON, HTML
        ),
        f"{base}/queryables": _operation(
            _("Properties to filter on"), title, page, SCHEMA, HTML
        ),
        f"{base}/schema": _operation(
            _("Properties of a feature"), title, page, SCHEMA, HTML
        ),
        f"{base}/tiles": _operation(_("Tile sets"), title, page, JSON, HTML),
        tiles: _operation(_("Tile set"), title, page, JSON, HTML),
        f"{tiles}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _operation(
            _("A vector tile"), title, tile, TILE, empty=True
        ),
    }


def _service_paths() -> dict[str, Schema]:
    page, tag = general("json", "html"), _("The service")
    tile = [
        *(path(name, {"type": "integer"}) for name in ("tileMatrix", "tileRow", "tileCol")),
        *general("mvt"),
    ]
    quad = "/tiles/WebMercatorQuad"
    return {
        "/": _operation(_("Start page"), tag, page, JSON, HTML),
        "/openapi": _operation(_("This description"), tag, page, MEDIA, HTML),
        "/conformance": _operation(_("Standards kept"), tag, page, JSON, HTML),
        "/collections": _operation(_("Collections"), tag, page, JSON, HTML),
        "/TileMatrixSets": _operation(_("Tiling schemes"), tag, page, JSON, HTML),
        "/TileMatrixSets/WebMercatorQuad": _operation(
            _("Tiling scheme"), tag, page, JSON, HTML
        ),
        "/tiles": _operation(_("Tile sets"), tag, page, JSON, HTML),
        quad: _operation(_("Tile set"), tag, page, JSON, HTML),
        f"{quad}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _operation(
            _("A vector tile with the whole basemap"), tag, tile, TILE, empty=True
        ),
    }


def _dem_paths() -> dict[str, Schema]:
    """The DEM's addresses; they answer 404 where none was imported."""
    base, title, page = f"/collections/{DEM}", dem_title(), general("json", "html")
    cell, cells = _("What a cell holds"), _("Heights of cells")
    return {
        base: _operation(title, title, page, JSON, HTML),
        f"{base}/schema": _operation(cell, title, page, SCHEMA, HTML),
        f"{base}/coverage": _operation(cells, title, dem_parameters(), TIFF, COVERAGE),
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
    paths = {**_service_paths(), **_dem_paths()}
    for layer in published(audience):
        paths |= _collection_paths(layer, audience)
        for below, operations in editing_operations(layer).items():
            paths[f"/collections/{layer.name}{below}"] |= operations
    problem = {
        "description": _("What went wrong, as RFC 9457 has it"),
        "content": {PROBLEM: {"schema": _PROBLEM}},
    }
    return {
        "openapi": "3.0.3",
        "info": {
            "title": _("Open data of %(town)s") % {"town": town},
            "version": "1",
            "description": _("Territory and public works, free to use."),
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"responses": {"Problem": problem}, "securitySchemes": SIGNED},
    }
