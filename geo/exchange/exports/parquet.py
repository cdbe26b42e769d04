"""GeoParquet: for notebooks, DuckDB and whatever reads a layer by columns.

Source: GeoParquet 1.1.0 (geoparquet.org/releases/v1.1.0). Without `crs` the coordinates
are those of OGC:CRS84, longitude first.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from geo.exchange.exports.order import Order, Part
from geo.exchange.exports.rows import Reader, batches, schema

GROUP_ROWS: Final = 20_000
"""Rows a row group: a reader with a box skips groups, a writer holds one."""

_CORNERS: Final = ("xmin", "ymin", "xmax", "ymax")
_BOX: Final = pa.struct([pa.field(corner, pa.float64()) for corner in _CORNERS])


def write(connection: Reader, order: Order) -> int:
    """Write the order's rows; returns how many."""
    (part,) = order.parts
    plain = schema(order.columns, lists=True)
    made = plain.append(pa.field("bbox", _BOX))
    total, outer = 0, np.full((0, 4), np.nan)
    with pq.ParquetWriter(order.file, made, compression="zstd") as writer:
        held: list[pa.RecordBatch] = []
        for batch in batches(connection, order, part, made=plain):
            boxes = shapely.bounds(shapely.from_wkb(batch["geometry"]))
            held.append(_boxed(batch, boxes, made))
            outer = _outer(np.vstack([outer, boxes]))
            total += batch.num_rows
            if sum(each.num_rows for each in held) >= GROUP_ROWS:
                writer.write_table(pa.Table.from_batches(held), GROUP_ROWS)
                held = []
        if held:
            writer.write_table(pa.Table.from_batches(held), GROUP_ROWS)
        writer.add_key_value_metadata({"geo": json.dumps(_metadata(part, outer))})
    return total


def _boxed(
    batch: pa.RecordBatch, boxes: NDArray[np.float64], made: pa.Schema
) -> pa.RecordBatch:
    """The batch with the box of each shape, null where there is none."""
    nothing = np.isnan(boxes[:, 0])
    corners = [pa.array(boxes[:, place]) for place in range(4)]
    column = pa.StructArray.from_arrays(corners, fields=list(_BOX), mask=pa.array(nothing))
    return pa.record_batch([*batch.columns, column], schema=made)


def _outer(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The box around `boxes`, as one row; no row when they are all of nothing."""
    boxes = boxes[~np.isnan(boxes[:, 0])]
    if not len(boxes):
        return boxes
    return np.hstack([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])[np.newaxis]


def _metadata(part: Part, outer: NDArray[np.float64]) -> dict[str, Any]:
    known = [] if part.geometry_type == "Geometry" else [part.geometry_type]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": known,
        "covering": {"bbox": {corner: ["bbox", corner] for corner in _CORNERS}},
    }
    if len(outer):
        column["bbox"] = outer[0].tolist()
    columns = {"geometry": column}
    return {"version": "1.1.0", "primary_column": "geometry", "columns": columns}
