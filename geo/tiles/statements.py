"""The SQL that makes a tile.

A layer with `tile_sql` makes its tiles by its app's `sql/<tile_sql>.sql`. Such a file

- reads `chosen`: the rows of the layer's published view that touch the tile and fulfil
  the request's filters, with every column of the view;
- may use `%(z)s`, `%(x)s`, `%(y)s` (the tile) and `ST_TileEnvelope` of them (EPSG:3857);
- is one SELECT that returns one value: the encoded layer, under the layer's own name.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from psycopg import sql

from geo import crs
from geo.access import Audience
from geo.layers import Field, Kind, Layer, published
from geo.published.conditions import condition, shape_of, values_of, view_of
from geo.published.question import Selection
from geo.published.statements import once
from geo.tiles.address import BUFFER, EXTENT, Tile

EXACT_FROM: Final = 14
"""Zoom from which shapes are drawn as they are stored; below, half a pixel may go."""

_CHOSEN: Final = """
WITH chosen AS NOT MATERIALIZED (
  SELECT * FROM {view} WHERE geometry && ST_MakeEnvelope(
    %(west)s::float8, %(south)s::float8, %(east)s::float8, %(north)s::float8, {storage})
  AND {condition}
)
"""

_ENCODED: Final = """
SELECT ST_AsMVT(tile, {name}, {extent}, 'geometry', 'id') FROM (
  SELECT id, {columns} ST_AsMVTGeom(
    {shape}, (SELECT ST_TileEnvelope(%(z)s::int, %(x)s::int, %(y)s::int)),
    {extent}, {buffer}) AS geometry
  FROM chosen {thinned}
) AS tile
"""

_THINNED: Final = """
WHERE id IN (SELECT min(id) FROM chosen GROUP BY
  floor(ST_X(geometry) * %(across)s::float8), floor(ST_Y(geometry) * %(up)s::float8))
"""
"""Points far out: one for each 256th of the tile's edge, which is a dot's own width.

How many dots make a degree is bound, and not reckoned anew for each of a million points.
"""

_SIMPLER: Final = """ST_Simplify(
  ST_Transform(geometry, {mercator}), 40075016.69 / 2 ^ %(z)s::int / 1024, true)"""
"""1024 pixels along the edge of a tile: the screens of phones have as many."""

_AS_TEXT: Final = {
    Kind.TEXTS: "array_to_string({0}, ', ') AS {0}",
    Kind.INTEGERS: "array_to_string({0}, ', ') AS {0}",
    Kind.DATE: "{0}::text AS {0}",
    Kind.DATETIME: "to_json({0}) #>> '{{}}' AS {0}",  # RFC 3339, as in features
}
"""Tiles carry numbers, truths and texts only."""


@cache
def _own_sql(layer_model: str, name: str) -> str:
    folder = Path(apps.get_app_config(layer_model).path) / "sql"
    return (folder / f"{name}.sql").read_text(encoding="utf-8")


def _column(field: Field) -> sql.Composed:
    text = _AS_TEXT.get(field.kind, "{0}") + ", "
    return sql.SQL(text).format(sql.Identifier(field.name))


def _encoded(layer: Layer, audience: Audience, *, exact: bool) -> sql.Composable:
    if layer.tile_sql:
        return sql.SQL(_own_sql(layer.model._meta.app_label, layer.tile_sql))
    whole = exact or layer.geometry_type.endswith("Point")
    shape = sql.SQL("ST_Transform(geometry, {mercator})" if whole else _SIMPLER)
    fields = [field for field in layer.fields_for(audience) if field.in_tiles]
    return sql.SQL(_ENCODED).format(
        name=sql.Literal(layer.name),
        extent=EXTENT,
        buffer=BUFFER,
        columns=sql.Composed([_column(field) for field in fields]),
        shape=shape.format(mercator=crs.WEB_MERCATOR),
        thinned=sql.SQL("" if exact or not _is_point(layer) else _THINNED),
    )


def _is_point(layer: Layer) -> bool:
    return layer.geometry_type == "Point"


def _composed(selection: Selection, tile: Tile) -> sql.Composed:
    chosen = sql.SQL(_CHOSEN).format(
        view=view_of(selection.layer, selection.audience),
        storage=crs.STORAGE,
        condition=condition(selection),
    )
    exact = tile.z >= EXACT_FROM
    encoded = _encoded(selection.layer, selection.audience, exact=exact)
    return sql.SQL("{} SELECT ({})").format(chosen, encoded)


def tile_statement(selection: Selection, tile: Tile) -> str:
    """The statement that returns the encoded tile of one layer."""
    key = ("tile", *shape_of(selection), tile.z >= EXACT_FROM)
    return once(key, lambda: _composed(selection, tile))


def tile_values(selection: Selection, tile: Tile) -> dict[str, Any]:
    """The values bound in `tile_statement`."""
    return {**values_of(selection), **_place(tile)}


def _place(tile: Tile) -> dict[str, Any]:
    west, south, east, north = tile.bounds
    square = {"west": west, "south": south, "east": east, "north": north}
    across = 2**tile.z * 256 / 360
    # Mercator stretches the latitudes by 1/cos; taken where it stretches most, so that
    # no part of the tile has cells higher than a dot.
    squeeze = math.cos(math.radians(max(abs(south), abs(north))))
    dots = {"across": across, "up": across / squeeze}
    return {"z": tile.z, "x": tile.x, "y": tile.y, **dots, **square}


def basemap_layers(audience: Audience, zoom: int) -> list[Layer]:
    """The layers that the basemap carries at this zoom, lowest first."""
    return [
        layer
        for layer in published(audience)
        if layer.basemap_from is not None
        and layer.basemap_from <= zoom <= layer.zooms[1]
        and zoom >= layer.zooms[0]
    ]


def basemap_statement(audience: Audience, tile: Tile) -> str | None:
    """The statement that returns several layers in one tile; None when there are none.

    Encoded layers are simply put one after the other (Vector Tile Specification 2.1, 4.1).
    """
    layers = basemap_layers(audience, tile.z)
    if not layers:
        return None

    def compose() -> sql.Composed:
        each = (_composed(Selection(layer=one, audience=audience), tile) for one in layers)
        parts = [sql.SQL("coalesce(({}), '')").format(part) for part in each]
        return sql.SQL("SELECT {}").format(sql.SQL(" || ").join(parts))

    return once(("basemap", audience, tile.z), compose)


def basemap_values(tile: Tile) -> dict[str, Any]:
    """The values bound in `basemap_statement`."""
    return _place(tile)
