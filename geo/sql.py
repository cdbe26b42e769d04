"""Named SQL files, run with bound values into typed rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import numpy as np
from django.db import connection
from django.db.models import Model
from numpy.typing import NDArray
from psycopg import Cursor
from psycopg.sql import SQL, Identifier

Row = TypeVar("Row")
Found = TypeVar("Found", bound=Model)


def rows(
    kind: type[Row], file: Path, *, given: Mapping[str, Path] | None = None, **values: Any
) -> list[Row]:
    """Run `file` with `values` bound by name; each result row becomes a `kind`.

    A column without a field of the same name in `kind`, or the reverse, is a
    `TypeError`, so the file and the class cannot drift apart unnoticed. `given` names
    relations that the file reads and another file defines.
    """
    with connection.cursor() as cursor:
        cursor.execute(_text(file, given), values)
        columns = tuple(column.name for column in cursor.description or ())
        make: Callable[[Sequence[Any]], Row] = _maker_kept(kind, columns)
        return [make(row) for row in cursor.fetchall()]


class _KeptPlan(Cursor[Any]):
    """A cursor of the driver whose statements are planned once for their connection."""

    def execute(self, query: Any, params: Any = None, **_more: Any) -> Self:
        return super().execute(query, params, prepare=True, binary=True)


def prepared(
    kind: type[Row], file: Path, *, given: Mapping[str, Path] | None = None, **values: Any
) -> list[Row]:
    """As `rows`, by a plan that the connection keeps, its rows sent in binary.

    For what is asked very often, in answers so quick that planning counts. Write it so that
    one plan is right for all values: PostgreSQL no longer sees them when it plans.
    """
    connection.ensure_connection()
    own = connection.connection
    logged = connection.queries_logged  # by tests that count
    dress: Callable[[Any], Any] = (
        connection.make_debug_cursor if logged else connection.make_cursor
    )
    with dress(_KeptPlan(own)) as cursor:
        before, own.prepare_threshold = own.prepare_threshold, 0  # Django keeps none
        try:
            cursor.execute(_text(file, given), values)
        finally:
            own.prepare_threshold = before
        columns = tuple(column.name for column in cursor.description or ())
        make: Callable[[Sequence[Any]], Row] = _maker_kept(kind, columns)
        return [make(row) for row in cursor.fetchall()]


def _maker(kind: type[Row], columns: Sequence[str]) -> Callable[[Sequence[Any]], Row]:
    """What makes a `kind` of a row.

    The constructor of a frozen dataclass sets one attribute at a time, past its own guard:
    of thousands of rows that takes longer than PostgreSQL. A plain one gets all at once.
    """
    is_plain = (
        is_dataclass(kind)
        and not hasattr(kind, "__post_init__")
        and not hasattr(kind, "__slots__")
        and sorted(field.name for field in fields(kind)) == sorted(columns)
    )

    def fill(row: Sequence[Any]) -> Row:
        made = object.__new__(kind)
        vars(made).update(zip(columns, row, strict=True))
        return made

    return fill if is_plain else lambda row: kind(**dict(zip(columns, row, strict=True)))


_maker_kept: Final[Callable[..., Any]] = cache(_maker)


def instances(model: type[Found], file: Path, **values: Any) -> list[Found]:
    """Run `file` with `values` bound by name; each result row becomes a `model`.

    It gives every column of the model's table; others become attributes.
    """
    return list(model._default_manager.raw(_read(file), values))


def tuples(
    file: Path, *, given: Mapping[str, Path] | None = None, **values: Any
) -> Iterator[tuple[Any, ...]]:
    """Run `file` and iterate over its bare rows, sent in binary: for very many of them."""
    connection.ensure_connection()
    cursor = Cursor(connection.connection)
    cursor.execute(_text(file, given), values or None, binary=True)
    return iter(cursor)


def _text(file: Path, given: Mapping[str, Path] | None) -> str:
    """The statement in `file`, after the relations it is given."""
    return _joined(file, tuple(given.items())) if given else _read(file)


@cache
def _joined(file: Path, given: tuple[tuple[str, Path], ...]) -> str:
    return f"{_relations(dict(given))}\nSELECT * FROM (\n{_read(file)}\n) answer"


@cache
def _read(file: Path) -> str:
    """The text of a file, which stays as it is while the platform runs."""
    return file.read_text(encoding="utf-8")


def _relations(given: Mapping[str, Path]) -> str:
    """The clause that names relations which other files define."""
    relations = ",\n".join(
        f"{name} AS NOT MATERIALIZED (\n{_read(relation)}\n)"
        for name, relation in given.items()
    )
    return f"WITH {relations}"


def execute(file: Path, *, given: Mapping[str, Path] | None = None, **values: Any) -> int:
    """Run `file` with `values` bound by name; returns the number of rows it touched.

    With relations that are `given`, as for `rows`, it is one INSERT, UPDATE or DELETE.
    """
    text = _read(file)
    with connection.cursor() as cursor:
        cursor.execute(f"{_relations(given)}\n{text}" if given else text, values)
        return max(int(cursor.rowcount), 0)


def one_at_a_time(name: str) -> None:
    """Wait for, then hold until the transaction ends, the advisory lock called `name`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def copy(table: str, columns: Sequence[str], values: Iterable[Sequence[object]]) -> int:
    """Fill `columns` of `table` with `values` through COPY; returns the number of rows."""
    statement = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(table), SQL(", ").join(map(Identifier, columns))
    )
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as pipe:
        for count, row in enumerate(values, start=1):  # noqa: B007
            pipe.write_row(row)
    return count


def copy_arrays(table: str, **columns: NDArray[Any]) -> None:
    """Fill columns of `table` with arrays of one length (int4, int8 or float8), at once."""
    fields: list[tuple[str, str]] = [("count", ">i2")]
    for name, values in columns.items():
        fields += [(f"{name} size", ">i4"), (name, values.dtype.newbyteorder(">").str)]
    rows = np.empty(len(next(iter(columns.values()))), dtype=fields)
    rows["count"] = len(columns)
    for name, values in columns.items():
        rows[f"{name} size"], rows[name] = values.dtype.itemsize, values
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        Identifier(table), SQL(", ").join(map(Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as pipe:
        pipe.write(b"PGCOPY\n\xff\r\n\0" + bytes(8) + rows.tobytes() + b"\xff\xff")


def analyze(*models: type[Model]) -> None:
    """Refresh the planner's statistics of these tables after a bulk load."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(SQL("ANALYZE {}").format(Identifier(model._meta.db_table)))
