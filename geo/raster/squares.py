"""Points of a map tile, in degrees: the same for neighbours along their common edge."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from geo.raster.grid import Box, Floats
from geo.tiles.address import Tile

EQUATOR_M: Final = 40_075_016.685578488
"""Length of the equator of Web Mercator."""


def longitudes(tile: Tile, count: int, first: float, last: float) -> Floats:
    """Longitudes of the points `first`, `first` + 1 … `last` of `count` across the tile.

    Counted from the world's western edge, so that a point has one longitude whichever
    tile asks for it.
    """
    places = tile.x * count + np.arange(first, last + 1)
    return np.asarray(places / (count * 2**tile.z) * 360 - 180)


def latitudes(tile: Tile, count: int, first: float, last: float) -> Floats:
    """The same from the world's northern edge downwards."""
    places = (tile.y * count + np.arange(first, last + 1)) / (count * 2**tile.z)
    return np.asarray(np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * places)))))


def step_of(zoom: int, count: int) -> float:
    """Degrees of longitude between two of `count` points across a tile."""
    return float(360 / 2**zoom / count)


def covering(box: Box, zoom: int) -> Iterator[Tile]:
    """The tiles that meet `box`, row by row."""
    west, south, east, north = box
    count = 2**zoom
    for y in range(_row(north, count), _row(south, count) + 1):
        for x in range(_column(west, count), _column(east, count) + 1):
            yield Tile(z=zoom, x=x, y=y)


def _column(longitude: float, count: int) -> int:
    return max(0, min(count - 1, int((longitude + 180) / 360 * count)))


def _row(latitude: float, count: int) -> int:
    up = math.asinh(math.tan(math.radians(max(-85.05, min(85.05, latitude)))))
    return max(0, min(count - 1, int((1 - up / math.pi) / 2 * count)))
