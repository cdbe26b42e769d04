"""Which addresses the read path answers itself; every other is Django's."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from geo.exchange.export import download
from geo.layers import Layer, find_layer
from geo.live.serving import live_states, live_stream
from geo.ogc.features import items as features
from geo.ogc.links import CATALOGUE
from geo.ogc.records import answers as catalogue
from geo.ogc.resources import below, find_maker
from geo.ogc.tiles.limits import tile_of_basemap, tile_of_set
from geo.opendata.serving import open_data_file
from geo.published.readers import is_awake
from geo.published.refusals import DatabaseAway, NotFound
from geo.published.wire import Answer, Request
from geo.raster import serving as relief
from geo.raster.coverage import coverage
from geo.tiles.address import Tile
from geo.tiles.serving import basemap_tile, layer_tile
from tiles.offline.serving import offline_file

Door = Callable[[], Awaitable[Answer]]
"""A request with its reader chosen; asking it makes the answer."""
Opener = Callable[..., Door | None]
"""Chooses the reader from the parts of an address; None leaves the request to Django."""
Offered = dict[str, tuple[str, ...]]
"""Names of formats with their media types."""

OGC: Final = "ogc"
PREFIXES = (OGC, "tiles", "descargas", "datos", "healthz", "elevation", "en-vivo")
SLOW_PREFIXES = ("descargas",)
"""Where answering may take long, so it ends when the client leaves."""


def _layer(request: Request, name: str) -> Layer:
    layer = find_layer(name, request.viewer.audience)
    if layer is None:
        raise NotFound
    return layer


async def _answer_health() -> Answer:
    if not await is_awake():
        raise DatabaseAway
    return Answer(
        body=b'{"status":"ok"}',
        content_type="application/json",
        headers={"cache-control": "no-store"},
    )


def _health(_request: Request) -> Door:
    return _answer_health


def _ground_tile(read: Callable[[Request, Tile], Awaitable[Answer]]) -> Opener:
    """Opens for tiles of the basemap and the relief, which belong to no one layer."""

    def opened(request: Request, z: str, x: str, y: str) -> Door:
        tile = Tile.parse(z, x, y)
        return lambda: read(request, tile)

    return opened


def _tile(read: Callable[[Request, Layer, Tile], Awaitable[Answer]]) -> Opener:
    """Opens for tiles of one layer."""

    def opened(request: Request, layer: str, z: str, x: str, y: str) -> Door:
        found = _layer(request, layer)
        tile = Tile.parse(z, x, y)
        return lambda: read(request, found, tile)

    return opened


def _download(request: Request, layer: str, extension: str) -> Door:
    found = _layer(request, layer)
    return lambda: download(request, found, extension)


def _open_data(request: Request, file: str) -> Door:
    return lambda: open_data_file(request, file)


def _offline(request: Request, file: str) -> Door:
    return lambda: offline_file(request, file)


def _live(read: Callable[[Request, str, str], Awaitable[Answer]]) -> Opener:
    """Opens for states that change while people look, which belong to no layer."""
    return lambda request, feed, topic: lambda: read(request, feed, topic)


def _read(read: Callable[[Request], Awaitable[Answer]]) -> Opener:
    return lambda request: lambda: read(request)


def _page(_request: Request) -> None:
    """Leaves to Django what would else be taken for a layer."""


def _data(read: Callable[..., Awaitable[Answer]], offered: Offered) -> Opener:
    """Opens for clients that want data; who wants a page gets it from Django."""

    def opened(request: Request, layer: str, **more: str) -> Door | None:
        if features.wants_page(request, offered):
            return None
        found = _layer(request, layer)
        return lambda: read(request, found, *more.values())

    return opened


def _records(read: Callable[..., Awaitable[Answer]], offered: Offered) -> Opener:
    """Opens the catalogue for clients that want data."""

    def opened(request: Request, **more: str) -> Door | None:
        if features.wants_page(request, offered):
            return None
        return lambda: read(request, *more.values())

    return opened


_CATALOGUE: Final = f"/ogc/collections/{CATALOGUE}"

ADDRESSES: Final[dict[str, Opener]] = {
    "/healthz": _health,
    "/elevation": _read(relief.elevation_answer),
    "/tiles/hillshade.json": _read(relief.hillshade_set),
    "/tiles/contours.json": _read(relief.contours_set),
    "/tiles/hillshade/{z}/{x}/{y}": _ground_tile(relief.hillshade_tile),
    "/tiles/contours/{z}/{x}/{y}": _ground_tile(relief.contours_tile),
    "/tiles/offline/{file}": _offline,
    "/tiles/basemap/{z}/{x}/{y}": _ground_tile(basemap_tile),
    "/tiles/{layer}/{z}/{x}/{y}": _tile(layer_tile),
    "/descargas/{layer}.{extension}": _download,
    "/datos/{file}": _open_data,
    "/en-vivo/{feed}/{topic}.json": _live(live_states),
    "/en-vivo/{feed}/{topic}": _live(live_stream),
    "/ogc/tiles/WebMercatorQuad/{z}/{y}/{x}": _ground_tile(tile_of_basemap),
    "/ogc/collections/dem/coverage": _read(coverage),
    "/ogc/collections/dem/schema": _page,
    "/ogc/collections/{layer}/tiles/WebMercatorQuad/{z}/{y}/{x}": _tile(tile_of_set),
    f"{_CATALOGUE}/items": _records(catalogue.records, features.FEATURES),
    f"{_CATALOGUE}/items/{{layer}}": _records(catalogue.record, features.FEATURES),
    f"{_CATALOGUE}/sortables": _records(catalogue.sortables, features.DOCUMENTS),
    "/ogc/collections/{layer}/items": _data(features.items, features.FEATURES),
    "/ogc/collections/{layer}/items/{item}": _data(features.item, features.FEATURES),
    "/ogc/collections/{layer}/queryables": _data(features.queryables, features.DOCUMENTS),
    "/ogc/collections/{layer}/schema": _data(features.schema, features.DOCUMENTS),
}
"""Every address of the read path and who opens it; the first that fits is meant.

Processes and jobs are not here: they write, so they are Django's (`geo.ogc.views`).
What each may show to whom is judged by `tests/test_leaks.py`, which reads this table.
"""


def _expression(address: str) -> re.Pattern[str]:
    """The address as an expression; each part in braces lies within one step.

    No name of a layer has a dot, so what comes after the first is the extension.
    """
    literal = address.replace(".", r"\.").replace("{layer}", "(?P<layer>[^/.]*)")
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]*)", literal))


_OPENERS: Final = [(_expression(address), each) for address, each in ADDRESSES.items()]


def find_door(request: Request) -> Door | None:
    """The reader for `request`, None when it is Django's to answer.

    Raises:
        NotFound: the address could be ours but names nothing the viewer may see.
        BadParameter: `f` names no format; NotAcceptable if `Accept` names none.
    """
    path = "/" + "/".join(request.parts)
    for pattern, opener in _OPENERS:
        if found := pattern.fullmatch(path):
            return opener(request, **found.groupdict())
    match request.parts:
        case ("en-vivo", *_) | ("tiles", *_) | ("descargas", _, *_) | ("datos", _, *_):
            raise NotFound
    return None


def check_address(request: Request) -> None:
    """Go on if somebody would answer when the address of `request` is read.

    What is not there is 404 whatever one wants to do with it (RFC 9110, section 15.5.5);
    in which format it would be read does not matter.

    Raises:
        NotFound: nobody would.
    """
    reading = replace(request, method="GET", query="", headers={})
    if find_door(reading) is None and request.parts[0] == OGC:
        find_maker(below(request), request.viewer)
