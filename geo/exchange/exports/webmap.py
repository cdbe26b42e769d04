"""A map in one HTML file, to be sent by message and opened without any network."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import report
from geo.exchange.exports.order import Column, Order
from geo.exchange.exports.rows import Reader, joined, rows
from geo.layers import Kind

DECIMALS: Final = 6
"""Digits of a degree: 11 cm."""
GROUND: Final = {"color": "#8b867f", "weight": 1, "fillColor": "#ffffff", "fillOpacity": 1}
MARGIN: Final = 0.002
"""Degrees around a single point, so that the map shows its surroundings."""

_GROUPED: Final = (shapely.GeometryType.MULTIPOINT, shapely.GeometryType.GEOMETRYCOLLECTION)

Shapes = NDArray[np.object_]
Row = tuple[Any, ...]


def write(connection: Reader, order: Order) -> int:
    """Write the order's rows; returns how many. Those without a shape are told of below."""
    (part,) = order.parts
    found = [row for block in rows(connection, order, part) for row in block]
    ground = _ground(connection, order)
    placed = [row for row in found if row[-1] is not None]
    shapes = _rounded([row[-1] for row in placed])
    made = report.blank_map(
        order.title, _footer(order, found, placed), _view(shapes, ground)
    )
    made.options["preferCanvas"] = True
    if len(ground):
        report.add_ground(made, _collection(ground), **GROUND)
    told = [_told(row, order) for row in placed]
    singles, owners = _touchable(shapes)
    report.add_shapes(
        made,
        map(json.loads, shapely.to_geojson(singles)),
        [told[owner] for owner in owners.tolist()],
    )
    order.file.write_text(report.page(made, language=order.language), encoding="utf-8")
    return len(found)


def _rounded(shapes: Sequence[bytes]) -> Shapes:
    read = shapely.from_wkb(np.array(shapes, dtype=object))
    rounded: Shapes = shapely.transform(read, lambda points: points.round(DECIMALS))
    return rounded


def _touchable(shapes: Shapes) -> tuple[Shapes, NDArray[np.int64]]:
    """The shapes with points and collections taken apart, and whose each part is.

    Leaflet makes a group of them, whose members do not know what they belong to.
    """
    apart = np.isin(shapely.get_type_id(shapes), _GROUPED)
    (whole,), (grouped,) = np.nonzero(~apart), np.nonzero(apart)
    parts, owners = shapely.get_parts(shapes[grouped], return_index=True)
    return np.concatenate([shapes[whole], parts]), np.concatenate([whole, grouped[owners]])


def _ground(connection: Reader, order: Order) -> Shapes:
    if not order.ground:
        return np.empty(0, dtype=object)
    return _rounded([row[0] for row in connection.execute(order.ground, binary=True)])


def _collection(shapes: Shapes) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shape)}
        for shape in shapely.to_geojson(shapes)
    ]
    return {"type": "FeatureCollection", "features": features}


def _view(shapes: Shapes, ground: Shapes) -> report.Bounds:
    """The box to begin with: of the rows, else of the ground, else the whole world."""
    for each in (shapes, ground):
        if len(each):
            west, south, east, north = shapely.total_bounds(each).tolist()
            return west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN
    return -180.0, -60.0, 180.0, 60.0


def _footer(order: Order, found: Sequence[Row], placed: Sequence[Row]) -> str:
    sentences = [order.source, order.words["map_rows"] % {"count": len(found)}]
    if len(placed) < len(found):
        missing = {"count": len(found) - len(placed)}
        sentences.append(order.words["map_placeless"] % missing)
    return " · ".join(sentences)


def _told(row: Row, order: Order) -> Mapping[str, str]:
    """What a row tells: the title and the word of each column that is not empty."""
    zone = ZoneInfo(order.time_zone)
    pairs = zip(order.columns, row[1:-1], strict=True)
    words = {column.title: _word(value, column, order, zone) for column, value in pairs}
    return {title: word for title, word in words.items() if word}


def _word(value: Any, column: Column, order: Order, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if column.kind is Kind.BOOLEAN:
        return order.words["yes" if value else "no"]
    if isinstance(value, dt.datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return joined([column.words.get(each, each) for each in value]) or ""
    if isinstance(value, float):
        return f"{value:.12g}"
    return column.words.get(value, str(value))
