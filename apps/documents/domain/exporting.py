"""The history as files for an auditor: a line of JSON per row, or a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import Final, TextIO

COLUMNS: Final = (
    "id", "at", "table", "record", "act", "who", "why", "before", "after", "xid", "era"
)  # fmt: skip


def write_lines(lines: Iterable[str], sink: TextIO) -> int:
    """One row per line, exactly as its digest is made of it; returns how many."""
    count = 0
    for count, line in enumerate(lines, start=1):  # noqa: B007
        sink.write(line + "\n")
    return count


def write_csv(lines: Iterable[str], sink: TextIO) -> int:
    """The same as a table that spreadsheets open; returns how many rows it has."""
    writer, count = csv.writer(sink), 0
    writer.writerow(COLUMNS)
    for count, line in enumerate(lines, start=1):  # noqa: B007
        row = json.loads(line)
        writer.writerow([_cell(row[column]) for column in COLUMNS])
    return count


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    if value is None:
        return ""
    is_text = isinstance(value, str)
    text = str(value) if is_text else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if is_text and text[:1] in "=+-@\t\r" and text else text


WRITERS: Final = {"jsonl": write_lines, "csv": write_csv}
