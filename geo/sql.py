"""Named SQL files, run with bound values into typed rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from django.db import connection

Row = TypeVar("Row")


def rows(kind: type[Row], file: Path, **values: Any) -> list[Row]:
    """Run `file` with `values` bound by name; each result row becomes a `kind`.

    A column without a field of the same name in `kind`, or the reverse, is a
    `TypeError`, so the file and the class cannot drift apart unnoticed.
    """
    with connection.cursor() as cursor:
        cursor.execute(file.read_text(encoding="utf-8"), values)
        columns = [column.name for column in cursor.description or ()]
        return [kind(**dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]


def execute(file: Path, **values: Any) -> int:
    """Run `file` with `values` bound by name; returns the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(file.read_text(encoding="utf-8"), values)
        return max(cursor.rowcount, 0)


def one_at_a_time(name: str) -> None:
    """Wait for, then hold until the transaction ends, the advisory lock called `name`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
