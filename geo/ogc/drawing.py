"""The documents about tiles and styles: what a map is drawn from, and how."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from geo.layers import Layer, published
from geo.ogc.configuration import box_of
from geo.ogc.links import collection, root
from geo.ogc.resource import Asking, Document, Resource
from geo.ogc.tiles.styles import (
    STYLE,
    THEMES,
    style_document,
    style_of_page,
    styles_document,
    styles_title,
)
from geo.ogc.tiles.tilejson import tilejson
from geo.ogc.tiles.tilesets import QUAD, tileset, tilesets, tiling_scheme, tiling_schemes
from geo.published.negotiation import JSON

Box = tuple[float, float, float, float]


def _schemes(asking: Asking) -> Resource:
    return Resource(
        document=lambda: tiling_schemes(asking.request),
        title=_("Tiling schemes"),
        template="tilematrixsets.html",
    )


def _scheme(asking: Asking) -> Resource:
    return Resource(document=tiling_scheme, title=QUAD, template="tilematrixsets.html")


def _basemap_parts(asking: Asking) -> tuple[list[Layer], Box]:
    """The layers of the basemap, and the box around them."""
    layers = [
        layer
        for layer in published(asking.request.viewer.audience)
        if layer.basemap_from is not None
    ]
    boxes = [box_of(each) for each in asking.extents(layers).values()]
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return layers, (min(wests), min(souths), max(easts), max(norths))


def _basemap(asking: Asking) -> Document:
    base = f"{root(asking.request)}/tiles"
    return tileset(asking.request, base, _("Basemap"), *_basemap_parts(asking))


def _dataset_tilesets(asking: Asking) -> Resource:
    return Resource(
        document=lambda: tilesets(asking.request, _basemap(asking)),
        title=_("Vector tiles"),
        template="tilesets.html",
    )


def _dataset_tileset(asking: Asking) -> Resource:
    def tiles() -> Document:
        return tilejson(asking.request, "basemap", _("Basemap"), *_basemap_parts(asking))

    return Resource(
        document=lambda: _basemap(asking),
        title=_("Basemap"),
        template="tilesets.html",
        others={"tilejson": (JSON, tiles)},
    )


def _styles(asking: Asking, layer: Layer | None = None) -> Resource:
    return Resource(
        document=lambda: styles_document(asking.request, layer),
        title=styles_title(layer),
        template="styles.html",
    )


def _style(asking: Asking, layer: Layer | None = None, *, theme: str) -> Resource:
    return Resource(
        document=lambda: style_document(asking.request, layer, theme),
        for_page=lambda: style_of_page(asking.request, layer, theme),
        title=styles_title(layer),
        template="style.html",
        media=STYLE,
    )


def _layer_tileset(asking: Asking, layer: Layer) -> Document:
    base = f"{collection(asking.request, layer.name)}/tiles"
    return tileset(asking.request, base, str(layer.title), [layer], _box(asking, layer))


def _box(asking: Asking, layer: Layer) -> Box:
    return box_of(asking.extents([layer])[layer.name])


def _layer_tiles(asking: Asking, layer: Layer, *, listed: bool) -> Resource:
    def document() -> Document:
        each = _layer_tileset(asking, layer)
        return tilesets(asking.request, each) if listed else each

    def tiles() -> Document:
        box = _box(asking, layer)
        return tilejson(asking.request, layer.name, str(layer.title), [layer], box)

    return Resource(
        document=document,
        title=str(layer.title),
        template="tilesets.html",
        others={} if listed else {"tilejson": (JSON, tiles)},
    )


SERVICE: Final[dict[tuple[str, ...], Callable[[Asking], Resource]]] = {
    ("TileMatrixSets",): _schemes,
    ("TileMatrixSets", QUAD): _scheme,
    ("tiles",): _dataset_tilesets,
    ("tiles", QUAD): _dataset_tileset,
    ("styles",): _styles,
    **{("styles", theme): partial(_style, theme=theme) for theme in THEMES},
}
OF_LAYER: Final[dict[tuple[str, ...], Callable[[Asking, Layer], Resource]]] = {
    ("tiles",): partial(_layer_tiles, listed=True),
    ("tiles", QUAD): partial(_layer_tiles, listed=False),
    ("styles",): _styles,
    **{("styles", theme): partial(_style, theme=theme) for theme in THEMES},
}
