"""Features of published layers that touch an area, read as the viewer's audience."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from asgiref.sync import async_to_sync
from django.contrib.gis.geos import GEOSGeometry
from psycopg import sql

from geo import crs
from geo.access import Audience
from geo.layers import Layer
from geo.published.conditions import view_of
from geo.published.looks import Way, note_look_here
from geo.published.projections import CRS84
from geo.published.readers import Planning, read_row
from geo.published.statements import feature, once

_AREA: Final = sql.SQL("ST_GeomFromWKB(%(area)s, {})").format(crs.STORAGE)

_TOUCHED: Final = """
WITH hits AS MATERIALIZED (
  SELECT id FROM {view} WHERE geometry && {area} AND ST_Intersects(geometry, {area})
)
SELECT (SELECT count(*) FROM hits), string_agg(feature, ',')
FROM (
  SELECT {feature} AS feature
  FROM (SELECT id FROM hits ORDER BY id LIMIT %(limit)s) AS chosen
  JOIN {view} USING (id) ORDER BY id
) AS read
"""


@dataclass(frozen=True, kw_only=True)
class Touched:
    """What one layer has in an area."""

    matched: int
    features: list[Any]
    """GeoJSON features, the first of them by id."""


def _statement(layer: Layer, audience: Audience) -> str:
    def compose() -> sql.Composable:
        return sql.SQL(_TOUCHED).format(
            view=view_of(layer, audience),
            area=_AREA,
            feature=feature(layer, layer.fields_for(audience), CRS84),
        )

    return once(("touching", layer.name, audience), compose)


def read_touched(
    layer: Layer, audience: Audience, area: GEOSGeometry, *, limit: int
) -> Touched:
    """The layer's features that touch `area`; one without a place touches nothing.

    Raises:
        DatabaseAway: the database does not answer.
        TookTooLong: it does, but not in time.
    """
    values = {"area": bytes(area.wkb), "limit": limit}
    row = async_to_sync(read_row)(
        audience, _statement(layer, audience), values, planning=Planning.EACH_TIME
    )
    matched, features = row or [None, None]
    found = json.loads(b"".join((b"[", features or b"", b"]")))
    note_look_here(layer, audience, Way.AREA, rows=len(found))
    return Touched(matched=int(matched or 0), features=found)
