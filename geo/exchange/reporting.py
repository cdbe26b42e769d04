"""Reads the report of an import out of its working tables, and writes it as a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from geo.exchange.faults import Fault, sentence
from geo.exchange.refusals import NotImportable
from geo.exchange.report import Refusals, Refused, Repaired, Repairs
from geo.exchange.scratch import Scratch, Sql, fetch
from geo.machine import reason_of

EXAMPLES: Final = 5
"""Refused rows of each kind that the report itself carries."""

SHOWN: Final = 5
"""Repaired rows it carries."""

PAGE: Final = 2_000
"""Rows fetched at a time."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would run instead of showing."""


def refused_rows(scratch: Scratch) -> Iterator[Refused]:
    """Refused rows by line; one row comes once for each of its faults."""
    yield from _refused(sql.SQL("TABLE {}").format(scratch.refused))


def _refused(rows: Sql) -> Iterator[Refused]:
    query = sql.SQL(
        "SELECT line, fault, field, detail, ST_X(place), ST_Y(place) FROM ({}) r "
        "ORDER BY line, fault, field"
    ).format(rows)
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while page := cursor.fetchmany(PAGE):
            for line, fault, field, detail, x, y in page:
                reason = sentence(Fault(fault), field=field or "", detail=detail or "")
                yield Refused(
                    line=line, fault=Fault(fault), reason=reason, longitude=x, latitude=y
                )


def told(scratch: Scratch, *, repaired: bool) -> tuple[Refusals, Repairs]:
    """What the report says of refused and of repaired rows."""
    return _refusals(scratch), _repairs(scratch) if repaired else Repairs()


def _refusals(scratch: Scratch) -> Refusals:
    table = scratch.refused
    total = fetch(sql.SQL("SELECT count(DISTINCT line) FROM {}").format(table))[0][0]
    counts = fetch(
        sql.SQL(
            "SELECT fault, count(DISTINCT line) FROM {} GROUP BY fault ORDER BY 2 DESC, 1"
        ).format(table)
    )
    examples = sql.SQL(
        "SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY fault ORDER BY line) "
        "FROM {}) numbered WHERE row_number <= {}"
    ).format(table, sql.Literal(EXAMPLES))
    return Refusals(
        rows=int(total),
        reasons={Fault(fault): int(count) for fault, count in counts},
        first=tuple(_refused(examples)),
    )


def _repairs(scratch: Scratch) -> Repairs:
    taken = sql.SQL(
        "SELECT line, before_m2, after_m2, ST_X(place) AS x, ST_Y(place) AS y FROM {} m "
        "WHERE NOT EXISTS (SELECT FROM {} r WHERE r.line = m.line)"
    ).format(scratch.mended, scratch.refused)
    total, changed = fetch(
        sql.SQL(
            "SELECT count(*), COALESCE(sum(abs(after_m2 - before_m2)), 0) FROM ({}) t"
        ).format(taken)
    )[0]
    rows = fetch(
        sql.SQL("{} ORDER BY abs(after_m2 - before_m2) DESC, line LIMIT {}").format(
            taken, sql.Literal(SHOWN)
        )
    )
    largest = tuple(
        Repaired(line=line, before_m2=before, after_m2=after, longitude=x, latitude=y)
        for line, before, after, x, y in rows
    )
    return Repairs(rows=int(total), changed_m2=float(changed), largest=largest)


def write_refused(scratch: Scratch, file: Path) -> None:
    """Write every refused row to a table (CSV) that the data's owner can work through.

    Without any there is no file, unless one is there already, which would mislead.

    Raises:
        NotImportable: the file cannot be written, so nothing is imported either.
    """
    if not file.exists() and not _any(scratch):
        return
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as sink:
            table = csv.writer(sink)
            table.writerow(
                [_("line"), _("code"), _("reason"), _("longitude"), _("latitude")]
            )
            for row in refused_rows(scratch):
                table.writerow(
                    [row.line, row.fault, _plain(row.reason), row.longitude, row.latitude]
                )
    except OSError as error:
        raise NotImportable(
            _("The report %(file)s cannot be written: %(why)s.")
            % {"file": file.name, "why": reason_of(error)}
        ) from error


def _any(scratch: Scratch) -> bool:
    table = scratch.refused
    return bool(fetch(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(table))[0][0])


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
