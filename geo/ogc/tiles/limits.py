"""Tiles outside the limits that the description of their set tells of are none: 404.

Below the first zoom of a set its features are only too small to be drawn, so a tile is
empty there (204), not missing. Maps, which ask `/tiles/` without reading descriptions, are
never told of a mistake: every tile outside is empty for them.

Source: OGC 20-057 (Tiles), /req/core/tc-error.
"""

from __future__ import annotations

from geo.layers import Layer, published
from geo.ogc.configuration import box_of
from geo.ogc.tiles.tilesets import limits_at
from geo.published.features import read_extents
from geo.published.refusals import OutsideLimits
from geo.published.wire import Answer, Request
from geo.tiles.address import Tile
from geo.tiles.serving import basemap_tile, layer_tile


async def tile_of_set(request: Request, layer: Layer, tile: Tile) -> Answer:
    """One tile of the layer's set.

    Raises:
        OutsideLimits: it is empty, and outside the limits of the set.
        Whatever `layer_tile` raises.
    """
    answer = await layer_tile(request, layer, tile)
    if answer.status == 204:
        await _check(request, tile, [layer])
    return answer


async def tile_of_basemap(request: Request, tile: Tile) -> Answer:
    """One tile of the basemap's set.

    Raises:
        OutsideLimits: it is empty, and outside the limits of the set.
        Whatever `basemap_tile` raises.
    """
    answer = await basemap_tile(request, tile)
    if answer.status == 204:
        layers = published(request.viewer.audience)
        carried = [each for each in layers if each.basemap_from is not None]
        await _check(request, tile, carried)
    return answer


async def _check(request: Request, tile: Tile, layers: list[Layer]) -> None:
    audience = request.viewer.audience
    boxes = map(box_of, (await read_extents(layers, audience)).values())
    wests, souths, easts, norths = zip(*boxes, strict=True)
    box = (min(wests), min(souths), max(easts), max(norths))
    limits = limits_at(box, tile.z)
    deepest = max(layer.zooms[1] for layer in layers)
    inside = (
        limits["minTileRow"] <= tile.y <= limits["maxTileRow"]
        and limits["minTileCol"] <= tile.x <= limits["maxTileCol"]
    )
    if tile.z > deepest or not inside:
        raise OutsideLimits
