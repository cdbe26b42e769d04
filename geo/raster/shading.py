"""Light and shadow of the relief, as a picture that darkens or lightens what lies below.

Flat ground is clear: there the map stays as it is. A slope turned away from the light is
black with some opacity, one turned towards it is white, so the same picture suits a light
and a dark map; how much of it is felt is a token of the style.
"""

from __future__ import annotations

import math
import struct
import zlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.raster.squares import EQUATOR_M, latitudes, longitudes, step_of
from geo.raster.surface import Surface
from geo.tiles.address import Tile

SIDE: Final = 256
"""Pixels along the edge of a tile, which the style draws over 512."""
AZIMUTH: Final = 315.0
"""Where the light comes from, in degrees from north: upper left, as the eye expects."""
ALTITUDE: Final = 45.0
DARKS: Final = 20
LIGHTS: Final = 11
"""Grades of shadow and of light; with one for clear they fill five bits, which packs well
and, drawn as faintly as relief is, shows no bands."""
CLEAR: Final = DARKS
LIGHT_OPACITY: Final = 0.55
"""Light is felt more than shadow, so it is given less."""
PLAIN_ZOOM: Final = 13
"""From here on slopes are as steep as they are."""
STEEPER: Final = 1.18
"""Each zoom farther out averages slopes away; this gives some of it back."""


def hillshade(surface: Surface, tile: Tile) -> bytes | None:
    """The tile as a PNG; None where nothing is known or all is flat."""
    level = surface.for_step(step_of(tile.z, SIDE))
    ys = latitudes(tile, SIDE, -0.5, SIDE + 0.5)
    heights = level.at(longitudes(tile, SIDE, -0.5, SIDE + 0.5), ys)
    if np.isnan(heights).all():
        return None
    grades = graded(shade(heights, _metres(tile, ys), exaggeration(tile.z)))
    if (grades == CLEAR).all():
        return None
    return png(grades)


def exaggeration(zoom: int) -> float:
    """How much steeper slopes are drawn than they are, at this zoom."""
    return float(STEEPER ** max(0, PLAIN_ZOOM - zoom))


def _metres(tile: Tile, ys: NDArray[Any]) -> NDArray[Any]:
    """Metres on the ground between two pixels, for each row without the border."""
    pixel = EQUATOR_M / 2**tile.z / SIDE
    return np.asarray(pixel * np.cos(np.radians(ys[1:-1]))[:, None])


def shade(heights: NDArray[Any], metres: Any, steeper: float = 1.0) -> NDArray[np.float64]:
    """How light each point is: −1 in full shadow, 0 as flat ground, 1 in full light.

    *Shapes*: `heights` with a border of one point all round, the answer without it.
    *Source*: Horn, B. (1981), Hill shading and the reflectance map, Proc. IEEE 69(1);
    Lambert's law, differences over two points.
    """
    grid = np.asarray(heights, dtype=np.float64)
    east = (grid[1:-1, 2:] - grid[1:-1, :-2]) / (2 * metres) * steeper
    north = (grid[:-2, 1:-1] - grid[2:, 1:-1]) / (2 * metres) * steeper
    azimuth, altitude = math.radians(AZIMUTH), math.radians(ALTITUDE)
    flat = math.sin(altitude)
    towards = math.sin(azimuth) * east + math.cos(azimuth) * north
    lit = (flat - math.cos(altitude) * towards) / np.sqrt(1 + east**2 + north**2)
    apart = np.clip(lit, 0, 1) - flat
    return np.asarray(np.where(apart < 0, apart / flat, apart / (1 - flat)))


def graded(shades: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Shades as numbers of the palette; unknown ones are clear."""
    known = np.nan_to_num(shades, nan=0.0)
    steps = np.where(known < 0, known * DARKS, known * LIGHTS)
    return (CLEAR + np.rint(steps)).astype(np.uint8)


def _palette() -> tuple[bytes, bytes]:
    """Colours (black, then white) and how opaque each grade is."""
    dark = [1 - grade / DARKS for grade in range(DARKS)]
    light = [LIGHT_OPACITY * grade / LIGHTS for grade in range(1, LIGHTS + 1)]
    colours = bytes(3 * (DARKS + 1)) + b"\xff" * (3 * LIGHTS)
    return colours, bytes(round(255 * part) for part in [*dark, 0.0, *light])


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def png(grades: NDArray[np.uint8]) -> bytes:
    """A picture of palette numbers.

    *Source*: Portable Network Graphics (ISO/IEC 15948), colour type 3.
    """
    rows, columns = grades.shape
    head = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    colours, opacity = _palette()
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), grades], axis=1)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", head),
            _chunk(b"PLTE", colours),
            _chunk(b"tRNS", opacity),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)),
            _chunk(b"IEND", b""),
        ]
    )


NOTHING: Final = png(np.full((1, 1), CLEAR, np.uint8))
"""A clear tile of one pixel: engines take it for any size and complain about none."""
