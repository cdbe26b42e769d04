"""Every tile that some area needs is made once; each archive is cut from those.

Source: PMTiles version 3 (github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pmtiles.tile import zxy_to_tileid
from pmtiles.writer import Writer

from geo.access import Audience
from geo.layers import published
from geo.opendata.archive import archive_header, described
from geo.published.line import Connection
from geo.raster.archive import Archive
from geo.tiles.address import Tile
from geo.tiles.statements import basemap_statement, basemap_values
from tiles.offline.areas import FIRST_ZOOM, LAST_ZOOM, Area

MOST_BYTES: Final = 20_000_000
"""Largest archive: what a collector fetches over a telephone's network before a round."""
OVERHEAD: Final = 16
"""Bytes that the directory has at most for each tile, compressed."""
ZOOMS: Final = range(FIRST_ZOOM, LAST_ZOOM + 1)


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What one archive holds."""

    tiles: int
    last_zoom: int


async def write_tiles(reader: Connection, areas: Iterable[Area], file: Path) -> int:
    """Write each tile that some area needs into one archive; returns how many."""
    wanted = {
        zxy_to_tileid(tile.z, tile.x, tile.y): tile
        for area in areas
        for zoom in ZOOMS
        for tile in area.tiles(zoom)
    }
    count = 0
    with file.open("wb") as out:
        archive: Any = Writer(out)  # type: ignore[no-untyped-call]  # it has no types
        for number in sorted(wanted):
            if encoded := await _encoded(reader, wanted[number]):
                archive.write_tile(number, gzip.compress(encoded, mtime=0))
                count += 1
        if count:
            archive.finalize(archive_header((-180, -85, 180, 85)), {})
    return count


async def _encoded(reader: Connection, tile: Tile) -> bytes | None:
    statement = basemap_statement(Audience.ANYONE, tile)
    if statement is None:
        return None
    cursor = await reader.execute(statement.encode(), basemap_values(tile), binary=True)
    row = await cursor.fetchone()
    return bytes(row[0]) if row and row[0] else None


def cut(whole: Archive, area: Area, file: Path, *, most: int = MOST_BYTES) -> Cut:
    """Write the tiles of one area, as near to the ground as `most` bytes allow."""
    last = LAST_ZOOM
    while last > FIRST_ZOOM and _size(whole, area, last) > most:
        last -= 1
    count = 0
    with file.open("wb") as out:
        archive: Any = Writer(out)  # type: ignore[no-untyped-call]  # it has no types
        for number, packed in _tiles(whole, area, last):
            archive.write_tile(number, packed)
            count += 1
        if count:
            archive.finalize(archive_header(area.ground.bounds), _metadata(area))
    if not count:
        file.unlink()
    return Cut(tiles=count, last_zoom=last)


def _tiles(whole: Archive, area: Area, last: int) -> Iterator[tuple[int, bytes]]:
    """Number and content of each tile that shows something, in the archive's order."""
    for zoom in range(FIRST_ZOOM, last + 1):
        numbered = (
            (zxy_to_tileid(tile.z, tile.x, tile.y), tile) for tile in area.tiles(zoom)
        )
        for number, tile in sorted(numbered, key=lambda each: each[0]):
            if packed := whole.find(tile):
                yield number, packed


def _size(whole: Archive, area: Area, last: int) -> int:
    """About what the archive would weigh; tiles that are alike are stored once."""
    different = {packed for _number, packed in _tiles(whole, area, last)}
    return sum(len(packed) + OVERHEAD for packed in different)


def _metadata(area: Area) -> dict[str, Any]:
    layers = [
        layer for layer in published(Audience.ANYONE) if layer.basemap_from is not None
    ]
    return {
        "name": area.title,
        "attribution": "; ".join(dict.fromkeys(str(layer.source) for layer in layers)),
        "vector_layers": [described(layer) for layer in layers],
    }
