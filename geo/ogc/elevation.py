"""The DEM among the collections: its description, its schema and its page.

pygeoapi's coverage provider reads the whole raster for every answer, has no limit and gives
the edges of cells for their middles, so coverages are read by `geo.raster.coverage`.
"""

from __future__ import annotations

import math
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from geo.ogc.described import general, query
from geo.ogc.links import REL, collection, link
from geo.ogc.schemas import DRAFT
from geo.published.negotiation import HTML, JSON, SCHEMA
from geo.published.projections import CRS84
from geo.published.wire import Request
from geo.raster.about import About
from geo.raster.coverage import COVERAGE, FACTORS, FORMATS, MOST, NAME, TIFF
from geo.raster.store import find_dem, get_dem
from geo.raster.words import trust

DEM: Final = "dem"
"""Name of the collection."""

Document = dict[str, Any]


def title() -> str:
    """What people call it."""
    return _("Elevation model")


def dem_collections(request: Request) -> list[Document]:
    """The DEM as a list of one, empty while there is none."""
    dem = find_dem()
    return [_collection(request, dem.about)] if dem else []


def dem_document(request: Request) -> Document:
    """The description of the DEM.

    Raises:
        NoDem: this instance has none.
    """
    return _collection(request, get_dem().about)


def dem_of_page(request: Request) -> Document:
    """What only the DEM's page shows.

    Raises:
        NoDem: this instance has none.
    """
    about = get_dem().about
    address = f"{collection(request, DEM)}/coverage"
    return {"facts": _facts(about), "downloads": downloads(address, about)}


def dem_schema(request: Request) -> Document:
    """What each cell of the DEM holds.

    Raises:
        NoDem: this instance has none.
    """
    about = get_dem().about
    height = {
        "title": _("Height above sea level"),
        "type": "number",
        "x-ogc-unit": "m",
        "x-ogc-unitLang": "UCUM",
        "x-ogc-propertySeq": 1,
    }
    return {
        "$schema": DRAFT,
        "$id": f"{collection(request, DEM)}/schema",
        "type": "object",
        "title": title(),
        "description": described(about),
        "properties": {NAME: height},
    }


def described(about: About) -> str:
    """What it is and how far it can be trusted, in two sentences."""
    text = _("Heights of the ground, source: %(source)s.") % {"source": about.source}
    note = trust(about)
    return f"{text} {note[:1].upper()}{note[1:]}".strip() if note else text


def _collection(request: Request, about: About) -> Document:
    base, grid = collection(request, DEM), about.grid
    cells = (
        {"cellsCount": grid.columns, "resolution": grid.step_x},
        {"cellsCount": grid.rows, "resolution": grid.step_y},
    )
    spatial = {"bbox": [list(grid.box)], "crs": CRS84.uri, "grid": list(cells)}
    return {
        "id": DEM,
        "title": title(),
        "description": described(about),
        "attribution": about.source,
        "itemType": "coverage",
        "extent": {"spatial": spatial},
        "crs": [CRS84.uri],
        "storageCrs": CRS84.uri,
        "links": [
            link("self", JSON, base),
            link("alternate", HTML, f"{base}?f=html"),
            link(f"{REL}schema", SCHEMA, f"{base}/schema"),
            link(f"{REL}coverage", TIFF, f"{base}/coverage?f=tiff", title()),
            link(f"{REL}coverage", COVERAGE, _overview(f"{base}/coverage", about), title()),
        ],
    }


def _facts(about: About) -> list[tuple[str, str]]:
    """What to know before using it, as rows of a table."""

    def figure(value: float, decimals: int = 0) -> str:
        return number_format(value, decimal_pos=decimals, force_grouping=True)

    grid = about.grid
    step = figure(about.quantum_m, 0 if about.quantum_m >= 1 else 2)
    facts = [
        (_("Source"), about.source),
        (_("Licence"), about.licence or _("not known: ask before publishing it")),
        (_("Measured"), about.surveyed),
        (_("Heights"), f"{figure(about.lowest_m)} – {figure(about.highest_m)} m"),
        (
            _("Cells"),
            f"{figure(grid.columns)} × {figure(grid.rows)}, {figure(grid.cell_m)} m",
        ),
        (_("Told in steps of"), f"{step} m" if about.quantum_m else ""),
        (_("Accuracy"), f"± {figure(about.accuracy_m)} m" if about.accuracy_m else ""),
        (_("Converted from"), about.original_crs if about.resampled else ""),
        (_("To be known"), trust(about)),
    ]
    return [(name, value) for name, value in facts if value]


def downloads(address: str, about: About) -> list[tuple[str, str, str]]:
    """Address, name and use of each form of it."""
    return [
        (f"{address}?f=tiff", "GeoTIFF", _("the whole, for QGIS (cloud optimised)")),
        (
            _overview(address, about),
            "CoverageJSON",
            _("an overview, for web pages"),
        ),
    ]


def _overview(address: str, about: About) -> str:
    """Where the whole is answered in cells large enough for a text."""
    factor = max(1, math.ceil(math.sqrt(about.grid.cells / MOST["json"])))
    while about.grid.coarser(factor).cells > MOST["json"]:
        factor += 1
    return f"{address}?f=json&scale-factor={factor}"


def dem_parameters() -> list[Document]:
    """Parameters of the coverage, described for OpenAPI."""
    box = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    factor = {"type": "integer", "minimum": 1, "maximum": FACTORS, "default": 1}
    return [
        *general(*FORMATS),
        query(
            "bbox",
            _("Only cells that meet this box: west, south, east, north."),
            box,
            style="form",
            explode=False,
        ),
        query(
            "subset",
            _("The same, axis by axis, in degrees."),
            {"type": "array", "items": {"type": "string"}},
            style="form",
            explode=True,
            example=["Lon(-66.3:-66.2)", "Lat(-17.4:*)"],
        ),
        query("scale-factor", _("Averages of so many by so many cells."), factor),
    ]
