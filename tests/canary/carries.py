"""What each door of published data shows: where a leak of a layer would be seen.

A new door must be entered here, with an empty set if it shows nothing of a layer's rows,
fields or places. The leaky layer judges whether it is true.
"""

from __future__ import annotations

from geo.exchange.exports.formats import FORMATS
from tests.canary.secrets import Secret

NOTHING: frozenset[Secret] = frozenset()
NAMES = frozenset({Secret.NAMES})
PLACES = frozenset({Secret.PLACES})
TABLE = frozenset({Secret.NAMES, Secret.VALUES})
ROWS = frozenset(Secret)

_QUAD = "/tiles/WebMercatorQuad"
_ONE = "/ogc/collections/{layer}"

_RECORDS = "/ogc/collections/catalogue/items"

_AS_BOTH = {
    "/ogc": NOTHING,
    "/ogc/TileMatrixSets": NOTHING,
    "/ogc/TileMatrixSets/WebMercatorQuad": NOTHING,
    "/ogc/collections/catalogue": NOTHING,
    "/ogc/collections/catalogue/sortables": NOTHING,
    "/ogc/conformance": NOTHING,
    "/ogc/openapi": NAMES,
    "/ogc/tiles": NOTHING,
    f"/ogc{_QUAD}": NOTHING,
    f"{_ONE}/queryables": NAMES,
    f"{_ONE}/schema": NAMES,
    "/ogc/styles": NOTHING,
    "/ogc/styles/light": NOTHING,
    "/ogc/styles/dark": NOTHING,
    f"{_ONE}/styles": NOTHING,
    f"{_ONE}/styles/light": NOTHING,
    f"{_ONE}/styles/dark": NOTHING,
    f"{_ONE}/tiles": NOTHING,
    f"{_ONE}{_QUAD}": NOTHING,
    "/ogc/processes": NOTHING,
    "/ogc/processes/{process}": NOTHING,
    "/ogc/jobs": NOTHING,
    "/ogc/jobs/{job}": NOTHING,
    "/ogc/jobs/{job}/results": NOTHING,
    "/ogc/collections/dem": NOTHING,
    "/ogc/collections/dem/schema": NOTHING,
}

CARRIES: dict[str, frozenset[Secret]] = {
    **{f"{path}?f={f}": what for path, what in _AS_BOTH.items() for f in ("json", "html")},
    "/ogc/collections?f=json": PLACES,
    "/ogc/collections?f=html": NOTHING,
    f"{_ONE}?f=json": PLACES,
    f"{_ONE}?f=html": PLACES,
    f"{_RECORDS}?f=json": PLACES,
    f"{_RECORDS}?f=html": NOTHING,
    f"{_RECORDS}/{{layer}}?f=json": PLACES,
    f"{_RECORDS}/{{layer}}?f=html": PLACES,
    "/ogc/collections/catalogue?f=catalog": NOTHING,
    f"/ogc{_QUAD}?f=tilejson": NAMES,
    f"{_ONE}{_QUAD}?f=tilejson": PLACES | NAMES,
    f"{_ONE}/items?f=json": ROWS,
    f"{_ONE}/items?f=html": ROWS,
    f"{_ONE}/items/{{item}}?f=json": ROWS,
    f"{_ONE}/items/{{item}}?f=html": ROWS,
    f"{_ONE}{_QUAD}/{{z}}/{{y}}/{{x}}?f=mvt": ROWS,
    f"/ogc{_QUAD}/{{z}}/{{y}}/{{x}}?f=mvt": ROWS,
    "/ogc/collections/dem/coverage?f=tiff": NOTHING,
    "/ogc/collections/dem/coverage?f=json": NOTHING,
    "/elevation": NOTHING,
    "/tiles/hillshade.json": NOTHING,
    "/tiles/contours.json": NOTHING,
    "/tiles/hillshade/{z}/{x}/{y}": NOTHING,
    "/tiles/contours/{z}/{x}/{y}": NOTHING,
    "/healthz": NOTHING,
    "/tiles/basemap/{z}/{x}/{y}": ROWS,
    "/tiles/{layer}/{z}/{x}/{y}": ROWS,
    **{f"/descargas/{{layer}}.{extension}": ROWS for extension in FORMATS},
    "/datos/{file}": NOTHING,
    "/en-vivo/{feed}/{topic}": NOTHING,
    "/en-vivo/{feed}/{topic}.json": NOTHING,
    "/tiles/offline/{file}": NOTHING,
    "POST /ogc/processes/conflicts/execution": ROWS,
    "POST /ogc/processes/elevation-profile/execution": NOTHING,
    "POST /ogc/processes/summarise/execution": TABLE,
    "POST /ogc/processes/locate/execution": NOTHING,
}
PAGES_CARRY: dict[str, frozenset[Secret]] = {"/qgis/llajta.qgs": NAMES}
"""The same of Django's pages: what is not here shows nothing."""
