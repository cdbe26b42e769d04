"""Which square of the map a tile's numbers mean.

Source: OGC 17-083r4, annex D.1 (WebMercatorQuad).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final, Self

from geo.published.refusals import NoSuchTile

DEEPEST: Final = 24
"""Zoom beyond which a tile is smaller than any parcel is exact."""
EXTENT: Final = 4096
"""Units along a tile's edge."""
BUFFER: Final = 64
"""Units beyond the edge that a tile repeats of its neighbours, so that lines and labels
meet: an eighth of an inch on a screen."""
NORTHERNMOST: Final = 85.0511287798066
_NUMBER: Final = re.compile(r"\d{1,8}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One tile: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    @classmethod
    def parse(cls, z: str, x: str, y: str) -> Self:
        """The tile that these parts of an address name.

        Raises:
            NoSuchTile: not numbers, or outside the grid.
        """
        if not all(map(_NUMBER.fullmatch, (z, x, y))) or int(z) > DEEPEST:
            raise NoSuchTile(deepest=DEEPEST)
        tile = cls(z=int(z), x=int(x), y=int(y))
        if max(tile.x, tile.y) >= 2**tile.z:
            raise NoSuchTile(deepest=DEEPEST)
        return tile

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees (EPSG:4326), the buffer included.

        >>> Tile(z=0, x=0, y=0).bounds[0]
        -180.0
        """
        margin, count = BUFFER / EXTENT, 2**self.z
        west, east = self.x - margin, self.x + 1 + margin
        north, south = self.y - margin, self.y + 1 + margin
        return (
            max(-180.0, west / count * 360 - 180),
            _latitude(south / count),
            min(180.0, east / count * 360 - 180),
            _latitude(north / count),
        )


def _latitude(part: float) -> float:
    """Latitude at this part of the way from the map's northern to its southern edge."""
    degrees = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * part))))
    return max(-NORTHERNMOST, min(NORTHERNMOST, degrees))
