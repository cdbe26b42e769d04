"""Rows of a published view as Arrow batches, read through a server-side cursor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
import pyarrow as pa

from geo.exchange.exports.order import Column, Order, Part
from geo.layers import Kind

BATCH: Final = 2_000
"""Rows a batch: some megabytes even where each row is a large shape."""
SUMMARY_SECONDS: Final = 60
"""Time for counting and measuring, which goes once through all rows."""

TYPES: Final = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.DATETIME: pa.timestamp("us", tz="UTC"),
    Kind.BOOLEAN: pa.bool_(),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.INTEGERS: pa.list_(pa.int64()),
}

Reader = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def reading(order: Order) -> Iterator[Reader]:
    """A connection as the audience's role, on which all statements see the same rows."""
    with psycopg.connect(**order.connection) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield connection


def summary(connection: Reader, order: Order, part: Part) -> tuple[int, ...]:
    """What the part's summary answers, nulls as zero; nothing when it has none."""
    if not part.summary:
        return ()
    connection.execute(f"SET LOCAL statement_timeout = '{SUMMARY_SECONDS}s'")
    row = connection.execute(part.summary, order.values).fetchone()
    connection.execute("SET LOCAL statement_timeout TO DEFAULT")
    return tuple(number or 0 for number in row or ())


def rows(
    connection: Reader, order: Order, part: Part
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The part's rows in blocks: id, the columns, the shape."""
    with connection.cursor(name="download", binary=True) as cursor:
        cursor.itersize = BATCH
        cursor.execute(part.statement, order.values)
        while block := cursor.fetchmany(BATCH):
            yield block


def schema(columns: Sequence[Column], *, lists: bool) -> pa.Schema:
    """The Arrow schema of a part; without `lists` they are texts."""
    fields = [pa.field("id", pa.int64(), nullable=False)]
    for column in columns:
        joined = column.is_text and not lists
        fields.append(pa.field(column.name, pa.string() if joined else TYPES[column.kind]))
    return pa.schema([*fields, pa.field("geometry", pa.binary())])


def joined(values: Sequence[Any] | None) -> str | None:
    """A list as one text.

    >>> joined([4, 5])
    '4; 5'
    """
    return None if values is None else "; ".join(map(str, values))


def batch_of(
    block: Sequence[tuple[Any, ...]], columns: Sequence[Column], made: pa.Schema
) -> pa.RecordBatch:
    """One block of rows as an Arrow batch of the schema `made`."""
    ids, *middle, shapes = zip(*block, strict=True)
    arrays = [pa.array(ids, made.field(0).type)]
    for place, (column, values) in enumerate(zip(columns, middle, strict=True), start=1):
        kind = made.field(place).type
        is_joined = kind == pa.string() and column.kind is not Kind.TEXT
        shown = [joined(value) for value in values] if is_joined else values
        arrays.append(pa.array(shown, kind))
    return pa.record_batch([*arrays, pa.array(shapes, pa.binary())], schema=made)


def batches(
    connection: Reader, order: Order, part: Part, *, made: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The part's rows as Arrow batches of the schema `made`."""
    for block in rows(connection, order, part):
        yield batch_of(block, order.columns, made)
