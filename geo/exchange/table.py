"""Tables with coordinates in two columns (CSV), as offices export them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS

from geo import crs as stored
from geo.exchange.columns import Column
from geo.exchange.dialect import Dialect, dialect_of, next_rows, rows_of, unclosed
from geo.exchange.encodings import guessed
from geo.exchange.faults import Fault
from geo.exchange.features import BATCH_ROWS, Batch
from geo.exchange.numbers import number
from geo.exchange.reading import Reading
from geo.exchange.wkb import points


@dataclass(frozen=True, kw_only=True, eq=False)
class TableFeatures:
    """The rows of one table."""

    file: Path
    name: str
    dialect: Dialect
    crs: CRS | None
    total: int | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names in the header."""
        return self.dialect.columns

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """Read the rows with these columns; blank lines are passed over.

        Raises:
            NotImportable: a line has no end, or a quote is never closed.
        """
        at = {name: self.columns.index(name) for name in columns}
        for lines, rows in _groups(self.file, self.dialect):
            yield _batch(lines, rows, self.dialect, at)


def open_table(file: Path, reading: Reading) -> TableFeatures:
    """Open a table; longitude and latitude by name are WGS 84, anything else must be said.

    Raises:
        NotImportable: it has no header and rows.
        WrongMapping: the columns with coordinates are not to be found.
    """
    dialect = dialect_of(file, reading)
    notes = []
    if not reading.encoding and not dialect.encoding.startswith("utf"):
        notes.append(guessed(dialect.encoding))
    crs = reading.crs
    if dialect.x is None or dialect.y is None:
        crs = CRS.from_epsg(stored.STORAGE)  # of places that are found, not read
    elif crs is None and dialect.degrees:
        crs = CRS.from_epsg(stored.STORAGE)
        notes.append(
            _("Columns “%(x)s” and “%(y)s” were taken as degrees (EPSG:4326).")
            % {"x": dialect.columns[dialect.x], "y": dialect.columns[dialect.y]}
        )
    return TableFeatures(file=file, name=file.name, dialect=dialect, crs=crs, notes=notes)


def _groups(
    file: Path, dialect: Dialect
) -> Iterator[tuple[NDArray[np.int64], list[list[str]]]]:
    """Rows after the header with the lines they begin on, in groups for a batch."""
    with file.open(encoding=dialect.encoding, newline="") as stream:
        rows = rows_of(stream, dialect.separator)
        next((row for row in rows if row), None)
        while True:
            begins = rows.line_num + 1
            try:
                taken = next_rows(rows, stream, most=BATCH_ROWS)
            except csv.Error as error:
                raise unclosed(begins) from error
            if not taken:
                return
            lines = np.arange(begins, begins + len(taken))
            if rows.line_num != lines[-1]:  # some row takes several lines
                lines = begins + np.cumsum([0, *map(_height, taken[:-1])])
            kept = [place for place, row in enumerate(taken) if row]
            yield lines[kept], [taken[place] for place in kept]


def _height(row: list[str]) -> int:
    """How many lines a row takes: quotes may hold several."""
    return 1 + sum(cell.count("\n") for cell in row)


def _batch(
    lines: NDArray[np.int64], rows: list[list[str]], dialect: Dialect, at: dict[str, int]
) -> Batch:
    faults: dict[int, tuple[Fault, str]] = {}
    width = len(dialect.columns)
    if set(map(len, rows)) != {width}:
        for index, row in enumerate(rows):
            if len(row) != width:
                rows[index] = (row + [""] * width)[:width]
                counts = {"has": len(row), "wanted": width}
                detail = _("%(has)d columns instead of %(wanted)d") % counts
                faults[index] = (Fault.UNREADABLE, detail)
    turned = list(zip(*rows, strict=True))
    return Batch(
        lines=lines,
        shapes=_places(turned, dialect, faults),
        columns={name: Column.of_texts(turned[place]) for name, place in at.items()},
        faults=faults,
    )


def _places(
    turned: list[tuple[str, ...]], dialect: Dialect, faults: dict[int, tuple[Fault, str]]
) -> Column:
    """The points of the two columns with coordinates; rows that spoil theirs are blamed."""
    if dialect.x is None or dialect.y is None:
        return Column.nulls(len(turned[0]))
    x = _numbers(turned[dialect.x], dialect.decimal)
    y = _numbers(turned[dialect.y], dialect.decimal)
    finite = np.isfinite(x) & np.isfinite(y)
    for index in np.flatnonzero(~finite).tolist():
        if turned[dialect.x][index].strip() or turned[dialect.y][index].strip():
            faults.setdefault(index, (Fault.NOT_FINITE, ""))
    return points(x, y, finite)


def _numbers(texts: Sequence[str], decimal: str) -> NDArray[np.float64]:
    """Coordinates of a column; NaN where there is no number."""
    if decimal == ".":
        try:  # nearly always every cell is a plain number, and this is the quick way
            return np.array(list(map(float, texts)), dtype=np.float64)
        except ValueError:
            pass
    found = (number(text, decimal) for text in texts)
    return np.array([np.nan if value is None else value for value in found])
