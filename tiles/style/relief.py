"""Relief under the streets: light and shadow, and lines of equal height.

Every layer's name begins with `PREFIX`, so whatever turns the relief off needs no list.
Both sources say by their TileJSON where they are; where no DEM was imported they say
nowhere, and the map asks for no tile.
"""

from __future__ import annotations

from typing import Any, Final

from tiles.style.drawing import Expression, Layer, by_zoom
from tiles.style.tokens import Theme, Tokens

PREFIX: Final = "relief-"
HILLSHADE: Final = "hillshade"
CONTOURS: Final = "contours"
REGULAR: Final = ["Noto Sans"]
STRONG_LINE: Final[Expression] = ["==", ["get", "index"], 1]
EVERY_SECOND: Final[Expression] = [
    "any",
    [">=", ["zoom"], 15],
    ["==", ["%", ["get", "ele"], 20], 0],
]
"""The last tiles hold lines every 10 m; until one is near, every second will do."""


def sources() -> dict[str, Any]:
    return {
        # 256 pixels drawn over 512: relief is soft, and a phone loads a quarter.
        HILLSHADE: {"type": "raster", "url": "/tiles/hillshade.json", "tileSize": 512},
        CONTOURS: {"type": "vector", "url": "/tiles/contours.json"},
    }


def _line(name: str, colour: str, width: Expression, chosen: Expression) -> Layer:
    return {
        "id": f"{PREFIX}{name}",
        "type": "line",
        "source": CONTOURS,
        "source-layer": CONTOURS,
        "minzoom": 11,
        "filter": chosen,
        "layout": {"line-join": "round"},
        "paint": {"line-color": colour, "line-width": width},
    }


def relief(tokens: Tokens, theme: Theme) -> list[Layer]:
    """Above the land and below water and streets."""
    hues, felt = tokens.map[theme], tokens.relief[theme]
    shade = {
        "id": f"{PREFIX}{HILLSHADE}",
        "type": "raster",
        "source": HILLSHADE,
        "paint": {
            "raster-opacity": by_zoom(
                (9, felt), (14, felt * 0.8), (17, felt * 0.4), base=1
            ),
            "raster-fade-duration": 0,
        },
    }
    thin, strong = by_zoom((11, 0.3), (16, 0.8)), by_zoom((11, 0.6), (16, 1.3))
    plain: Expression = ["all", ["!", STRONG_LINE], EVERY_SECOND]
    return [
        shade,
        _line("contour", hues["contour"], thin, plain),
        _line("contour-index", hues["contour_index"], strong, STRONG_LINE),
    ]


def heights(tokens: Tokens, theme: Theme) -> Layer:
    """What the stronger contours tell; every other name goes first."""
    hues = tokens.map[theme]
    return {
        "id": f"{PREFIX}contour-height",
        "type": "symbol",
        "source": CONTOURS,
        "source-layer": CONTOURS,
        "minzoom": 12.5,
        "filter": STRONG_LINE,
        "layout": {
            "symbol-placement": "line",
            "symbol-spacing": 420,
            "text-max-angle": 25,
            "text-padding": 12,
            "text-field": ["to-string", ["get", "ele"]],
            "text-font": REGULAR,
            "text-size": by_zoom((12, 10), (17, 12)),
        },
        "paint": {
            "text-color": hues["label_contour"],
            "text-halo-color": hues["halo"],
            "text-halo-width": 1.2,
        },
    }
