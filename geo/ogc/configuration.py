"""pygeoapi's configuration, made from the register at each request.

Only the layers of the viewer's audience are in it, so the others are not hidden but
absent: pygeoapi's own `visibility: hidden` would still answer for their items.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from geo.layers import Layer, published
from geo.ogc.links import CATALOGUE, REL, collection, root
from geo.ogc.words import WHAT_IT_IS, page_words
from geo.published.features import Extent
from geo.published.negotiation import JSON, SCHEMA
from geo.published.projections import CRS84, PROJECTIONS
from geo.published.wire import Request

TEMPLATES: Final = Path(__file__).parent / "templates"
LICENCES: Final = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def box_of(extent: Extent) -> tuple[float, float, float, float]:
    """Where a layer's features are, or the municipality while it has none."""
    bounds: tuple[float, float, float, float] = settings.MUNICIPALITY.bounds
    return extent.box or bounds


def _resource(request: Request, layer: Layer, extent: Extent) -> dict[str, Any]:
    extents: dict[str, Any] = {"spatial": {"bbox": [*box_of(extent)], "crs": CRS84.uri}}
    if extent.first is not None:
        extents["temporal"] = {"begin": extent.first, "end": extent.last}
    tiles = {
        "type": JSON,
        "rel": f"{REL}tilesets-vector",
        "title": _("Vector tiles"),
        "href": f"{collection(request, layer.name)}/tiles",
    }
    licence = {
        "type": "text/html",
        "rel": "license",
        "title": layer.licence,
        "href": LICENCES[layer.licence],
    }
    provider = {
        "type": "feature",
        "name": "geo.ogc.features.provider.LayerProvider",
        "data": layer.name,
        "id_field": "id",
        "time_field": layer.time or None,
        "crs": list(PROJECTIONS),
        "storage_crs": CRS84.uri,
    }
    return {
        "type": "collection",
        "title": str(layer.title),
        "description": str(layer.description),
        "keywords": [layer.name, str(layer.source)],
        "extents": extents,
        "links": [tiles, licence],
        "providers": [provider],
    }


def _catalogue(request: Request) -> dict[str, Any]:
    """The collection of records about the layers."""
    bounds = [*settings.MUNICIPALITY.bounds]
    sortables = {
        "type": SCHEMA,
        "rel": f"{REL}sortables",
        "title": _("What records can be sorted by"),
        "href": f"{collection(request, CATALOGUE)}/sortables",
    }
    return {
        "type": "collection",
        "title": _("Catalogue"),
        "description": _("What data there are: a record about each layer."),
        "keywords": [CATALOGUE],
        "extents": {"spatial": {"bbox": bounds, "crs": CRS84.uri}},
        "links": [sortables],
        "providers": [
            {"type": "record", "name": "geo.ogc.features.provider.LayerProvider"}
        ],
    }


def configuration(request: Request, extents: dict[str, Extent]) -> dict[str, Any]:
    """The configuration for one request, in the active language.

    It knows the layers whose extents are given, besides the catalogue.
    """
    town, address = settings.MUNICIPALITY.name, root(request)
    owner = _("Municipality of %(town)s") % {"town": town}
    return {
        "server": {
            "url": address,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": [request.language],
            "map": {"url": "", "attribution": ""},
            "templates": {"path": str(TEMPLATES)},
        },
        "logging": {"level": "CRITICAL"},
        "metadata": {
            "identification": {
                "title": _("Open data of %(town)s") % {"town": town},
                "description": WHAT_IT_IS % {"town": town},
                "keywords": [town],
                "keywords_type": "theme",
                "terms_of_service": LICENCES["CC-BY-4.0"],
                "url": f"{request.site}/",
            },
            "license": {"name": "CC-BY-4.0", "url": LICENCES["CC-BY-4.0"]},
            "provider": {"name": owner, "url": f"{request.site}/"},
            "contact": {"name": owner},
        },
        "words": page_words(),
        "resources": {
            layer.name: _resource(request, layer, extents[layer.name])
            for layer in published(request.viewer.audience)
            if layer.name in extents
        }
        | {CATALOGUE: _catalogue(request)},
    }
