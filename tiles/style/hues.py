"""Which colour each layer has: its own, or one that no layer of its shape has yet."""

from __future__ import annotations

from collections import Counter
from typing import Final

from geo.layers import Layer, published
from tiles.style.tokens import Tokens

FORMS: Final = {
    **dict.fromkeys(("Point", "MultiPoint"), "point"),
    **dict.fromkeys(("LineString", "MultiLineString"), "line"),
}
"""Layers of different forms are told apart by them; all others are areas."""


def hue_of(layer: Layer, tokens: Tokens) -> str:
    """Name of the colour of `layer`; empty where its values have colours of their own.

    Raises:
        KeyError: the layer names a colour that the tokens do not have.
    """
    if layer.coloured_by:
        return ""
    if layer.hue:
        return layer.hue if tokens.hues[layer.hue] else ""
    plain = [each for each in published() if not each.coloured_by]
    used = Counter((form_of(each), each.hue) for each in plain if each.hue)
    for each in plain:
        if not each.hue:
            form = form_of(each)
            hue = min(tokens.hues, key=lambda name: used[form, name])
            used[form, hue] += 1
            if each.name == layer.name:
                return hue
    return next(iter(tokens.hues))


def form_of(layer: Layer) -> str:
    """What a layer looks like apart from its colour."""
    return FORMS.get(layer.geometry_type, "area")
