"""Builds the maps without network with their index, and puts them in place as a whole."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from geo.access import Audience
from geo.opendata.folder import replacing
from geo.published.readers import single_connection
from geo.raster.archive import Archive
from tiles.offline.areas import FIRST_ZOOM, Area, published_areas
from tiles.offline.cutting import MOST_BYTES, cut, write_tiles

INDEX: Final = "index.json"
PATIENCE: Final = "120s"
"""Longest time for one tile."""

Entry = dict[str, Any]


def offline_folder() -> Path:
    """Where this instance serves the maps from."""
    return Path(settings.VAR) / "offline"


def read_index() -> dict[str, Any] | None:
    """What the present build holds; None when nothing was built yet."""
    try:
        text = (offline_folder() / INDEX).read_text(encoding="utf-8")
    except OSError:
        return None
    index: dict[str, Any] = json.loads(text)
    return index


def build(public: Path, made_at: dt.datetime, *, most: int = MOST_BYTES) -> list[Entry]:
    """Build the map of every district and OTB in the place of `public`; returns the index.

    Raises:
        FolderInUse: `public` holds other things, or is being built.
    """
    with translation.override(settings.LANGUAGE_CODE), replacing(public) as new:
        areas = asyncio.run(_drawn(new / "all.tiles"))
        entries = _cut_all(new, areas, most) if areas else []
        (new / "all.tiles").unlink(missing_ok=True)
        index = {"made_at": made_at.isoformat(), "most_bytes": most, "areas": entries}
        (new / INDEX).write_text(json.dumps(index, ensure_ascii=False, indent=1), "utf-8")
    return entries


async def _drawn(file: Path) -> list[Area]:
    """The areas, when there are tiles of them in `file`."""
    async with single_connection(Audience.ANYONE) as reader:
        await reader.execute(f"SET statement_timeout = '{PATIENCE}'")
        areas = await published_areas(reader)
        return areas if await write_tiles(reader, areas, file) else []


def _cut_all(folder: Path, areas: list[Area], most: int) -> list[Entry]:
    whole = Archive(folder / "all.tiles")
    return [entry for area in areas if (entry := _entry(whole, area, folder, most))]


def _entry(whole: Archive, area: Area, folder: Path, most: int) -> Entry | None:
    """What the index says of an area; nothing of one in which nothing is drawn."""
    file = folder / f"{area.name}.pmtiles"
    made = cut(whole, area, file, most=most)
    if not made.tiles:
        return None
    content = file.read_bytes()
    return {
        "file": file.name,
        "kind": area.kind,
        "title": area.title,
        "feature": area.feature,
        "bounds": [round(degrees, 6) for degrees in area.ground.bounds],
        "zooms": [FIRST_ZOOM, made.last_zoom],
        "tiles": made.tiles,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
