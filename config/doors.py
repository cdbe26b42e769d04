"""Which addresses the read path answers itself; every other is Django's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from geo.exchange.export import download
from geo.layers import Layer, find_layer
from geo.ogc import items as features
from geo.ogc.editing import allowed_methods
from geo.opendata.serving import open_data_file
from geo.published.readers import is_awake
from geo.published.refusals import DatabaseAway, NotFound
from geo.published.wire import SAFE_METHODS, Answer, Request
from geo.tiles.address import Tile
from geo.tiles.serving import basemap_tile, layer_tile

Door = Callable[[], Awaitable[Answer]]
"""A request with its reader chosen; asking it makes the answer."""

PREFIXES = ("ogc", "tiles", "descargas", "datos", "healthz")
SLOW_PREFIXES = ("descargas",)
"""Where answering may take long, so it ends when the client leaves."""


def _layer(request: Request, name: str) -> Layer:
    layer = find_layer(name, request.viewer.audience)
    if layer is None:
        raise NotFound
    return layer


async def _health() -> Answer:
    if not await is_awake():
        raise DatabaseAway
    return Answer(
        body=b'{"status":"ok"}',
        content_type="application/json",
        headers={"cache-control": "no-store"},
    )


def _tile_door(request: Request, name: str, z: str, x: str, y: str) -> Door:
    if name == "basemap":
        tile = Tile.parse(z, x, y)
        return lambda: basemap_tile(request, tile)
    layer = _layer(request, name)
    tile = Tile.parse(z, x, y)
    return lambda: layer_tile(request, layer, tile)


def _download_door(request: Request, file: str) -> Door:
    name, _dot, extension = file.partition(".")
    layer = _layer(request, name)
    return lambda: download(request, layer, extension)


def _collection_door(request: Request, name: str, rest: list[str]) -> Door | None:
    match rest:
        case ["tiles", "WebMercatorQuad", z, row, column]:
            return _tile_door(request, name, z, column, row)
        case ["items"] if not features.wants_page(request, features.FEATURES):
            return lambda: features.items(request, _layer(request, name))
        case ["items", item] if not features.wants_page(request, features.FEATURES):
            return lambda: features.item(request, _layer(request, name), item)
        case ["queryables"] if not features.wants_page(request, features.DOCUMENTS):
            return lambda: features.queryables(request, _layer(request, name))
        case ["schema"] if not features.wants_page(request, features.DOCUMENTS):
            return lambda: features.schema(request, _layer(request, name))
    return None


def methods_at(request: Request) -> tuple[str, ...]:
    """What the viewer may do at the address of `request`."""
    match list(request.parts):
        case ["ogc", "collections", name, "items", *rest] if len(rest) <= 1:
            return allowed_methods(_layer(request, name), request, one=bool(rest))
    return SAFE_METHODS


def find_door(request: Request) -> Door | None:
    """The reader for `request`, None when it is Django's to answer.

    Raises:
        NotFound: the address could be ours but names nothing the viewer may see.
        BadParameter: `f` names no format; NotAcceptable if `Accept` names none.
    """
    match list(request.parts):
        case ["healthz"]:
            return _health
        case ["tiles", name, z, x, y]:
            return _tile_door(request, name, z, x, y)
        case ["ogc", "tiles", "WebMercatorQuad", z, row, column]:
            return _tile_door(request, "basemap", z, column, row)
        case ["descargas", file] if "." in file:
            return _download_door(request, file)
        case ["ogc", "collections", name, *rest] if rest:
            return _collection_door(request, name, rest)
        case ["datos", file]:
            return lambda: open_data_file(request, file)
        case ["tiles", *_] | ["descargas", _, *_] | ["datos", _, *_]:
            raise NotFound
    return None
