"""Streams a file's rows into the staging table with COPY."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.db import connection
from psycopg import sql

from geo.exchange.columns import Column
from geo.exchange.copying import HEADER, TRAILER, bigints, encode
from geo.exchange.faults import Fault
from geo.exchange.features import Batch
from geo.exchange.plan import LINE, Filling, Plan
from geo.exchange.positions import Convert
from geo.exchange.scratch import Scratch, named, staged
from geo.exchange.shapes import Prepared, prepare
from geo.exchange.words import fold

MOST_WORDS: Final = 10_000
"""Translations remembered at a time."""


@dataclass(kw_only=True)
class Counted:
    """What went by while staging."""

    read: int = 0
    passed_over: int = 0
    recoded: int = 0
    """Values whose text was not UTF-8."""


def stage(
    batches: Iterable[Batch],
    scratch: Scratch,
    plan: Plan,
    *,
    convert: Convert,
    mend: bool,
    advance: Callable[[int], None],
) -> Counted:
    """Copy every row into the staging table, one batch after the other.

    The database takes a batch while the next one is read.
    """
    counted = Counted()
    translate = [_translator(filling) for filling in plan.staged]
    single = not plan.into.geometry_type.startswith(("MULTI", "GEOMETRY"))
    copy = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary, FREEZE)").format(
        scratch.staging, sql.SQL(", ").join(columns_in(plan))
    )
    with (
        uncollected(),
        connection.cursor() as cursor,
        cursor.copy(copy) as sink,
        _one_ahead(sink.write) as send,
    ):
        send(HEADER)
        for batch in batches:
            kept = _only(batch, plan)
            counted.read += len(batch)
            counted.passed_over += len(batch) - len(kept)
            texts = [step(kept) for step in translate]
            texts += [kept.columns[joining.column] for joining in plan.named]
            prepared = prepare(kept.shapes, convert, single=single, mend=mend)
            send(_rows(kept, prepared, texts, counted))
            advance(len(batch))
        send(TRAILER)
    return counted


@contextmanager
def _one_ahead(write: Callable[[bytes], None]) -> Iterator[Callable[[bytes], None]]:
    """Write in a thread of its own; who gives it more waits until the last was taken.

    So there are never more than two batches in memory. psycopg's own writer of this kind
    would take a thousand.
    """
    with ThreadPoolExecutor(max_workers=1) as writer:
        sent: Future[None] = writer.submit(write, b"")

        def send(rows: bytes) -> None:
            nonlocal sent
            sent.result()
            sent = writer.submit(write, rows)

        yield send
        sent.result()


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave cycles where they are for as long.

    Rows come and go by the million and none is in a cycle; looking for cycles among them
    takes longer than reading them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def columns_in(plan: Plan) -> list[sql.Identifier]:
    """Columns of the staging table in the order they are sent; others are found out."""
    own = [sql.Identifier(name) for name in ("line", "fault", "detail", "shape")]
    texts = [staged(filling.target.name) for filling in plan.staged]
    return [*own, *texts, *(named(joining.link.field) for joining in plan.named)]


def _rows(batch: Batch, prepared: Prepared, texts: list[Column], counted: Counted) -> bytes:
    faults = prepared.faults | batch.faults
    readable = []
    for column in texts:
        clean, recoded = column.readable()
        counted.recoded += recoded
        readable.append(clean.trimmed())
    return encode(
        [
            bigints(batch.lines),
            _marks(faults, len(batch), 0),
            _marks(faults, len(batch), 1),
            prepared.shapes,
            *readable,
        ]
    )


def _marks(faults: dict[int, tuple[Fault, str]], rows: int, part: int) -> Column:
    """The fault (part 0) or its detail (part 1) of every row; null for good rows."""
    if not faults:
        return Column.nulls(rows)
    return Column.of_texts(
        str(faults[row][part]) if row in faults else None for row in range(rows)
    )


def _only(batch: Batch, plan: Plan) -> Batch:
    """The batch without the rows that the mapping passes over."""
    keep = np.ones(len(batch), dtype=bool)
    for column, wanted in plan.only.items():
        folded = {fold(value) for value in wanted}
        texts = batch.columns[column].readable()[0].texts()
        keep &= np.array([fold(text or "") in folded for text in texts])  # "" is null
    if keep.all():
        return batch
    rows = np.flatnonzero(keep)
    place = {int(row): index for index, row in enumerate(rows)}
    return Batch(
        lines=batch.lines[rows],
        shapes=batch.shapes.take(rows),
        columns={name: column.take(rows) for name, column in batch.columns.items()},
        faults={place[row]: fault for row, fault in batch.faults.items() if row in place},
    )


def _translator(filling: Filling) -> Callable[[Batch], Column]:
    """The step that makes a field's texts of a batch."""
    if filling.pattern:
        return lambda batch: _generated(filling.pattern, batch)
    if not filling.words:
        return lambda batch: batch.columns[filling.column]
    known: dict[bytes | None, bytes | None] = {}

    def translated(value: bytes | None) -> bytes | None:
        text = (value or b"").decode().strip()
        stored = filling.words.get(fold(text), filling.otherwise or text)
        return stored.encode() if text else None

    def step(batch: Batch) -> Column:
        values = batch.columns[filling.column].readable()[0].values()
        new = set(values).difference(known)
        if len(known) + len(new) > MOST_WORDS:  # this column holds no words, but texts
            known.clear()
            new = set(values)
        known.update({value: translated(value) for value in new})
        return Column.of_bytes([known[value] for value in values])

    return step


def _generated(pattern: str, batch: Batch) -> Column:
    texts = {name: column.readable()[0].texts() for name, column in batch.columns.items()}

    def values() -> Iterator[str]:
        for row, line in enumerate(batch.lines.tolist()):
            named = {name: column[row] or "" for name, column in texts.items()}
            yield pattern.format(**{**named, LINE: line})  # a column may be called so, too

    return Column.of_texts(values())
