"""GeoPackage and FlatGeobuf, written by GDAL from a stream of Arrow batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import psycopg
import pyarrow as pa
import pyogrio

from geo import crs
from geo.exchange.exports.order import Order
from geo.exchange.exports.rows import Reader, batches, schema

INDEX_MEGABYTES: Final = "64MB"
"""Memory for the spatial index of a GeoPackage; the rest of it waits on disk."""
MADE: Final = "2000-01-01T00:00:00.000Z"
"""Written into every GeoPackage as its birthday, so that equal rows give equal files."""

DRIVERS: Final = {"gpkg": "GPKG", "fgb": "FlatGeobuf"}


def write(connection: Reader, order: Order, summary: Sequence[int]) -> int:
    """Write the order's rows; returns how many."""
    (part,) = order.parts
    options = {"GEOMETRY_NAME": "geometry"} if order.extension == "gpkg" else {}
    # FlatGeobuf's index has no place for rows without a shape; such a file goes without.
    if order.extension == "fgb" and summary[1]:
        options["SPATIAL_INDEX"] = "NO"
    made = schema(order.columns, lists=False)
    return write_stream(
        batches(connection, order, part, made=made),
        made,
        order.file,
        driver=DRIVERS[order.extension],
        layer=part.name,
        geometry_type=part.geometry_type,
        options=options,
    )


class _Passing:
    """Batches on their way to GDAL: counted, and what breaks them is not lost there."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self.rows = 0
        self.broken: psycopg.Error | None = None
        self._batches = batches

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        try:
            for batch in self._batches:
                self.rows += batch.num_rows
                yield batch
        except psycopg.Error as error:
            self.broken = error
            raise


def write_stream(
    stream: Iterable[pa.RecordBatch],
    made: pa.Schema,
    file: Path,
    *,
    driver: str,
    layer: str,
    geometry_type: str,
    options: dict[str, str],
) -> int:
    """Let GDAL write batches of the schema `made` into `file`; returns how many rows.

    CRS: the WKB in `geometry` is EPSG:4326, longitude first, as these formats keep it.
    """
    passing = _Passing(stream)
    pyogrio.set_gdal_config_options(
        {"OGR_GPKG_MAX_RAM_USAGE_RTREE": INDEX_MEGABYTES, "OGR_CURRENT_DATE": MADE}
    )
    try:
        pyogrio.raw.write_arrow(
            pa.RecordBatchReader.from_batches(made, passing),
            file,
            layer=layer,
            driver=driver,
            geometry_name="geometry",
            geometry_type="Unknown" if geometry_type == "Geometry" else geometry_type,
            crs=f"EPSG:{crs.STORAGE}",
            layer_options=options,
        )
    finally:
        if passing.broken is not None:
            raise passing.broken
    return passing.rows
