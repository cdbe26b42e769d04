"""Layer colours as QGIS reads them.

Source: the `renderer-v2` element of QGIS 3.22 (QgsFeatureRenderer, QgsSymbolLayerUtils).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from geo.layers import Layer
from tiles.style.layers import TINT, Entry

POINT, LINE, AREA = "marker", "line", "fill"
KINDS: Final = {
    "Point": POINT,
    "MultiPoint": POINT,
    "LineString": LINE,
    "MultiLineString": LINE,
    "Polygon": AREA,
    "MultiPolygon": AREA,
    "Geometry": AREA,
}
CLASSES: Final = {POINT: "SimpleMarker", LINE: "SimpleLine", AREA: "SimpleFill"}
EDGE: Final = "255,255,255,255"


def rgba(colour: str, opacity: float = 1) -> str:
    """A `#rrggbb` colour as QGIS writes it.

    >>> rgba("#0a6a94", 0.5)
    '10,106,148,128'
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * 255)}"


def options(parent: Element, values: Mapping[str, str]) -> None:
    """Write `values` as QGIS keeps settings."""
    group = SubElement(parent, "Option", type="Map")
    for name, value in values.items():
        SubElement(group, "Option", type="QString", name=name, value=value)


def _settings(kind: str, colour: str) -> dict[str, str]:
    if kind == POINT:
        edge = {"outline_color": EDGE, "outline_width": "0.2"}
        return {"name": "circle", "color": rgba(colour), "size": "2.4", **edge}
    if kind == LINE:
        return {"line_color": rgba(colour), "line_width": "0.4"}
    edge = {"outline_color": rgba(colour), "outline_width": "0.3", "outline_style": "solid"}
    return {"color": rgba(colour, TINT), "style": "solid", **edge}


def _symbol(parent: Element, name: str, kind: str, colour: str) -> None:
    symbol = SubElement(parent, "symbol", name=name, type=kind, alpha="1")
    said = {"class": CLASSES[kind], "enabled": "1", "locked": "0", "pass": "0"}
    drawn = SubElement(symbol, "layer", said)
    options(drawn, _settings(kind, colour))


def renderer(layer: Layer, legend: list[Entry]) -> Element:
    """How QGIS draws `layer`: one symbol, or one for each value that has a colour."""
    kind, (*named, rest) = KINDS[layer.geometry_type], legend
    if not named:
        single = Element("renderer-v2", type="singleSymbol")
        _symbol(SubElement(single, "symbols"), "0", kind, rest.colour)
        return single
    found = Element("renderer-v2", type="categorizedSymbol", attr=layer.coloured_by)
    categories, symbols = SubElement(found, "categories"), SubElement(found, "symbols")
    for number, entry in enumerate(named):
        name, value = str(number), str(entry.value)
        said = {"symbol": name, "value": value, "label": entry.title, "render": "true"}
        SubElement(categories, "category", said)
        _symbol(symbols, name, kind, entry.colour)
    return found
