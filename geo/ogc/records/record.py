"""The record about one layer.

Source: OGC 20-004r1 (Records), clause 7 (the record core).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from geo.exchange.exports.formats import FORMATS
from geo.layers import Layer
from geo.ogc.configuration import LICENCES, box_of
from geo.ogc.links import (
    CATALOGUE,
    REL,
    LinkObject,
    collection,
    link,
    profile_link,
    root,
    self_links,
)
from geo.published.features import Extent
from geo.published.negotiation import GEOJSON, HTML, JSON, SCHEMA
from geo.published.wire import Request

CORE: Final = "http://www.opengis.net/spec/ogcapi-records-1/1.0/req/record-core"
TYPE: Final = "dataset"

Document = dict[str, Any]


def record_of(request: Request, layer: Layer, extent: Extent) -> Document:
    """What the catalogue says about `layer`, as GeoJSON in the active language."""
    time = None
    if extent.first is not None and extent.last is not None:
        time = {"interval": [extent.first, extent.last]}
    return {
        "id": layer.name,
        "type": "Feature",
        "conformsTo": [CORE],
        "time": time,
        "geometry": outline(box_of(extent)),
        "properties": said_of(
            request,
            name=layer.name,
            title=str(layer.title),
            description=str(layer.description),
            formats=[(str(form.name), form.media_type) for form in FORMATS.values()],
            licence=layer.licence,
            source=str(layer.source),
        ),
        "links": _links(request, layer),
    }


def outline(box: tuple[float, float, float, float]) -> Document:
    """The box as a polygon, which a record's place must be."""
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def said_of(
    request: Request,
    *,
    name: str,
    title: str,
    description: str,
    formats: Sequence[tuple[str, str]],
    licence: str,
    source: str,
) -> Document:
    """What a record says of a collection; a format is its name and its media type."""
    town = settings.MUNICIPALITY.name
    languages = [{"code": code, "name": each} for code, each in settings.LANGUAGES]
    owner = _("Municipality of %(town)s") % {"town": town}
    return {
        "type": TYPE,
        "title": title,
        "description": description,
        "keywords": [town, name],
        "language": next(each for each in languages if each["code"] == request.language),
        "resourceLanguages": [
            each for each in languages if each["code"] == settings.LANGUAGE_CODE
        ],
        "externalIds": [{"scheme": f"{root(request)}/collections", "value": name}],
        "formats": [{"name": each, "mediaType": media} for each, media in formats],
        "contacts": [{"organization": owner, "roles": ["publisher"]}],
        "license": licence,
        "rights": source,
    }


def _links(request: Request, layer: Layer) -> list[LinkObject]:
    at = collection(request, layer.name)
    files = [
        link(
            "enclosure",
            form.media_type,
            f"{request.site}/descargas/{layer.name}.{form.extension}",
            str(form.name),
        )
        for form in FORMATS.values()
    ]
    return [
        *own_links(request, layer.name),
        link("item", JSON, at, str(layer.title)),
        link("items", GEOJSON, f"{at}/items", _("Features")),
        link("describedby", SCHEMA, f"{at}/schema", _("Properties of a feature")),
        link(f"{REL}tilesets-vector", JSON, f"{at}/tiles", _("Vector tiles")),
        link("license", HTML, LICENCES[layer.licence], layer.licence),
        *files,
    ]


def own_links(request: Request, name: str) -> list[LinkObject]:
    """Links of a record to itself and to the catalogue."""
    address = f"{collection(request, CATALOGUE)}/items/{name}"
    return [
        link("self", GEOJSON, address),
        link("alternate", HTML, f"{address}?f=html"),
        link("collection", JSON, collection(request, CATALOGUE)),
        profile_link("ogc-record"),
    ]


def catalogue_links(request: Request) -> list[LinkObject]:
    """Links of a page of records to itself and to what it is a page of."""
    return [
        *self_links(request, GEOJSON),
        link("collection", JSON, collection(request, CATALOGUE)),
        profile_link("ogc-record"),
    ]
