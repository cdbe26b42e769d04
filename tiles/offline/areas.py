"""The areas that a map without network is cut for, and the tiles each needs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import shapely
from django.utils.translation import gettext as _
from psycopg import sql

from geo.access import Audience
from geo.layers import find_layer
from geo.published.conditions import view_of
from geo.published.line import Connection
from geo.tiles.address import Tile

FIRST_ZOOM: Final = 8
LAST_ZOOM: Final = 16
"""As the basemap itself: nearer, these tiles are drawn larger."""
MARGIN_DEGREES: Final = 0.0015
"""Some 160 m beyond the limit, so that one sees where the streets lead."""
KINDS: Final = {"district": "districts", "otb": "otbs"}
"""Kinds of areas and the layers that hold them."""

_AREAS: Final = {
    "district": "SELECT id, number, name, ST_AsBinary(geometry) FROM {view} ORDER BY id",
    "otb": "SELECT id, district, name, ST_AsBinary(geometry) FROM {view} ORDER BY id",
}


@dataclass(frozen=True, kw_only=True)
class Area:
    """A district or an OTB, as anyone may see it."""

    kind: str
    id: int
    title: str
    ground: Any
    """Shape in degrees, with a margin around it."""

    @property
    def name(self) -> str:
        """Name of its archive, for ever."""
        return f"{self.kind}-{self.id}"

    @property
    def feature(self) -> str:
        """Address of the area itself on the OGC API."""
        return f"/ogc/collections/{KINDS[self.kind]}/items/{self.id}"

    def tiles(self, zoom: int) -> Iterator[Tile]:
        """The tiles of one zoom that have some of its ground."""
        shapely.prepare(self.ground)
        west, south, east, north = self.ground.bounds
        first, last = _tile_at(west, north, zoom), _tile_at(east, south, zoom)
        for y in range(first.y, last.y + 1):
            for x in range(first.x, last.x + 1):
                tile = Tile(z=zoom, x=x, y=y)
                if self.ground.intersects(shapely.box(*tile.bounds)):
                    yield tile


async def published_areas(reader: Connection) -> list[Area]:
    """Every district and OTB, as the published views show them to anyone."""
    return [_area(kind, *row) for kind in KINDS for row in await _rows(reader, kind)]


async def _rows(reader: Connection, kind: str) -> list[tuple[Any, ...]]:
    layer = find_layer(KINDS[kind], Audience.ANYONE)
    if layer is None:
        return []
    view = view_of(layer, Audience.ANYONE)
    cursor = await reader.execute(sql.SQL(_AREAS[kind]).format(view=view), binary=True)
    return await cursor.fetchall()


def _area(kind: str, identifier: int, number: int | None, name: str, wkb: bytes) -> Area:
    titles = {
        "district": _("District %(number)s, %(name)s"),
        "otb": _("OTB %(name)s (district %(number)s)") if number else _("OTB %(name)s"),
    }
    return Area(
        kind=kind,
        id=identifier,
        title=titles[kind] % {"number": number, "name": name},
        ground=shapely.from_wkb(wkb).buffer(MARGIN_DEGREES),
    )


def _tile_at(longitude: float, latitude: float, zoom: int) -> Tile:
    """The tile that holds a point (OGC 17-083r4, annex D.1)."""
    across = 2**zoom
    north = math.asinh(math.tan(math.radians(latitude)))
    column = math.floor((longitude + 180) / 360 * across)
    row = math.floor((1 - north / math.pi) / 2 * across)
    edge = across - 1
    return Tile(z=zoom, x=min(max(column, 0), edge), y=min(max(row, 0), edge))
