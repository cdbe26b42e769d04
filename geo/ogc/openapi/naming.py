"""Names of operations: programs find them by these, and generated clients call them so.

Source: OGC 20-057 (Tiles), /req/oas30/operation-id, for those of tiles.
"""

from __future__ import annotations

from typing import Final

from geo.ogc.tiles.tilesets import QUAD

_OF_TILES: Final = {
    ("tiles",): "getTileSetsList",
    ("tiles", QUAD): "getTileSet",
    ("tiles", QUAD, "{tileMatrix}", "{tileRow}", "{tileCol}"): "getTile",
}


def operation_id(method: str, path: str) -> str:
    """The name of the operation `method` at `path`, which no other has.

    >>> operation_id("get", "/collections/works/tiles")
    'works.collection.vector.getTileSetsList'
    >>> operation_id("put", "/collections/works/items/{featureId}")
    'collections.works.items.featureId.put'
    """
    steps = [step for step in path.split("/") if step]
    if named := _OF_TILES.get(tuple(steps)):
        return f"basemap.dataset.vector.{named}"
    if steps[:1] == ["collections"] and (named := _OF_TILES.get(tuple(steps[2:]))):
        return f"{steps[1]}.collection.vector.{named}"
    words = [step.strip("{}") for step in steps] or ["landing"]
    return ".".join([*words, method])
