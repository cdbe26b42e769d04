"""Reads single tiles of a PMTiles file, its directory held in memory.

Source: PMTiles version 3 (github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md).
"""

from __future__ import annotations

import mmap
from pathlib import Path

from pmtiles.tile import deserialize_directory, deserialize_header, zxy_to_tileid

from geo.tiles.address import Tile


class Archive:
    """The tiles of one file that does not change any more."""

    def __init__(self, file: Path) -> None:
        self._places: dict[int, tuple[int, int]] = {}
        if file.stat().st_size == 0:  # a DEM may be so flat that it has no contour
            return
        with file.open("rb") as opened:
            self._bytes = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        header = deserialize_header(self._bytes[:127])
        self._leaves, self._tiles = (
            header["leaf_directory_offset"],
            header["tile_data_offset"],
        )
        self._read(header["root_offset"], header["root_length"])

    def _read(self, offset: int, length: int) -> None:
        for entry in deserialize_directory(self._bytes[offset : offset + length]):
            if entry.run_length == 0:
                self._read(self._leaves + entry.offset, entry.length)
            for tile in range(entry.tile_id, entry.tile_id + entry.run_length):
                self._places[tile] = (self._tiles + entry.offset, entry.length)

    def find(self, tile: Tile) -> bytes | None:
        """The bytes of a tile; None where the archive has nothing."""
        place = self._places.get(zxy_to_tileid(tile.z, tile.x, tile.y))
        if place is None:
            return None
        offset, length = place
        return self._bytes[offset : offset + length]

    def __len__(self) -> int:
        return len(self._places)
