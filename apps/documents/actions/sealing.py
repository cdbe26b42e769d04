"""Seal the history, and compare it with its seals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import connection, transaction

from apps.documents.domain.sealing import Sealed, judge
from geo import sql
from geo.sql import one_at_a_time

SQL: Final = Path(__file__).resolve().parent.parent / "sql" / "history"
LINES_AT_A_TIME: Final = 2_000


@dataclass(frozen=True, kw_only=True)
class Range:
    """Transactions of one cluster, from the first to before the last."""

    era: int
    from_xid: int
    until_xid: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A seal that its rows, or the seal before it, contradict."""

    seal: Sealed
    fault: str
    """`chain`, `range`, `count` or `rows`."""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What became of the history since it was sealed."""

    seals: list[Sealed]
    rows: int
    """Covered by the seals."""
    open_rows: int
    """Written since the last seal."""
    findings: list[Finding]


@dataclass(frozen=True, kw_only=True)
class _Count:
    rows: int


@transaction.atomic
def seal_history() -> int:
    """Seal every row whose transaction had ended; returns how many seals that took.

    Writers are neither waited for nor made to wait: what is still running is left to the
    next seal.
    """
    one_at_a_time("documents.seal")
    ranges = sql.rows(Range, SQL / "ranges.sql")
    return sum(sql.execute(SQL / "seal.sql", **vars(each)) for each in ranges)


def check_history() -> Checked:
    """Work out every seal anew from the rows and compare.

    A row that was changed, removed or slipped in after it was sealed breaks its seal; a
    seal that was made to fit breaks the next one. A chain cut off at its end is only seen
    beside a digest kept elsewhere: those printed on issued papers (`Document.seal`).
    """
    findings, since, before = [], dict[int, int](), None
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:  # one picture of the history, whatever is written meanwhile
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        seals = sql.rows(Sealed, SQL / "seals.sql")
        for seal in seals:
            fault = judge(seal, before, since.get(seal.era, 0), lines_of(seal))
            if fault:
                findings.append(Finding(seal=seal, fault=fault))
            since[seal.era], before = seal.until_xid, seal
        (waiting,) = sql.rows(_Count, SQL / "open.sql")
    rows = sum(seal.rows for seal in seals)
    return Checked(seals=seals, rows=rows, open_rows=waiting.rows, findings=findings)


def lines_of(seal: Sealed) -> Iterator[str]:
    """The lines of the rows that a seal covers, a few at a time."""
    bounds = {key: getattr(seal, key) for key in ("era", "from_xid", "until_xid")}
    with connection.chunked_cursor() as cursor:
        cursor.execute((SQL / "lines.sql").read_text(encoding="utf-8"), bounds)
        while batch := cursor.fetchmany(LINES_AT_A_TIME):
            for (line,) in batch:
                yield line
