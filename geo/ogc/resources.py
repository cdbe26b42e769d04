"""The API's documents that are not features: each as data and, from it, as a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from geo.layers import Layer, find_layer, published
from geo.ogc.bridge import collections_document, landing_document
from geo.ogc.configuration import box_of, configuration
from geo.ogc.conformance import CLASSES
from geo.ogc.elevation import DEM, dem_collections, dem_document, dem_schema
from geo.ogc.elevation import title as dem_title
from geo.ogc.links import collection, root, self_links
from geo.ogc.openapi import MEDIA, openapi_document
from geo.ogc.schemas import queryables_document, schema_document
from geo.ogc.tilesets import QUAD, tileset, tilesets, tiling_scheme, tiling_schemes
from geo.published.features import Extent, read_extents
from geo.published.negotiation import JSON, SCHEMA
from geo.published.refusals import NotFound
from geo.published.wire import Request

Document = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A request with what answering it may need."""

    request: Request
    django_request: HttpRequest

    @cached_property
    def extents(self) -> dict[str, Extent]:
        """Where and when each layer's features are.

        Raises:
            DatabaseAway: the database does not answer.
        """
        return async_to_sync(read_extents)(self.request.viewer.audience)

    @cached_property
    def configuration(self) -> Document:
        """pygeoapi's configuration for this request."""
        return configuration(self.request, self.extents)

    def layer(self, name: str) -> Layer:
        """The layer of this name.

        Raises:
            NotFound: the viewer may see none.
        """
        layer = find_layer(name, self.request.viewer.audience)
        if layer is None:
            raise NotFound
        return layer


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One address of the API: how its document is made and which page shows it."""

    document: Callable[[], Document]
    title: str
    template: str
    media: str = JSON


def _landing(asking: Asking) -> Resource:
    def document() -> Document:
        asked = (asking.request, asking.django_request, asking.configuration)
        found = collections_document(*asked)
        path = f"{root(asking.request)}/collections"
        every = [*found["collections"], *dem_collections(asking.request)]
        listed = {"listed": every, "collections_path": path}
        return {**landing_document(*asked), **listed}

    return Resource(document=document, title=_("Open data"), template="landing_page.html")


def _conformance(asking: Asking) -> Resource:
    def document() -> Document:
        return {"conformsTo": list(CLASSES), "links": self_links(asking.request, JSON)}

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
    def document() -> Document:
        found = collections_document(
            asking.request, asking.django_request, asking.configuration
        )
        found["collections"] += dem_collections(asking.request)
        return {**found, "collections_path": f"{root(asking.request)}/collections"}

    template = "collections/index.html"
    return Resource(document=document, title=_("Collections"), template=template)


def _schemes(asking: Asking) -> Resource:
    return Resource(
        document=lambda: tiling_schemes(asking.request),
        title=_("Tiling schemes"),
        template="tilematrixsets.html",
    )


def _scheme(asking: Asking) -> Resource:
    return Resource(document=tiling_scheme, title=QUAD, template="tilematrixsets.html")


def _basemap(asking: Asking) -> Document:
    layers = [
        layer
        for layer in published(asking.request.viewer.audience)
        if layer.basemap_from is not None
    ]
    boxes = [box_of(asking.extents[layer.name]) for layer in layers]
    wests, souths, easts, norths = zip(*boxes, strict=True)
    around = (min(wests), min(souths), max(easts), max(norths))
    base = f"{root(asking.request)}/tiles"
    return tileset(asking.request, base, _("Basemap"), layers, around)


def _dataset_tilesets(asking: Asking) -> Resource:
    return Resource(
        document=lambda: tilesets(asking.request, _basemap(asking)),
        title=_("Vector tiles"),
        template="tilesets.html",
    )


def _dataset_tileset(asking: Asking) -> Resource:
    return Resource(
        document=lambda: _basemap(asking), title=_("Basemap"), template="tilesets.html"
    )


def _dem(asking: Asking) -> Resource:
    def document() -> Document:
        path = f"{root(asking.request)}/collections"
        return {**dem_document(asking.request), "collections_path": path}

    template = "collections/elevation.html"
    return Resource(document=document, title=dem_title(), template=template)


def _dem_schema(asking: Asking) -> Resource:
    return Resource(
        document=lambda: dem_schema(asking.request),
        title=dem_title(),
        template="collections/properties.html",
        media=SCHEMA,
    )


SERVICE: Final[dict[tuple[str, ...], Callable[[Asking], Resource]]] = {
    (): _landing,
    ("openapi",): _openapi,
    ("conformance",): _conformance,
    ("collections",): _collections,
    ("TileMatrixSets",): _schemes,
    ("TileMatrixSets", QUAD): _scheme,
    ("tiles",): _dataset_tilesets,
    ("tiles", QUAD): _dataset_tileset,
    ("collections", DEM): _dem,
    ("collections", DEM, "schema"): _dem_schema,
}


def _collection(asking: Asking, layer: Layer) -> Resource:
    def document() -> Document:
        found = collections_document(
            asking.request, asking.django_request, asking.configuration, layer.name
        )
        return {**found, "collections_path": f"{root(asking.request)}/collections"}

    template = "collections/collection.html"
    return Resource(document=document, title=str(layer.title), template=template)


def _properties(asking: Asking, layer: Layer, *, filters: bool) -> Resource:
    heading = _("Properties to filter on") if filters else _("Properties of a feature")
    make = queryables_document if filters else schema_document
    address = f"{collection(asking.request, layer.name)}/"
    address += "queryables" if filters else "schema"
    return Resource(
        document=lambda: {
            **make(layer, asking.request.viewer.audience, address),
            "heading": heading,
        },
        title=f"{layer.title}: {heading}",
        template="collections/properties.html",
        media=SCHEMA,
    )


def _layer_tileset(asking: Asking, layer: Layer) -> Document:
    base = f"{collection(asking.request, layer.name)}/tiles"
    box = box_of(asking.extents[layer.name])
    return tileset(asking.request, base, str(layer.title), [layer], box)


def _layer_tiles(asking: Asking, layer: Layer, *, listed: bool) -> Resource:
    def document() -> Document:
        each = _layer_tileset(asking, layer)
        return tilesets(asking.request, each) if listed else each

    return Resource(document=document, title=str(layer.title), template="tilesets.html")


OF_LAYER: Final[dict[tuple[str, ...], Callable[[Asking, Layer], Resource]]] = {
    (): _collection,
    ("queryables",): partial(_properties, filters=True),
    ("schema",): partial(_properties, filters=False),
    ("tiles",): partial(_layer_tiles, listed=True),
    ("tiles", QUAD): partial(_layer_tiles, listed=False),
}
"""What follows the name of a collection in the addresses of its documents."""


def find_resource(asking: Asking, parts: tuple[str, ...]) -> Resource:
    """The resource at this address below `/ogc`.

    Raises:
        NotFound: there is none, or none for this viewer.
    """
    if parts in SERVICE:
        return SERVICE[parts](asking)
    match parts:
        case ("collections", name, *rest) if tuple(rest) in OF_LAYER:
            return OF_LAYER[tuple(rest)](asking, asking.layer(name))
    raise NotFound
