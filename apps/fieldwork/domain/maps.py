"""Basemaps for where there is no network; whoever builds them says here what there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

Index = Callable[[], dict[str, Any] | None]
_sources: Final[list[Index]] = []


def register_maps(index: Index) -> None:
    """Have `index` asked for the maps there are: `{"areas": [{"file", "bytes", …}]}`."""
    if index not in _sources:
        _sources.append(index)


def offline_maps() -> dict[str, dict[str, Any]]:
    """Every map by its name without the ending: `otb-7`."""
    found = {}
    for source in _sources:
        for area in (source() or {}).get("areas", []):
            found[area["file"].partition(".")[0]] = area
    return found
