"""A result as facts and tables that people read, whatever process it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from geo.access import Audience
from geo.layers import Text, find_layer

MOST_ROWS: Final = 200
"""A page shows so many; programs get them all."""
UNSHOWN: Final = {"href", "features", "geometry", "type", "id", "layer"}
"""Members that a table has no column for."""

Record = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a table."""

    cells: tuple[str, ...]
    address: str
    """Where its first cell leads; empty when nowhere."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Some of the rows of a list in a result."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: int


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A result: what is said once, and what is listed."""

    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


def shown(value: Any, words: Mapping[str, Text], audience: Audience) -> Shown:
    """What a page shows of `value`, whose members are called as `words` says."""
    record: Record = value if isinstance(value, dict) else {"": value}
    return Shown(
        facts=tuple(_facts(record, words)), tables=tuple(_tables(record, words, audience))
    )


def _word(name: str, words: Mapping[str, Text]) -> str:
    return str(words.get(name, name))


def _facts(record: Record, words: Mapping[str, Text]) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if isinstance(value, dict):
            for inner, each in value.items():
                if each is not None:
                    yield f"{_word(name, words)}: {_word(inner, words)}", _cell(each)
        elif (
            not isinstance(value, list) and value not in (None, "") and name not in UNSHOWN
        ):
            yield _word(name, words), _said(name, value, words)


def _tables(
    record: Record, words: Mapping[str, Text], audience: Audience
) -> Iterator[Table]:
    for name, value in record.items():
        rows = [each for each in value if isinstance(each, dict)] if _is_list(value) else []
        if rows:
            yield _table(_word(name, words), rows, words)
        for row in rows:
            if row.get("features"):
                yield _features(row, audience)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _features(row: Record, audience: Audience) -> Table:
    """A table of one layer's features, its columns called as the layer says."""
    layer = find_layer(str(row.get("layer")), audience)
    fields = layer.fields_for(audience) if layer else ()
    titles: dict[str, Text] = {field.name: field.title for field in fields}
    for field in fields:
        titles |= {f"{field.name}={value}": word for value, word in field.words}
    rows = [
        {**each.get("properties", {}), "href": each.get("href", "")}
        for each in row["features"]
    ]
    return _table(str(row.get("title", "")), rows, titles)


def _table(title: str, rows: Sequence[Record], words: Mapping[str, Text]) -> Table:
    names = dict.fromkeys(name for row in rows for name in row)
    kept = [
        name
        for name in names
        if name not in UNSHOWN and any(row.get(name) not in (None, "") for row in rows)
    ]
    return Table(
        title=title,
        columns=tuple(_word(name, words) for name in kept),
        rows=tuple(
            Row(
                cells=tuple(_said(name, row.get(name), words) for name in kept),
                address=str(row.get("href", "")),
            )
            for row in rows[:MOST_ROWS]
        ),
        left_out=max(0, len(rows) - MOST_ROWS),
    )


def _said(name: str, value: Any, words: Mapping[str, Text]) -> str:
    """A value as people read it; words of a closed vocabulary stand under `name=value`."""
    word = words.get(f"{name}={value}") if isinstance(value, str) else None
    return _cell(value) if word is None else str(word)


def _cell(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return _figure(value)
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    if isinstance(value, dict):
        return _spot(value)
    return str(value)


def _figure(value: float) -> str:
    if isinstance(value, float) and not value.is_integer():
        return number_format(float(f"{value:.9g}"), force_grouping=abs(value) >= 1000)
    return number_format(int(value), force_grouping=abs(value) >= 10_000)


def _spot(value: Record) -> str:
    """Something with a name, its number or distance with it."""
    parts = [str(value.get("name", ""))]
    if "number" in value:
        parts.insert(0, f"D-{value['number']}")
    if "distance_m" in value:
        parts.append(f"({_figure(value['distance_m'])} m)")
    return " ".join(filter(None, parts)) or "; ".join(map(str, value.values()))
