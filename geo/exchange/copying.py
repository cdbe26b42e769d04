"""Rows as PostgreSQL's binary COPY wants them, put together a whole batch at a time.

Source: PostgreSQL 15, COPY, "Binary Format". Encoding row by row in Python takes longer
than everything the database does with the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.exchange.columns import NULL, Column

HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER: Final = b"\xff\xff"
COUNT_BYTES: Final = 2
LENGTH_BYTES: Final = 4
LONG_BYTES: Final = 200
"""Mean length from which values are copied one by one: scattering bytes takes 24 times
their size in memory."""


def bigints(values: NDArray[np.int64]) -> Column:
    """Whole numbers as `bigint` fields."""
    records = values.astype(">i8").view(np.uint8).reshape(len(values), 8)
    return Column.of_records(records, np.ones(len(values), dtype=bool))


def encode(columns: Sequence[Column]) -> bytes:
    """The rows made of `columns`, without header and trailer.

    >>> encode([Column.of_bytes([b"a", None])]).hex()
    '000100000001610001ffffffff'
    >>> encode([Column.of_bytes([])])
    b''
    """
    rows = len(columns[0])
    row_sizes = np.full(rows, COUNT_BYTES + LENGTH_BYTES * len(columns), dtype=np.int64)
    for column in columns:
        row_sizes += column.sizes
    cursor = np.cumsum(row_sizes) - row_sizes
    packed = np.empty(int(row_sizes.sum()), dtype=np.uint8)
    _put(packed, cursor, np.full(rows, len(columns)).astype(">i2"))
    cursor = cursor + COUNT_BYTES
    for column in columns:
        _put(packed, cursor, column.lengths.astype(">i4"))
        cursor = cursor + LENGTH_BYTES
        _scatter(packed, cursor, column)
        cursor = cursor + column.sizes
    return packed.tobytes()


def _put(
    packed: NDArray[np.uint8], at: NDArray[np.int64], numbers: NDArray[np.void]
) -> None:
    """Write one fixed-size number per row."""
    width = numbers.dtype.itemsize
    records = numbers.view(np.uint8).reshape(len(numbers), width)
    packed[at[:, None] + np.arange(width)] = records


def _scatter(packed: NDArray[np.uint8], at: NDArray[np.int64], column: Column) -> None:
    """Write each row's bytes at its place."""
    lengths = column.lengths
    if len(lengths) and (lengths == lengths[0]).all():
        width = int(lengths[0])
        if width != NULL:
            records = column.data.reshape(len(lengths), width)
            packed[at[:, None] + np.arange(width)] = records
        return
    if len(column.data) > LONG_BYTES * len(lengths):
        for place, start, size in _cuts(at, column):
            packed[place : place + size] = column.data[start : start + size]
        return
    shift = np.repeat(at - column.starts, column.sizes)
    packed[np.arange(len(column.data)) + shift] = column.data


def _cuts(at: NDArray[np.int64], column: Column) -> Iterator[tuple[int, int, int]]:
    """Where each row's bytes go, where they come from, and how many they are."""
    return zip(at.tolist(), column.starts.tolist(), column.sizes.tolist(), strict=True)
