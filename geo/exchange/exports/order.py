"""What a writer process is asked to make: plain values that travel through a pipe.

A writer knows no layer and no policy. It gets a finished statement on a published view
and the connection of the audience's role, which can read nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from geo.layers import Kind

LENGTH: Final = 8
"""Bytes before an order that tell its length, the highest first."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the statement, between the id and the shape."""

    name: str
    title: str
    """In the reader's language, with the unit."""
    kind: Kind
    words: Mapping[str, str] = field(default_factory=dict)
    """What people read for a stored value."""

    @property
    def is_text(self) -> bool:
        """Whether plain tables hold it as text; lists are joined."""
        return self.kind in (Kind.TEXT, Kind.TEXTS, Kind.INTEGERS)


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows that share a type of geometry; all but old formats take them in one part."""

    name: str
    geometry_type: str
    statement: str
    """Answers with id, the columns, and the shape as WKB (longitude first)."""
    summary: str
    """Answers with the number of rows, of those without a shape and, for each text
    column, the most bytes and letters it has and how many are too long for a dBASE
    table; empty if not needed."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """One file to be made."""

    extension: str
    file: Path
    """Where to put it; its folder is the writer's own."""
    parts: tuple[Part, ...]
    values: Mapping[str, Any] = field(repr=False)
    connection: Mapping[str, Any] = field(repr=False)
    columns: tuple[Column, ...]
    name: str
    title: str
    source: str
    most_rows: int | None
    ground: str
    """Statement of the outlines under a map, each a WKB; empty for none."""
    time_zone: str
    language: str
    words: Mapping[str, str]
    """Phrases in the reader's language (see `geo.exchange.exports.words`)."""


class Ending(StrEnum):
    """How a writer's work ended."""

    DONE = "done"
    TOO_MANY = "too many"
    """More rows than `Order.most_rows`; nothing was written."""
    AWAY = "away"
    LATE = "late"
    """The database did not answer, or not in time."""
    INCALCULABLE = "incalculable"
    """The filter cannot be calculated for some row."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a writer says when it has finished."""

    ending: Ending
    rows: int = 0
    tag: str = ""
    """Checksum of the file's content."""
