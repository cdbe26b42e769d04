"""The quiet ground under every map, as a MapLibre style made of tokens.

Names of tile layers and attributes are those of `/tiles/basemap/` (see geo.tiles). There
are no glyph files: labels are drawn with the page's own web font.
"""

from __future__ import annotations

from typing import Any, Final

from tiles.style.drawing import Expression, Layer, by_zoom
from tiles.style.relief import heights, relief, sources
from tiles.style.tokens import Theme, Tokens

REGULAR: Final = ["Noto Sans"]
STRONG: Final = ["Noto Sans SemiBold", "Noto Sans"]
"""The first name only tells the weight: the browser finds 600 in the family Noto Sans."""
MAIN: Final[Expression] = ["in", ["get", "kind"], ["literal", ["avenue", "road"]]]
SOURCE: Final = "basemap"
ROUND_ABOUT: Final[Expression] = [
    part
    for anchor, x, y in (
        ("center", 0, 0),
        ("top", 0, 1.5),
        ("bottom", 0, -1.5),
        ("left", 1.8, 0),
        ("right", -1.8, 0),
        ("top", 0, 3.5),
        ("bottom", 0, -3.5),
        ("top-left", 1.5, 1.5),
        ("top-right", -1.5, 1.5),
        ("bottom-left", 1.5, -1.5),
        ("bottom-right", -1.5, -1.5),
        ("left", 4, 0),
        ("right", -4, 0),
    )
    for part in (anchor, [x, y])
]
"""Where a district's name may move, in em, to keep clear of what stands on the map."""


def fill(name: str, tiles: str, colour: str, **more: Any) -> Layer:
    paint = {"fill-color": colour, **more.pop("paint", {})}
    return {
        "id": name,
        "type": "fill",
        "source": SOURCE,
        "source-layer": tiles,
        "paint": paint,
        **more,
    }


def line(name: str, tiles: str, colour: str, width: Any, **more: Any) -> Layer:
    paint = {"line-color": colour, "line-width": width, **more.pop("paint", {})}
    layout = {"line-join": "round", **more.pop("layout", {})}
    return {
        "id": name,
        "type": "line",
        "source": SOURCE,
        "source-layer": tiles,
        "layout": layout,
        "paint": paint,
        **more,
    }


def land(hues: dict[str, str]) -> list[Layer]:
    """Faded outside the municipality, paper inside, greens and public ground."""
    use = ["match", ["get", "use"], "green", hues["green"], "service", hues["service"]]
    blocks = [*use, "farmland", hues["farmland"], hues["block"]]
    is_green: Expression = ["==", ["get", "use"], "green"]
    return [
        {
            "id": "outside",
            "type": "background",
            "paint": {"background-color": hues["outside"]},
        },
        fill("ground", "municipality", hues["ground"]),
        fill("green-far", "blocks", hues["green"], filter=is_green, maxzoom=14),
        fill("blocks", "blocks", "", minzoom=14, paint={"fill-color": blocks}),
    ]


def on_land(hues: dict[str, str]) -> list[Layer]:
    """Parcels and waters, which lie on the relief."""
    return [
        line(
            "parcels", "parcels", hues["parcel"], by_zoom((16, 0.4), (19, 1.2)), minzoom=16
        ),
        line(
            "water",
            "waterways",
            hues["water"],
            by_zoom((10, 0.6), (13, 1.4), (16, 4), (19, 10)),
            layout={"line-cap": "round"},
        ),
    ]


def streets(hues: dict[str, str]) -> list[Layer]:
    """Streets: hairlines when far, paper with an edge when near; avenues first."""
    side: Expression = ["!", MAIN]
    cap = {"line-cap": "round"}
    far = by_zoom((11, 0.25), (13, 0.7), (14.5, 1.2))
    near = by_zoom((13.5, 0.8), (16, 5), (19, 22))
    near_edge = by_zoom((13.5, 1.4), (16, 6.4), (19, 24))
    main = by_zoom((13, 1.4), (14, 2.6), (16, 8), (19, 32))
    main_edge = by_zoom((13, 2.6), (14, 4), (16, 9.8), (19, 35))
    main_far = by_zoom((10, 0.5), (12, 1.1), (13, 1.8))
    lines = "streets"
    return [
        line("street-far", lines, hues["street_far"], far, filter=side, maxzoom=14),
        line(
            "street-edge",
            lines,
            hues["street_edge"],
            near_edge,
            filter=side,
            minzoom=14,
            layout=cap,
        ),
        line("avenue-far", lines, hues["avenue_far"], main_far, filter=MAIN, maxzoom=13),
        line(
            "avenue-edge",
            lines,
            hues["avenue_edge"],
            main_edge,
            filter=MAIN,
            minzoom=13,
            layout=cap,
        ),
        line("street", lines, hues["street"], near, filter=side, minzoom=14, layout=cap),
        line("avenue", lines, hues["avenue"], main, filter=MAIN, minzoom=13, layout=cap),
    ]


def limits(hues: dict[str, str]) -> list[Layer]:
    """Limits of OTBs, districts and the municipality."""
    dashed = {"line-dasharray": [4, 2.5]}
    dotted = {"line-dasharray": [1.5, 2]}
    return [
        line("otb-limit", "otbs", hues["otb"], 1, minzoom=13.5, paint=dotted),
        line(
            "district-limit",
            "districts",
            hues["district"],
            by_zoom((9, 0.6), (14, 1.6), (18, 2.4)),
            paint=dashed,
        ),
        line(
            "municipality-limit", "municipality", hues["limit"], by_zoom((8, 1), (14, 2.2))
        ),
    ]


def text(name: str, tiles: str, colour: str, field: Any, size: Any, **more: Any) -> Layer:
    halo = more.pop("halo")
    layout = {
        "text-field": field,
        "text-font": more.pop("font", REGULAR),
        "text-size": size,
        **more.pop("layout", {}),
    }
    paint = {"text-color": colour, "text-halo-color": halo, "text-halo-width": 1.6}
    return {
        "id": name,
        "type": "symbol",
        "source": SOURCE,
        "source-layer": tiles,
        "layout": layout,
        "paint": paint,
        **more,
    }


_NAME: Final[Expression] = ["get", "name"]


def labels(hues: dict[str, str]) -> list[Layer]:
    """Names, later ones win: waters, streets, places, OTBs, districts."""
    return [*_line_names(hues), *_point_names(hues), _district_names(hues)]


def _line_names(hues: dict[str, str]) -> list[Layer]:
    along = {"symbol-placement": "line", "symbol-spacing": 320, "text-max-angle": 30}
    shared: dict[str, Any] = {"halo": hues["halo"], "layout": along}
    size = by_zoom((14, 11), (18, 14))
    water, street = hues["label_water"], hues["label_street"]
    return [
        text("water-name", "waterways", water, _NAME, 12, minzoom=13, **shared),
        text("street-name", "streets", street, _NAME, size, minzoom=14, **shared),
    ]


def _point_names(hues: dict[str, str]) -> list[Layer]:
    return [
        text(
            "place-name",
            "place-names",
            hues["label_place"],
            _NAME,
            12,
            halo=hues["halo"],
            minzoom=15,
            layout={"text-max-width": 8},
        ),
        text(
            "otb-name",
            "otb-labels",
            hues["label_otb"],
            _NAME,
            by_zoom((14, 11), (17, 14)),
            halo=hues["halo"],
            font=STRONG,
            minzoom=14,
            maxzoom=17.5,
            layout={"text-max-width": 7, "text-padding": 12},
        ),
    ]


def _district_names(hues: dict[str, str]) -> Layer:
    number: Expression = ["concat", "D-", ["to-string", ["get", "number"]]]
    large, small = {"font-scale": 1.15}, {"font-scale": 0.78}
    named: Expression = ["format", number, large, "\n", {}, ["upcase", _NAME], small]
    return text(
        "district-name",
        "district-labels",
        hues["label_district"],
        ["step", ["zoom"], number, 13, named],
        by_zoom((10, 12), (14, 18)),
        halo=hues["halo"],
        font=STRONG,
        minzoom=10,
        maxzoom=15,
        layout={
            "text-max-width": 8,
            "text-padding": 6,
            "text-letter-spacing": 0.04,
            "text-variable-anchor-offset": ROUND_ABOUT,
        },
    )


def style(tokens: Tokens, theme: Theme) -> dict[str, Any]:
    """The whole MapLibre style of the basemap in one theme."""
    hues = tokens.map[theme]
    tiles = {
        "type": "vector",
        "tiles": ["/tiles/basemap/{z}/{x}/{y}"],
        "minzoom": 8,
        "maxzoom": 16,
    }
    return {
        "version": 8,
        "name": f"Llajta {theme}",
        "sources": {SOURCE: tiles, **sources()},
        "layers": [
            *land(hues),
            *relief(tokens, theme),
            *on_land(hues),
            *streets(hues),
            *limits(hues),
            heights(tokens, theme),
            *labels(hues),
        ],
    }
