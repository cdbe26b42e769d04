"""The API's documents that are not features: each as data and, from it, as a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from geo.access import Viewer
from geo.layers import Layer
from geo.ogc import drawing
from geo.ogc.bridge import collections_document, landing_document
from geo.ogc.conformance import classes
from geo.ogc.elevation import (
    DEM,
    dem_collections,
    dem_document,
    dem_of_page,
    dem_schema,
)
from geo.ogc.elevation import title as dem_title
from geo.ogc.links import CATALOGUE, collection, root, self_links
from geo.ogc.openapi.document import MEDIA, openapi_document
from geo.ogc.processes.resources import OF_JOB, OF_PROCESS, job_list, process_list
from geo.ogc.records.answers import sortables_document
from geo.ogc.resource import Asking, Document, Resource, seen_layer
from geo.ogc.schemas import queryables_document, schema_document
from geo.ogc.stage import stage_of_area, stage_of_layer
from geo.processes.declared import find_process
from geo.processes.refusals import NoSuchJob, NoSuchProcess
from geo.published.negotiation import CATALOG, JSON, SCHEMA
from geo.published.refusals import NotFound
from geo.published.wire import Request


def _collections_path(asking: Asking) -> Document:
    return {"collections_path": f"{root(asking.request)}/collections"}


def _box(described: Document) -> list[float]:
    """The box that a description says its collection lies in."""
    box: list[float] = described["extent"]["spatial"]["bbox"][0]
    return box


def _described(asking: Asking, layer: Layer) -> Document:
    """One collection."""
    configured = asking.configured(layer)
    asked = (asking.request, asking.django_request, configured)
    return collections_document(*asked, layer.name)


def _all_described(asking: Asking) -> Document:
    """All collections."""
    asked = (asking.request, asking.django_request, asking.configuration)
    found = collections_document(*asked)
    found["collections"] += dem_collections(asking.request)
    return found


def _landing(asking: Asking) -> Resource:
    asked = (asking.request, asking.django_request, asking.bare)

    def listed() -> Document:
        found = _all_described(asking)["collections"]
        return {"listed": found, **_collections_path(asking)}

    return Resource(
        document=lambda: landing_document(*asked),
        title=_("Open data"),
        template="landing_page.html",
        for_page=listed,
    )


def _conformance(asking: Asking) -> Resource:
    def document() -> Document:
        kept = list(classes(asking.request.viewer))
        return {"conformsTo": kept, "links": self_links(asking.request, JSON)}

    return Resource(
        document=document, title=_("Standards kept"), template="conformance.html"
    )


def _openapi(asking: Asking) -> Resource:
    def document() -> Document:
        audience, town = asking.request.viewer.audience, settings.MUNICIPALITY.name
        return openapi_document(root(asking.request), audience, town)

    title = _("Description of the interface")
    return Resource(document=document, title=title, template="openapi.html", media=MEDIA)


def _collections(asking: Asking) -> Resource:
    return Resource(
        document=lambda: _all_described(asking),
        title=_("Collections"),
        template="collections/index.html",
        for_page=lambda: _collections_path(asking),
    )


def _catalogue(asking: Asking) -> Resource:
    def document() -> Document:
        asked = (asking.request, asking.django_request, asking.bare)
        return collections_document(*asked, CATALOGUE)

    return Resource(
        document=document,
        title=_("Catalogue"),
        template="records/catalogue.html",
        for_page=lambda: _collections_path(asking),
        others={"catalog": (CATALOG, document)},
    )


def _sortables(asking: Asking) -> Resource:
    heading = _("What records can be sorted by")
    return Resource(
        document=lambda: sortables_document(asking.request),
        title=heading,
        template="collections/properties.html",
        media=SCHEMA,
        for_page=lambda: {"title": _("Catalogue"), "heading": heading},
    )


def _dem(asking: Asking) -> Resource:
    return Resource(
        document=lambda: dem_document(asking.request),
        title=dem_title(),
        template="collections/elevation.html",
        for_page=lambda: {**dem_of_page(asking.request), **_collections_path(asking)},
        stage=lambda document: stage_of_area(dem_title(), _box(document)),
    )


def _dem_schema(asking: Asking) -> Resource:
    return Resource(
        document=lambda: dem_schema(asking.request),
        title=dem_title(),
        template="collections/properties.html",
        media=SCHEMA,
        for_page=lambda: {"heading": _("What a cell holds")},
    )


SERVICE: Final[dict[tuple[str, ...], Callable[[Asking], Resource]]] = {
    (): _landing,
    ("openapi",): _openapi,
    ("conformance",): _conformance,
    ("collections",): _collections,
    ("collections", CATALOGUE): _catalogue,
    ("collections", CATALOGUE, "sortables"): _sortables,
    ("collections", DEM): _dem,
    ("collections", DEM, "schema"): _dem_schema,
    ("processes",): process_list,
    ("jobs",): job_list,
    **drawing.SERVICE,
}


def _collection(asking: Asking, layer: Layer) -> Resource:
    return Resource(
        document=lambda: _described(asking, layer),
        title=str(layer.title),
        template="collections/collection.html",
        for_page=lambda: _collections_path(asking),
        stage=lambda document: stage_of_layer(layer, _box(document)),
    )


def _properties(asking: Asking, layer: Layer, *, filters: bool) -> Resource:
    heading = _("Properties to filter on") if filters else _("Properties of a feature")
    make = queryables_document if filters else schema_document
    address = f"{collection(asking.request, layer.name)}/"
    address += "queryables" if filters else "schema"
    return Resource(
        document=lambda: make(layer, asking.request.viewer.audience, address),
        for_page=lambda: {"heading": heading},
        title=f"{layer.title}: {heading}",
        template="collections/properties.html",
        media=SCHEMA,
    )


OF_LAYER: Final[dict[tuple[str, ...], Callable[[Asking, Layer], Resource]]] = {
    (): _collection,
    ("queryables",): partial(_properties, filters=True),
    ("schema",): partial(_properties, filters=False),
    **drawing.OF_LAYER,
}
"""What follows the name of a collection in the addresses of its documents."""


Maker = Callable[[Asking], Resource]


def below(request: Request) -> tuple[str, ...]:
    """The parts of the address below `/ogc`; those between doubled slashes do not count."""
    return tuple(part for part in request.parts[1:] if part)


def find_maker(parts: tuple[str, ...], viewer: Viewer) -> Maker:
    """What makes the resource at this address below `/ogc`; nothing is read for knowing it.

    Raises:
        NotFound: there is none, or none for this viewer.
    """

    def offers(name: str) -> bool:
        return find_process(name, viewer.audience) is not None

    if parts in SERVICE:
        return SERVICE[parts]
    match parts:
        case ("collections", name, *rest) if tuple(rest) in OF_LAYER:
            layer = seen_layer(name, viewer.audience)
            return lambda asking: OF_LAYER[tuple(rest)](asking, layer)
        case ("processes", name, *rest) if tuple(rest) in OF_PROCESS and offers(name):
            return lambda asking: OF_PROCESS[tuple(rest)](asking, name)
        case ("jobs", name, *rest) if tuple(rest) in OF_JOB:
            return lambda asking: OF_JOB[tuple(rest)](asking, name)
        case ("processes", *_):
            raise NoSuchProcess
        case ("jobs", *_):
            raise NoSuchJob
    raise NotFound
