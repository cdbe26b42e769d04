"""All tiles of a layer in one PMTiles file, which a map can read from any file server.

Source: PMTiles version 3 (github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md).
"""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from psycopg import sql

from geo import crs
from geo.access import Audience
from geo.layers import Kind, Layer
from geo.published.conditions import view_of
from geo.published.line import Connection
from geo.published.question import Selection
from geo.published.readers import single_connection
from geo.tiles.address import Tile
from geo.tiles.statements import tile_statement, tile_values

PATIENCE: Final = "120s"
"""Longest time for one tile; one far out may hold a whole layer."""

DEEPEST: Final = 15
"""Zoom at which an archive ends: its grid is 30 cm, and clients draw nearer ones from it.
Three zooms more would be sixty times the tiles of every area."""

_ANYTHING: Final = """
SELECT EXISTS (SELECT 1 FROM {view} WHERE geometry && ST_MakeEnvelope(
  %(west)s::float8, %(south)s::float8, %(east)s::float8, %(north)s::float8, {storage}))
"""
_EXTENT: Final = """
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)
FROM (SELECT ST_Extent(geometry) AS e FROM {view}) AS whole
"""


def zooms_of(layer: Layer) -> tuple[int, int]:
    """The first and the last zoom of a layer's archive."""
    first, last = layer.zooms
    return first, max(first, min(last, DEEPEST))


async def write_archive(layer: Layer, file: Path) -> int:
    """Write what anyone may see of `layer`; returns how many tiles.

    A layer without shapes has no tiles, and then there is no file.
    """
    selection = Selection(layer=layer, audience=Audience.ANYONE)
    view = view_of(layer, Audience.ANYONE)
    count = 0
    async with single_connection(Audience.ANYONE) as reader:
        await reader.execute(f"SET statement_timeout = '{PATIENCE}'")
        cursor = await reader.execute(sql.SQL(_EXTENT).format(view=view))
        extent = await cursor.fetchone()
        if extent is None or extent[0] is None:
            return 0
        with file.open("wb") as out:
            archive: Any = Writer(out)  # type: ignore[no-untyped-call]  # it has no types
            async for tile, encoded in _tiles(reader, selection):
                packed = gzip.compress(encoded, mtime=0)
                archive.write_tile(zxy_to_tileid(tile.z, tile.x, tile.y), packed)
                count += 1
            if count:
                archive.finalize(archive_header(extent), _metadata(layer))
    if not count:
        file.unlink()
    return count


async def _tiles(
    reader: Connection, selection: Selection
) -> AsyncIterator[tuple[Tile, bytes]]:
    """Every tile that shows something, in the order of the archive.

    Zoom by zoom; only below a tile with something in it is there more to find.
    """
    first, last = zooms_of(selection.layer)
    anything = sql.SQL(_ANYTHING).format(
        view=view_of(selection.layer, selection.audience), storage=crs.STORAGE
    )
    level = [Tile(z=0, x=0, y=0)]
    for zoom in range(last + 1):
        full = []
        for tile in sorted(level, key=lambda tile: zxy_to_tileid(tile.z, tile.x, tile.y)):
            values = tile_values(selection, tile)
            if not await _value(reader, anything, values):
                continue
            full.append(tile)
            if zoom >= first:
                statement = tile_statement(selection, tile)
                if encoded := await _value(reader, statement, values):
                    yield tile, encoded
        level = [child for tile in full for child in _children(tile)]


async def _value(reader: Connection, query: Any, values: dict[str, Any]) -> Any:
    cursor = await reader.execute(query, values, binary=True)
    row = await cursor.fetchone()
    return row and row[0]


def _children(tile: Tile) -> Iterable[Tile]:
    for dy in (0, 1):
        for dx in (0, 1):
            yield Tile(z=tile.z + 1, x=2 * tile.x + dx, y=2 * tile.y + dy)


def archive_header(extent: Sequence[float]) -> dict[str, Any]:
    """Degrees as the header has them: whole numbers of ten-millionths."""
    west, south, east, north = (round(degrees * 1e7) for degrees in extent)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": 12,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }


def described(layer: Layer) -> dict[str, Any]:
    """A layer as the metadata of tiles tell of it (TileJSON 3.0, 3.3)."""
    names = {Kind.INTEGER: "Number", Kind.NUMBER: "Number", Kind.BOOLEAN: "Boolean"}
    first, last = zooms_of(layer)
    fields = [field for field in layer.fields_for(Audience.ANYONE) if field.in_tiles]
    return {
        "id": layer.name,
        "minzoom": first,
        "maxzoom": last,
        "fields": {field.name: names.get(field.kind, "String") for field in fields},
    }


def _metadata(layer: Layer) -> dict[str, Any]:
    return {
        "name": str(layer.title),
        "description": str(layer.description),
        "attribution": str(layer.source),
        "vector_layers": [described(layer)],
    }
