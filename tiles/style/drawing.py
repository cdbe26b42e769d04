"""Words that every part of the map style uses."""

from __future__ import annotations

from typing import Any

Layer = dict[str, Any]
Expression = list[Any]


def by_zoom(*stops: tuple[float, Any], base: float = 1.6) -> Expression:
    """A width or size that grows with the zoom."""
    flat = [value for stop in stops for value in stop]
    return ["interpolate", ["exponential", base], ["zoom"], *flat]
