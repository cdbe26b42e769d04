"""The writer process: makes one file after another, far from the server's event loop.

`python -m geo.exchange.exports.writing` reads orders from its standard input, each a
pickle after its length in eight bytes, and answers each with one line of JSON. It ends
when its input ends, or when nobody wanted anything for a while.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import pickle
import select
import sys
from typing import IO, Final

import psycopg

from geo.exchange.exports.order import LENGTH, Ending, Order, Report
from geo.exchange.exports.rows import Reader, reading, summary

IDLE_SECONDS: Final = 120
"""A writer without orders gives its memory back after this time."""
NICENESS: Final = 5
"""Pages and tiles go before files."""


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Make what is ordered until there are no more orders."""
    while select.select([orders], [], [], IDLE_SECONDS)[0]:
        length = orders.read(LENGTH)
        if not length:
            return
        sent = orders.read(int.from_bytes(length))
        order: Order = pickle.loads(sent)  # noqa: S301  (our own parent's)
        answers.write(json.dumps(dataclasses.asdict(make(order))).encode() + b"\n")
        answers.flush()


def make(order: Order) -> Report:
    """Make the order's file; rows and statements that take too long are told of."""
    try:
        with reading(order) as connection:
            return _made(connection, order)
    except psycopg.errors.QueryCanceled:
        return Report(ending=Ending.LATE)
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        return Report(ending=Ending.AWAY)
    except (psycopg.DataError, psycopg.errors.InternalError_):
        return Report(ending=Ending.INCALCULABLE)


def _made(connection: Reader, order: Order) -> Report:
    found = summary(connection, order, order.parts[0])
    if order.most_rows is not None and found[0] > order.most_rows:
        return Report(ending=Ending.TOO_MANY, rows=found[0])
    rows = _write(connection, order, found)
    with order.file.open("rb") as file:
        tag = hashlib.file_digest(file, "sha256").hexdigest()
    return Report(ending=Ending.DONE, rows=rows, tag=tag)


def _write(connection: Reader, order: Order, found: tuple[int, ...]) -> int:
    """Let the format's own module write; only that one and its libraries are loaded."""
    match order.extension:
        case "gpkg" | "fgb":
            from geo.exchange.exports import vector

            return vector.write(connection, order, found)
        case "shp.zip":
            from geo.exchange.exports import shapefile

            return shapefile.write(connection, order)
        case "parquet":
            from geo.exchange.exports import parquet

            return parquet.write(connection, order)
        case "xlsx":
            from geo.exchange.exports import workbook

            return workbook.write(connection, order, found)
        case _:
            from geo.exchange.exports import webmap

            return webmap.write(connection, order)


if __name__ == "__main__":
    os.nice(NICENESS)
    # Whatever a library prints must not look like an answer.
    with os.fdopen(os.dup(1), "wb") as real:
        os.dup2(2, 1)
        serve(sys.stdin.buffer, real)
