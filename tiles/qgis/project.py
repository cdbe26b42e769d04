"""Writes the project file that a technician opens to work with the town's layers.

Every layer is read from the OGC API and so obeys its policy; what may be edited is edited
there too. Source: the project format of QGIS 3.22, which later versions read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pyproj import CRS

from geo.crs import METRIC
from geo.layers import Field, Layer
from tiles.qgis.symbols import AREA, KINDS, LINE, options, renderer
from tiles.style.layers import legend_of

DOCTYPE: Final = b"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
VERSION: Final = "3.22.0"
AT_ZOOM_ZERO: Final = 559_082_264
"""Denominator of the scale at which tiles of zoom 0 are shown."""
GEOMETRIES: Final = {AREA: "Polygon", LINE: "Line"}


def project(
    title: str,
    layers: Iterable[Layer],
    site: str,
    bounds: tuple[float, float, float, float],
) -> bytes:
    """The project with `layers` of the instance at `site`, showing `bounds` (EPSG:4326)."""
    root = Element("qgis", projectname=title, version=VERSION)
    SubElement(root, "title").text = title
    _system(SubElement(root, "projectCrs"), METRIC)
    system = SubElement(SubElement(root, "properties"), "SpatialRefSys")
    SubElement(system, "ProjectionsEnabled", type="int").text = "1"
    tree = SubElement(root, "layer-tree-group")
    drawn = SubElement(root, "projectlayers")
    for layer in _from_above(layers):
        drawn.append(_layer(layer, site))
        known = {"id": _id(layer), "name": str(layer.title), "providerKey": "OAPIF"}
        seen = {"checked": "Qt::Checked", "expanded": "0"}
        SubElement(tree, "layer-tree-layer", {**known, **seen})
    _view(root, bounds)
    indent(root)
    return DOCTYPE + tostring(root, encoding="unicode").encode()


def _from_above(layers: Iterable[Layer]) -> list[Layer]:
    """Points over lines over areas, so that nothing hides what is smaller."""
    order = {AREA: 2, LINE: 1}
    return sorted(layers, key=lambda layer: order.get(KINDS[layer.geometry_type], 0))


def _id(layer: Layer) -> str:
    return f"llajta_{layer.view}"


def _system(parent: Element, srid: int) -> None:
    system = SubElement(parent, "spatialrefsys")
    # QGIS takes a project's system from its text; the code alone is not enough.
    SubElement(system, "wkt").text = CRS.from_epsg(srid).to_wkt("WKT2_2019")
    SubElement(system, "authid").text = f"EPSG:{srid}"


def _view(root: Element, bounds: tuple[float, float, float, float]) -> None:
    settings = SubElement(root, "ProjectViewSettings", UseProjectScales="0")
    west, south, east, north = map(str, bounds)
    edges = {"xmin": west, "ymin": south, "xmax": east, "ymax": north}
    extent = SubElement(settings, "DefaultViewExtent", edges)
    _system(extent, 4326)


def _layer(layer: Layer, site: str) -> Element:
    kind = KINDS[layer.geometry_type]
    said = {
        "type": "vector",
        "geometry": GEOMETRIES.get(kind, "Point"),
        "hasScaleBasedVisibilityFlag": "1",
        "maxScale": "0",
        "minScale": str(AT_ZOOM_ZERO // 2 ** layer.zooms[0]),
    }
    found = Element("maplayer", said)
    SubElement(found, "id").text = _id(layer)
    SubElement(found, "datasource").text = (
        f" pagingEnabled='true' restrictToRequestBBOX='1' typename='{layer.name}' "
        f"url='{site}/ogc'"
    )
    SubElement(found, "layername").text = str(layer.title)
    SubElement(found, "abstract").text = f"{layer.description}\n{layer.source}"
    SubElement(found, "provider", encoding="UTF-8").text = "OAPIF"
    _system(SubElement(found, "srs"), 4326)
    # A layer of mixed shapes is of the type that QGIS meets first, and drawn as it likes.
    if layer.geometry_type != "Geometry":
        found.append(renderer(layer, legend_of(layer, "light")))
    _words(found, layer.fields)
    return found


def _words(parent: Element, fields: tuple[Field, ...]) -> None:
    """Titles of the columns, and a list to choose from where the values are closed."""
    settings = SubElement(parent, "fieldConfiguration")
    aliases = SubElement(parent, "aliases")
    for number, field in enumerate(fields):
        SubElement(
            aliases, "alias", field=field.name, index=str(number), name=str(field.title)
        )
        if field.words:
            edited = SubElement(settings, "field", name=field.name)
            widget = SubElement(edited, "editWidget", type="ValueMap")
            held = SubElement(SubElement(widget, "config"), "Option", type="Map")
            listed = SubElement(held, "Option", type="List", name="map")
            for value, word in field.words:
                options(listed, {str(word): value})
