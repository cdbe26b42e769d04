"""Styles of the tiles, for web maps and desktop GIS.

What a layer looks like is made of tokens that are no concern of this core; the module
that knows is named by `STYLIST` in the settings.

Source: OGC 20-009 (Styles, draft), clauses 8.2 and 8.3; MapLibre Style Specification 8.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from geo.layers import Layer
from geo.ogc.links import LinkObject, collection, link, root, self_links
from geo.published.negotiation import HTML, JSON
from geo.published.wire import Request

STYLE: Final = "application/vnd.mapbox.style+json"
THEMES: Final = ("light", "dark")

Document = dict[str, Any]


@cache
def _stylist() -> ModuleType:
    return import_module(settings.STYLIST)


def _base(request: Request, layer: Layer | None) -> str:
    return root(request) if layer is None else collection(request, layer.name)


def _titles() -> dict[str, str]:
    return {"light": _("Light"), "dark": _("Dark")}


def styles_document(request: Request, layer: Layer | None) -> Document:
    """The styles of `layer`'s tiles, or of the basemap's for None."""
    titles = _titles()

    def one(theme: str) -> Document:
        address = f"{_base(request, layer)}/styles/{theme}"
        links: list[LinkObject] = [
            link("stylesheet", STYLE, address),
            link("describedby", HTML, f"{address}?f=html"),
        ]
        return {"id": theme, "title": titles[theme], "links": links}

    return {
        "styles": [one(theme) for theme in THEMES],
        "default": THEMES[0],
        "links": self_links(request, JSON),
    }


def style_document(request: Request, layer: Layer | None, theme: str) -> Document:
    """The style itself."""
    found: Document = _stylist().style_of(layer, theme, request.site)
    return found


def style_of_page(request: Request, layer: Layer | None, theme: str) -> Document:
    """What the page of a style shows besides: its address and its legend."""
    return {
        "address": f"{_base(request, layer)}/styles/{theme}",
        "heading": _titles()[theme],
        "legend": [] if layer is None else _stylist().legend_of(layer, theme),
    }


def styles_title(layer: Layer | None) -> str:
    """What people call the styles of `layer`."""
    return f"{_('Basemap') if layer is None else layer.title}: {_('Styles')}"
