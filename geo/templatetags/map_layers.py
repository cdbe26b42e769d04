"""Template tags of the legend: which layers can be switched, and how each looks."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from geo.access import Audience
from geo.layers import Layer, published
from geo.raster.store import find_dem

register = template.Library()

GROUNDS: Final = (
    ("district", _("Districts")),
    ("otb", _("OTBs")),
    ("street-name", _("Names of streets")),
    ("place-name", _("Places")),
    ("parcels", _("Parcels")),
    ("water", _("Watercourses")),
    ("relief", _("Relief")),
)
"""What can be switched of the ground: how ids of its layers begin, its words."""

MARKED: Final = {"district", "otb", "parcels", "water"}
"""Grounds that need an entry in the printed legend; names explain themselves."""

_LINE: Final = '<path class="swatch-line" d="M2 12H22"/>'
_AREA: Final = '<path class="swatch-area" d="M4 5H20V19H4Z"/>'
_POINT: Final = '<circle class="swatch-point" cx="12" cy="12" r="6"/>'
_NAME: Final = '<path class="swatch-name" d="M7 18 12 6 17 18M9 14H15"/>'
_DRAWINGS: Final = {
    "Point": _POINT,
    "MultiPoint": _POINT,
    "LineString": _LINE,
    "MultiLineString": _LINE,
    "district": _LINE,
    "otb": _LINE,
    "water": _LINE,
    "street-name": _NAME,
    "place-name": _NAME,
}


@register.simple_tag
def swatch(drawn_as: str, value: str | None = None, hue: str = "") -> SafeString:
    """A small picture of a ground or a geometry type, in the colour of `value` or `hue`."""
    drawing = mark_safe(_DRAWINGS.get(drawn_as, _AREA))  # noqa: S308  (one of ours)
    return format_html(
        '<svg class="symbol swatch of-{}{}{}" viewBox="0 0 24 24" aria-hidden="true">'
        "{}</svg>",
        drawn_as.lower(),
        f" is-{value}" if value else "",
        f" hue-{hue}" if hue else "",
        drawing,
    )


def overlays(shown: str) -> list[Layer]:
    """Layers that may be laid over a map that already shows those named in `shown`."""
    on_map = set(shown.split())
    return [
        layer
        for layer in published(Audience.ANYONE)
        if layer.basemap_from is None and layer.name not in on_map
    ]


@register.inclusion_tag("geo/map_layers.html")
def layer_switch(shown: str) -> dict[str, Any]:
    """Boxes that switch layers of the ground and lay others over it."""
    hidden = set() if find_dem() else {"relief"}
    grounds = [each for each in GROUNDS if each[0] not in hidden]
    hues = [(layer, _legend(layer)[-1].hue) for layer in overlays(shown)]
    return {"grounds": grounds, "overlays": hues}


@register.inclusion_tag("geo/map_entries.html")
def legend_entries(shown: str) -> dict[str, Any]:
    """Legend entries of what can be switched; the map shows those of what is on."""
    return {
        "grounds": [each for each in GROUNDS if each[0] in MARKED],
        "overlays": [(layer, _legend(layer)) for layer in overlays(shown)],
    }


@register.inclusion_tag("geo/layer_legend.html")
def layer_legend(layer: Layer) -> dict[str, Any]:
    """The legend of a map that is about one layer, which it has on from the beginning."""
    return {"layer": layer, "entries": _legend(layer)}


@register.simple_tag
def sources(shown: str) -> list[tuple[str, str]]:
    """Where everything comes from that a map may show: name of the layer, its source.

    What is always on it, ground and layers named in `shown`, has no name.
    """
    on_map = set(shown.split())
    always = (
        str(layer.source)
        for layer in published(Audience.ANYONE)
        if layer.basemap_from is not None or layer.name in on_map
    )
    return [
        *(("", source) for source in dict.fromkeys(always)),
        *((layer.name, str(layer.source)) for layer in overlays(shown)),
    ]


def _legend(layer: Layer) -> Any:
    """What the colours of a layer mean, by the module that knows the look."""
    return import_module(settings.STYLIST).legend_of(layer, "light")
