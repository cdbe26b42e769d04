"""Answers a request for a tile, whichever of its addresses was used."""

from __future__ import annotations

from typing import Any, Final

from geo.layers import Layer
from geo.published.faults import calculable
from geo.published.looks import Way, note_look
from geo.published.negotiation import TILE, chosen_format
from geo.published.question import GENERAL, Selection, parse_selection, selection_names
from geo.published.readers import Planning, read_row
from geo.published.sending import entity_tag
from geo.published.wire import Answer, Request
from geo.tiles.address import Tile
from geo.tiles.statements import (
    EXACT_FROM,
    basemap_statement,
    basemap_values,
    tile_statement,
    tile_values,
)

VERSION: Final = "v"
"""A parameter without meaning here, so that a page can ask for tiles anew."""
BASEMAP_SECONDS: Final = 300
"""How long a browser may show a basemap tile without asking again."""
STALE: Final = "stale-while-revalidate=86400"


def _fresh(seconds: int) -> str:
    return f"public, max-age={seconds}, {STALE}" if seconds else "no-cache"


def _check_format(request: Request) -> None:
    accept = request.headers.get("accept", "")
    chosen_format(request.given.find("f"), accept, {"mvt": (TILE,)})


def _planning(tile: Tile, *, bounded: bool = False) -> Planning:
    """A tile near the ground is a small part of any layer; one far out may be all of it."""
    near = tile.z >= EXACT_FROM and not bounded
    return Planning.ONCE if near else Planning.EACH_TIME


async def _answer(
    request: Request,
    statement: str | None,
    values: dict[str, Any],
    *,
    planning: Planning,
    seconds: int,
) -> Answer:
    row = None
    if statement is not None:
        audience = request.viewer.audience
        row = await read_row(audience, statement, values, planning=planning, binary=True)
    headers = {"cache-control": _fresh(seconds), "vary": "Accept-Encoding"}
    encoded = row[0] if row else None
    if not encoded:
        return Answer(status=204, headers=headers)
    headers["etag"] = entity_tag(encoded)
    return Answer(body=encoded, content_type=TILE, headers=headers)


async def layer_tile(request: Request, layer: Layer, tile: Tile) -> Answer:
    """One tile of one layer; 204 where it has nothing to show.

    Raises:
        BadParameter: a filter cannot be understood; UnknownParameter if it is new.
        NotAcceptable: the client takes no vector tiles.
        DatabaseAway: the database does not answer; TookTooLong if not in time.
    """
    audience = request.viewer.audience
    request.given.only([VERSION, *GENERAL, *selection_names(layer, audience)])
    _check_format(request)
    selection: Selection = parse_selection(request.given, layer, audience)
    shown = layer.zooms[0] <= tile.z <= layer.zooms[1]
    statement = tile_statement(selection, tile) if shown else None
    if shown:
        await note_look(layer, audience, Way.MAP)
    with calculable(selection):
        return await _answer(
            request,
            statement,
            tile_values(selection, tile),
            planning=_planning(tile, bounded=selection.is_spatial),
            seconds=layer.tile_seconds,
        )


async def basemap_tile(request: Request, tile: Tile) -> Answer:
    """One tile with every layer of the basemap.

    Raises:
        UnknownParameter: any parameter but the version.
        DatabaseAway: the database does not answer; TookTooLong if not in time.
    """
    request.given.only([VERSION, *GENERAL])
    _check_format(request)
    statement = basemap_statement(request.viewer.audience, tile)
    return await _answer(
        request,
        statement,
        basemap_values(tile),
        planning=_planning(tile),
        seconds=BASEMAP_SECONDS,
    )
