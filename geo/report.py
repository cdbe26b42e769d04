"""Stand-alone maps: one HTML file that people can send on and open without internet.

Needs the built front end (Leaflet). The only module that imports folium.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import folium
from django.utils.translation import gettext as _
from folium.features import DivIcon, GeoJsonPopup, GeoJsonTooltip

from geo.errors import Refusal

VENDOR: Final = Path(__file__).resolve().parent / "static" / "geo" / "vendor"
"""Where the build of the front end puts Leaflet."""

Features = Mapping[str, Any]
"""A GeoJSON FeatureCollection, such as `frame.__geo_interface__` of geopandas."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees, as `frame.total_bounds` gives them."""

ICON_PIXELS: Final = 18
DOT_PIXELS: Final = 6
"""Radius of a point that has no sign of its own."""
SHAPES: Final = {"color": "#0a6a94", "weight": 2, "fillColor": "#0a6a94"}
"""How shapes without a style of their own are drawn (Leaflet path options)."""

_SCRIPT: Final = re.compile(r'<script src="([^"]+)"></script>')
_STYLE: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)"\s*/?>')
_RESOURCE: Final = re.compile(
    r"""(?:<(?:script|img|iframe)[^>]*\ssrc|<link[^>]*\shref)\s*=\s*["']?([^"'\s>]+)"""
    r"""|url\(\s*["']?([^"')\s]+)|@import\s+["']([^"']+)"""
)
_PAGE: Final = """<style>
html, body { margin: 0; height: 100%; font: 1rem "Noto Sans", system-ui, sans-serif; }
body { display: flex; flex-direction: column; background: #fff; color: #23211d; }
body .folium-map { flex: 1; height: auto; min-height: 0; }
.report-title { margin: 0; padding: 8px 16px; font-size: 1.25rem; }
.report-source { margin: 0; padding: 4px 16px; font-size: .875rem; order: 1; }
body .leaflet-container { background: #f6f4ef; font: inherit; }
.leaflet-container:focus:not(:focus-visible) { outline: none; }
.leaflet-tooltip { white-space: normal; width: max-content; max-width: 360px; }
.leaflet-tooltip th { text-align: left; vertical-align: top; }
.leaflet-popup-content { max-height: 45vh; overflow: auto; overflow-wrap: anywhere; }
.leaflet-popup-content dl, .leaflet-popup-content dd { margin: 0; }
.leaflet-popup-content dt { margin-top: 4px; color: #5d584f; }
.leaflet-control-layers svg { vertical-align: -4px; }
.leaflet-control-scale-line:not(:first-child) { display: none; }
</style>"""


class LeafletMissing(Refusal):
    """The front end was not built here, so there is no Leaflet to put into a map."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            _("%(file)s is missing: build the front end with ./llajta up.")
            % {"file": file.name}
        )


class ForeignResource(Refusal):
    """The map would load something from elsewhere, so it would not open offline."""

    def __init__(self, addresses: Iterable[str]) -> None:
        super().__init__(
            _("The map loads from elsewhere: %(addresses)s")
            % {"addresses": ", ".join(sorted(addresses))}
        )


def blank_map(title: str, source: str, bounds: Bounds) -> folium.Map:
    """Start a map without tiles that shows `bounds` under a title, above its source."""
    west, south, east, north = bounds
    made = folium.Map(tiles=None, attribution_control=False, control_scale=True)
    made.default_js = [("leaflet", "leaflet.js")]
    made.default_css = [("leaflet_css", "leaflet.css")]
    made.fit_bounds([[south, west], [north, east]])
    figure = folium.Figure(title=html.escape(title))
    made.add_to(figure)
    for part in ('<meta name="viewport" content="width=device-width">', _PAGE):
        figure.header.add_child(folium.Element(part))
    figure.html.add_child(
        folium.Element(f'<h1 class="report-title">{html.escape(title)}</h1>')
    )
    figure.html.add_child(
        folium.Element(f'<p class="report-source">{html.escape(source)}</p>')
    )
    return made


def add_ground(to: folium.Map, shapes: Features, **style: Any) -> None:
    """Draw lines or areas that only help to find one's bearings (Leaflet path options)."""
    options = {"interactive": False, **style}
    folium.GeoJson(
        shapes, style_function=lambda feature: options, control=False, interactive=False
    ).add_to(to)


def add_marks(
    to: folium.Map, points: Features, *, name: str, svg: str, tells: Mapping[str, str]
) -> None:
    """Add points that share a sign and a line in the legend, and tell about themselves.

    `svg` is the sign (trusted markup); `tells` maps properties to the words beside them.
    What the properties say is text, whatever it looks like.
    """
    if not points["features"]:
        return
    half = ICON_PIXELS // 2
    icon = DivIcon(html=svg, icon_size=(ICON_PIXELS, ICON_PIXELS), icon_anchor=(half, half))
    folium.GeoJson(
        {
            "type": "FeatureCollection",
            "features": [_plain(point, tells) for point in points["features"]],
        },
        name=f"{svg} {html.escape(name)}",
        marker=folium.Marker(icon=icon),
        tooltip=GeoJsonTooltip(
            fields=list(tells),
            aliases=[html.escape(word) for word in tells.values()],
            sticky=False,
        ),
    ).add_to(to)


def add_shapes(
    to: folium.Map, shapes: Iterable[Mapping[str, Any]], told: Iterable[Mapping[str, str]]
) -> None:
    """Add shapes of any type, each with what it tells when touched: titles and values.

    `shapes` are GeoJSON geometries. What is told is text, whatever it looks like.
    """
    features = [
        {"type": "Feature", "geometry": shape, "properties": {"told": _list(words)}}
        for shape, words in zip(shapes, told, strict=True)
    ]
    if not features:
        return
    style = {**SHAPES, "fillOpacity": 0.25}
    dot = folium.CircleMarker(radius=DOT_PIXELS, fill=True)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: style,
        marker=dot,
        popup=GeoJsonPopup(fields=["told"], labels=False, max_width=320),
    ).add_to(to)


def _list(words: Mapping[str, str]) -> str:
    """Titles and values as a list of definitions."""
    pairs = "".join(
        f"<dt>{html.escape(title)}</dt><dd>{html.escape(value)}</dd>"
        for title, value in words.items()
    )
    return f"<dl>{pairs}</dl>"


def _plain(point: Mapping[str, Any], tells: Mapping[str, str]) -> dict[str, Any]:
    """The feature with only what it tells, each value as text that HTML cannot read."""
    values = point["properties"]
    told = {
        key: html.escape(str("" if values[key] is None else values[key])) for key in tells
    }
    return {"type": "Feature", "geometry": point["geometry"], "properties": told}


def add_legend(to: folium.Map) -> None:
    """List the signs in the corner; each can be switched off. Call it last."""
    folium.LayerControl(collapsed=False).add_to(to)


def page(made: folium.Map, *, language: str) -> str:
    """The whole map as one HTML text, in the language of its words, nothing left to fetch.

    Raises:
        LeafletMissing: the front end was not built.
        ForeignResource: something added to the map loads from elsewhere.
    """
    text: str = made.get_root().render()
    for number, name in enumerate(_names(made.get_root())):
        text = text.replace(name, f"{number:x}")
    text = text.replace("<html>", f'<html lang="{language}">', 1)
    text = _SCRIPT.sub(lambda found: f"<script>\n{_vendored(found[1])}\n</script>", text)
    text = _STYLE.sub(lambda found: f"<style>\n{_vendored(found[1])}\n</style>", text)
    foreign = {
        address
        for found in _RESOURCE.finditer(text)
        for address in found.groups()
        if address and not address.startswith(("data:", "#"))
    }
    if foreign:
        raise ForeignResource(foreign)
    return text


def _names(element: Any) -> Iterator[str]:
    """The random names of a map's elements, which would make equal maps differ."""
    yield element._id
    for child in element._children.values():
        yield from _names(child)


def _vendored(name: str) -> str:
    if "/" in name:
        raise ForeignResource([name])
    file = VENDOR / name
    if not file.is_file():
        raise LeafletMissing(file)
    return file.read_text(encoding="utf-8")


def write(made: folium.Map, file: Path, *, language: str) -> Path:
    """Write the map to `file`.

    Raises:
        LeafletMissing: the front end was not built.
        ForeignResource: something added to the map loads from elsewhere.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page(made, language=language), encoding="utf-8")
    return file
