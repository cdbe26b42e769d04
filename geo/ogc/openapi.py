"""The API's own description, made from the register: OpenAPI 3.0.3, nothing remote in it.

pygeoapi's description refers to schemas on other servers and knows neither the filters
of each collection nor its paging, so it is not used.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from geo.access import Audience
from geo.layers import Kind, Layer, published
from geo.ogc.openapi_editing import SIGNED, editing_operations
from geo.ogc.schemas import TYPES, words_of
from geo.published.negotiation import GEOJSON, HTML, JSON, PROBLEM, SCHEMA, TILE
from geo.published.projections import PROJECTIONS
from geo.published.question import DEFAULT_LIMIT, LARGEST_LIMIT, LARGEST_OFFSET

MEDIA: Final = "application/vnd.oai.openapi+json;version=3.0"

Schema = dict[str, Any]


def _query(name: str, description: str, schema: Schema, **more: Any) -> Schema:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        **more,
    }


def _path(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _general(*formats: str) -> list[Schema]:
    return [
        _query("f", _("Format of the answer."), {"type": "string", "enum": [*formats]}),
        _query("lang", _("Language of texts."), {"type": "string", "enum": ["es", "en"]}),
    ]


def _crs(name: str, description: str) -> Schema:
    uris = list(PROJECTIONS)
    schema = {"type": "string", "format": "uri", "enum": uris, "default": uris[0]}
    return _query(name, description, schema)


def _bbox() -> Schema:
    schema = {
        "type": "array",
        "items": {"type": "number"},
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
    }
    return _query(
        "bbox",
        _("Only features that meet this box: west, south, east, north."),
        schema,
        style="form",
        explode=False,
    )


def _datetime() -> Schema:
    return _query(
        "datetime",
        _("Only features at this date or time, or within begin/end; “..” leaves it open."),
        {"type": "string"},
        example="2024-01-01T00:00:00Z/..",
    )


def _filters(layer: Layer, audience: Audience) -> list[Schema]:
    """One parameter per property; given several times, any of the values will do."""
    found = []
    for field in layer.fields_for(audience):
        single = TYPES[field.kind]
        if field.kind in (Kind.TEXTS, Kind.INTEGERS):
            single = single["items"]
        text = "; ".join(filter(None, (str(field.title), words_of(field))))
        schema = {"type": "array", "items": single}
        found.append(_query(field.name, text, schema, style="form", explode=True))
    return found


def _selection(layer: Layer, audience: Audience) -> list[Schema]:
    described = _("Reference system of the numbers in “bbox”.")
    return [_bbox(), _crs("bbox-crs", described), _datetime(), *_filters(layer, audience)]


def _paging() -> list[Schema]:
    def count(least: int, **more: int) -> Schema:
        return {"type": "integer", "minimum": least, **more}

    limit = count(1, maximum=LARGEST_LIMIT, default=DEFAULT_LIMIT)
    return [
        _query("limit", _("How many features to answer at most."), limit),
        _query("offset", _("How many features to skip."), count(0, maximum=LARGEST_OFFSET)),
        _query("after", _("Go on after the feature with this id."), count(0)),
    ]


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
    if media == TILE:
        return {"type": "string", "format": "binary"}
    return {"type": "object"}


def _collection_paths(layer: Layer, audience: Audience) -> dict[str, Schema]:
    base, title = f"/collections/{layer.name}", str(layer.title)
    page = _general("json", "html")
    crs = _crs("crs", _("Reference system of the answer's coordinates."))
    features = [*page, crs, *_paging(), *_selection(layer, audience)]
    one = [_path("featureId", {"type": "integer"}), *page, crs]
    tile = [
        *(
            _path(name, {"type": "integer"})
            for name in ("tileMatrix", "tileRow", "tileCol")
        ),
        *_general("mvt"),
        *_selection(layer, audience),
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
    page, tag = _general("json", "html"), _("The service")
    tile = [
        *(
            _path(name, {"type": "integer"})
            for name in ("tileMatrix", "tileRow", "tileCol")
        ),
        *_general("mvt"),
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
    paths = _service_paths()
    for layer in published(audience):
        paths |= _collection_paths(layer, audience)
        for path, operations in editing_operations(layer).items():
            paths[f"/collections/{layer.name}{path}"] |= operations
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
