"""Formats that are read one feature after the other: their columns and their batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

import numpy as np

from geo.exchange import wkb
from geo.exchange.columns import Column
from geo.exchange.faults import Fault
from geo.exchange.features import BATCH_BYTES, BATCH_ROWS, Batch, check_width

SCHEMA_FEATURES: Final = 1_000
"""How many features are looked at to learn the names of the attributes."""

Row = TypeVar("Row")


def columns_among(names: Iterable[str]) -> tuple[str, ...]:
    """The names of the attributes, each once, in the order in which they came.

    Raises:
        TooLarge: they are too many.
        UnicodeError: one of them is no text.
    """
    columns = tuple(dict.fromkeys(names))
    check_width(len(columns))
    "".join(columns).encode()  # JSON can name half of a pair of surrogates
    return columns


def batches(
    weighed: Iterable[tuple[Row, int]],
    columns: Sequence[str],
    *,
    shape: Callable[[Row], Any],
    text: Callable[[Row, str], str | None],
) -> Iterator[Batch]:
    """Batches of features, each of which came with its size in bytes.

    `shape` gives the GeoJSON geometry of one, `text` what stands in a column.
    """
    first = 1
    for rows in _groups(weighed):
        shapes, faults = _shapes(map(shape, rows))
        yield Batch(
            lines=np.arange(first, first + len(rows), dtype=np.int64),
            shapes=shapes,
            columns={
                name: Column.of_texts(text(row, name) for row in rows) for name in columns
            },
            faults=faults,
        )
        first += len(rows)


def _groups(weighed: Iterable[tuple[Row, int]]) -> Iterator[list[Row]]:
    """Features in groups that fit a batch, however large each of them is."""
    rows: list[Row] = []
    held = 0
    for row, size in weighed:
        rows.append(row)
        held += size
        if len(rows) == BATCH_ROWS or held > BATCH_BYTES:
            yield rows
            rows, held = [], 0
    if rows:
        yield rows


def _shapes(drawn: Iterable[Any]) -> tuple[Column, dict[int, tuple[Fault, str]]]:
    """The shapes as WKB, and by place those that are none."""
    shapes: list[bytes | None] = []
    faults: dict[int, tuple[Fault, str]] = {}
    for index, each in enumerate(drawn):
        try:
            shapes.append(wkb.geometry(each))
        except wkb.NotAGeometry as error:
            deep = isinstance(error, wkb.TooDeep)
            shapes.append(None)
            faults[index] = (Fault.TOO_DEEP if deep else Fault.BROKEN_SHAPE, str(error))
    return Column.of_bytes(shapes), faults
