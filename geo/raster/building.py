"""Draws the relief's tiles once, when a DEM is imported, into two PMTiles files."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from geo.raster import contours as lines
from geo.raster.about import About
from geo.raster.contours import contour_tile, interval
from geo.raster.grid import Heights
from geo.raster.shading import SIDE, hillshade
from geo.raster.squares import EQUATOR_M, covering
from geo.raster.store import CONTOURS, HILLSHADE
from geo.raster.surface import Surface
from geo.tiles.address import Tile

FIRST: Final = 8
"""The farthest zoom of the map."""
EDITION: Final = 1
"""Of the way relief is drawn: another one makes other versions of equal heights."""
DEEPEST: Final = 16
"""Beyond it the engine enlarges what it has, which relief bears well."""


def deepest_shade(about: About) -> int:
    """The first zoom at which a pixel is no larger than a cell, if it is not too deep."""
    middle = (about.grid.box[1] + about.grid.box[3]) / 2
    whole = EQUATOR_M * math.cos(math.radians(middle)) / SIDE
    fit = math.ceil(math.log2(whole / about.grid.cell_m))
    return max(FIRST, min(DEEPEST, fit))


def build_relief(folder: Path, about: About, heights: Heights) -> tuple[int, int]:
    """Write both files into `folder`; returns first and last zoom of the hillshade."""
    surface = Surface.over(about.grid, heights, about.quantum_m)
    last = deepest_shade(about)
    _write(
        folder / HILLSHADE,
        about,
        (FIRST, last),
        lambda tile: hillshade(surface, tile),
        TileType.PNG,
    )
    _write(
        folder / CONTOURS,
        about,
        contour_zooms(about),
        lambda tile: contour_tile(surface, tile, about.uncertain_m),
        TileType.MVT,
    )
    return FIRST, last


def contour_zooms(about: About) -> tuple[int, int]:
    """Zooms of the contours; the last one shows the closest lines and enough bends."""
    closest = interval(lines.FINEST, about.uncertain_m)
    zooms = range(lines.FIRST, lines.FINEST + 1)
    needed = next(zoom for zoom in zooms if interval(zoom, about.uncertain_m) == closest)
    return lines.FIRST, max(needed, min(lines.FINEST, deepest_shade(about)))


def _write(
    file: Path,
    about: About,
    zooms: tuple[int, int],
    draw: Callable[[Tile], bytes | None],
    kind: TileType,
) -> None:
    with file.open("wb") as out:
        archive: Any = Writer(out)  # type: ignore[no-untyped-call]  # it has no types
        count = 0
        for zoom in range(zooms[0], zooms[1] + 1):
            tiles = covering(about.grid.box, zoom)
            for tile in sorted(
                tiles, key=lambda each: zxy_to_tileid(each.z, each.x, each.y)
            ):
                if drawn := draw(tile):
                    archive.write_tile(zxy_to_tileid(tile.z, tile.x, tile.y), drawn)
                    count += 1
        if count:
            archive.finalize(_header(about, kind), _metadata(about, file, zooms))
        else:
            archive.tile_f.close()  # which finalizing would have done


def _header(about: About, kind: TileType) -> dict[str, Any]:
    """Degrees as the header has them: whole numbers of ten-millionths."""
    west, south, east, north = (round(degrees * 1e7) for degrees in about.grid.box)
    return {
        "tile_type": kind,
        "tile_compression": Compression.NONE,  # the server packs for each client
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": 12,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }


def _metadata(about: About, file: Path, zooms: tuple[int, int]) -> dict[str, Any]:
    metadata: dict[str, Any] = {"name": file.stem, "attribution": about.source}
    if file.name == CONTOURS:
        fields = {"ele": "Number", "index": "Number"}
        layer: dict[str, Any] = {"id": lines.NAME, "fields": fields}
        layer |= {"minzoom": zooms[0], "maxzoom": zooms[1]}
        metadata["vector_layers"] = [layer]
    return metadata
