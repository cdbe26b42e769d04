"""The style of one published layer, made of tokens: for web maps, QGIS and legends.

Source: MapLibre Style Specification, version 8.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from geo.layers import Layer
from tiles.style.basemap import style
from tiles.style.drawing import Expression, by_zoom
from tiles.style.hues import hue_of
from tiles.style.tokens import Theme, Tokens, tokens

SHAPES: Final = {
    "Point": ("Point",),
    "MultiPoint": ("Point",),
    "LineString": ("LineString",),
    "MultiLineString": ("LineString",),
    "Polygon": ("Polygon",),
    "MultiPolygon": ("Polygon",),
    "Geometry": ("Polygon", "LineString", "Point"),
}
"""What is drawn of each geometry type, in the order of drawing."""
TINT: Final = 0.16
"""Opacity of an area: what lies beneath stays readable."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a layer's legend."""

    value: str | None
    """Value of the field that decides the colour; None for everything else."""
    title: str
    colour: str
    hue: str = ""
    """Name of the colour, where it is the layer's own and not that of a value."""


def legend(layer: Layer, hues: Tokens, theme: Theme) -> list[Entry]:
    """What each colour of `layer` means, in the active language; the last is the rest."""
    hue = hue_of(layer, hues)
    plain = hues.hues[hue].colour(theme) if hue else hues.page[theme]["accent"]
    field = next((each for each in layer.fields if each.name == layer.coloured_by), None)
    words = dict(field.words) if field is not None else {}
    found = [
        Entry(value=value, title=str(word), colour=symbol.colour(theme))
        for value, word in words.items()
        if (symbol := hues.symbol_of(value)) is not None
    ]
    rest = _("Everything else") if found else str(layer.title)
    return [*found, Entry(value=None, title=rest, colour=plain, hue=hue)]


def _colour(layer: Layer, hues: Tokens, theme: Theme) -> Any:
    *named, rest = legend(layer, hues, theme)
    if not named:
        return rest.colour
    pairs = [part for entry in named for part in (entry.value, entry.colour)]
    return ["match", ["get", layer.coloured_by], *pairs, rest.colour]


def _grown(radius: float) -> Expression:
    """Larger where tiles draw several features as one, and say in `count` how many."""
    count = ["coalesce", ["get", "count"], 1]
    return ["*", radius, ["+", 1, ["*", 1.5, ["log10", count]]]]


def _drawn(layer: Layer, hues: Tokens, theme: Theme) -> Iterator[dict[str, Any]]:
    colour, edge = _colour(layer, hues, theme), hues.map[theme]["symbol_edge"]
    width = by_zoom((10, 0.8), (14, 1.6), (18, 3))
    painted = {
        "Polygon": [
            ("fill", {"fill-color": colour, "fill-opacity": TINT}),
            ("line", {"line-color": colour, "line-width": width}),
        ],
        "LineString": [("line", {"line-color": colour, "line-width": width})],
        "Point": [
            (
                "circle",
                {
                    "circle-color": colour,
                    "circle-radius": by_zoom(
                        *((10, _grown(2.5)), (14, _grown(4.5)), (18, _grown(7)))
                    ),
                    "circle-stroke-color": edge,
                    "circle-stroke-width": 1,
                },
            )
        ],
    }
    for shape in SHAPES[layer.geometry_type]:
        for kind, paint in painted[shape]:
            yield {
                "id": f"{layer.name}-{shape.lower()}-{kind}",
                "type": kind,
                "source": layer.name,
                "source-layer": layer.name,
                "filter": ["==", ["geometry-type"], shape],
                "paint": paint,
            }


def style_of(layer: Layer | None, theme: Theme, site: str) -> dict[str, Any]:
    """The style of `layer`, or of the basemap for None, with addresses below `site`."""
    hues = tokens()
    if layer is None:
        found = style(hues, theme)
        for source in found["sources"].values():
            if "url" in source:
                source["url"] = site + source["url"]
            else:
                source["tiles"] = [site + each for each in source["tiles"]]
        return found
    first, last = layer.zooms
    source = {
        "type": "vector",
        "tiles": [f"{site}/tiles/{layer.name}/{{z}}/{{x}}/{{y}}"],
        "minzoom": first,
        "maxzoom": last,
        "attribution": str(layer.source),
    }
    return {
        "version": 8,
        "name": f"{layer.title} ({theme})",
        "sources": {layer.name: source},
        "layers": list(_drawn(layer, hues, theme)),
    }


def legend_of(layer: Layer, theme: Theme) -> list[Entry]:
    """What each colour of `layer` means, in the active language."""
    return legend(layer, tokens(), theme)
