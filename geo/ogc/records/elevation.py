"""The record about the DEM, which is no layer of the register."""

from __future__ import annotations

from typing import Any, Final

from geo.ogc.configuration import LICENCES
from geo.ogc.elevation import DEM, described, downloads, title
from geo.ogc.links import LinkObject, collection, link
from geo.ogc.records.record import CORE, outline, own_links, said_of
from geo.published.negotiation import HTML, JSON, SCHEMA
from geo.published.wire import Request
from geo.raster.about import About
from geo.raster.coverage import COVERAGE, TIFF
from geo.raster.store import find_dem

UNKNOWN: Final = "other"
"""The word of the standard for a licence that is not among the known (clause 7.2.4)."""
MEDIA: Final = {"GeoTIFF": TIFF, "CoverageJSON": COVERAGE}

Document = dict[str, Any]


def dem_records(request: Request) -> list[Document]:
    """The record about the DEM as a list of one, empty while there is none."""
    dem = find_dem()
    return [_record(request, dem.about)] if dem else []


def _record(request: Request, about: About) -> Document:
    said = said_of(
        request,
        name=DEM,
        title=title(),
        description=described(about),
        formats=list(MEDIA.items()),
        licence=about.licence or UNKNOWN,
        source=about.source,
    )
    return {
        "id": DEM,
        "type": "Feature",
        "conformsTo": [CORE],
        "time": None,  # when it was measured is told in words, if at all
        "geometry": outline(about.grid.box),
        "properties": {**said, "updated": about.imported_at},
        "links": _links(request, about),
    }


def _links(request: Request, about: About) -> list[LinkObject]:
    at = collection(request, DEM)
    links = [
        *own_links(request, DEM),
        link("item", JSON, at, title()),
        link("describedby", SCHEMA, f"{at}/schema", title()),
    ]
    if about.licence in LICENCES:
        links.append(link("license", HTML, LICENCES[about.licence], about.licence))
    return links + [
        link("enclosure", MEDIA[name], address, f"{name}, {use}")
        for address, name, use in downloads(f"{at}/coverage", about)
    ]
