"""Give the history to an auditor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from apps.documents.permissions import AUDIT
from geo.access import Viewer

SQL: Final = Path(__file__).resolve().parent.parent / "sql" / "history"
AT_A_TIME: Final = 2_000


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which part of the history: empty words narrow nothing."""

    table: str = ""
    record: str = ""
    who: str = ""


def history_lines(asked: Asked, *, most: int | None = None, by: Viewer) -> Iterator[str]:
    """Lines of the history as their digests are made of them, oldest first.

    Raises:
        NotAllowed: `by` may not read the history.
    """
    AUDIT.require(by)
    return _lines({**vars(asked), "most": most})


def _lines(values: dict[str, Any]) -> Iterator[str]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute((SQL / "exported.sql").read_text(encoding="utf-8"), values)
        while batch := cursor.fetchmany(AT_A_TIME):
            for (line,) in batch:
                yield line
