"""The SQL of an order: ORDER BY, what lies beyond a row, and how a row is remembered."""

from __future__ import annotations

from typing import Any, Final

from psycopg import sql

from geo.layers import Kind
from geo.published.sorting import Cursor, SortKey
from geo.published.values import SQL_LIST

_BEYOND: Final = {
    False: "({key} > {value} OR {key} IS NULL)",
    True: "({key} < {value} OR {key} IS NULL)",
}
"""By whether the order descends; rows without a value come last in both."""


def _column(key: SortKey) -> sql.Composable:
    """The key's column; texts in the order of their code points, as filters compare."""
    column = sql.Identifier(key.field.name)
    if key.field.kind is Kind.TEXT:
        return sql.SQL('{} COLLATE "C"').format(column)
    return column


def order_by(keys: tuple[SortKey, ...]) -> sql.Composed:
    """What stands after ORDER BY; the id decides between equals."""
    parts: list[sql.Composable] = [
        sql.SQL("{} {} NULLS LAST").format(
            _column(key), sql.SQL("DESC" if key.descending else "ASC")
        )
        for key in keys
    ]
    return sql.SQL(", ").join([*parts, sql.SQL("id")])


def shape_of_order(keys: tuple[SortKey, ...]) -> tuple[tuple[str, bool], ...]:
    """Equal for two orders whose statements are equal."""
    return tuple((key.field.name, key.descending) for key in keys)


def row_text(keys: tuple[SortKey, ...]) -> sql.Composed:
    """The text that remembers a row: the JSON list of its keys and id."""
    names = [sql.Identifier(key.field.name) for key in keys]
    listed = sql.SQL(", ").join([*names, sql.SQL("id")])
    return sql.SQL("json_build_array({})::text").format(listed)


def _step(key: SortKey, place: int, *, known: bool) -> tuple[sql.Composable, ...]:
    """Two conditions on one key: beyond the cursor's value, and equal to it."""
    column = _column(key)
    if not known:
        return sql.SQL("false"), sql.SQL("{} IS NULL").format(column)
    kind = sql.SQL(SQL_LIST[key.field.kind].removesuffix("[]"))
    value = sql.SQL("{}::{}").format(sql.Placeholder(f"after_{place}"), kind)
    beyond = sql.SQL(_BEYOND[key.descending]).format(key=column, value=value)
    return beyond, sql.SQL("{} = {}").format(column, value)


def beyond(keys: tuple[SortKey, ...], cursor: Cursor) -> sql.Composed:
    """What a row that comes after `cursor` fulfils; `cursor_values` binds its values."""
    condition: sql.Composable = sql.SQL("id > %(after)s")
    for place in reversed(range(len(keys))):
        known = cursor.values[place] is not None
        more, same = _step(keys[place], place, known=known)
        condition = sql.SQL("({} OR ({} AND {}))").format(more, same, condition)
    return sql.Composed([condition])


def cursor_values(cursor: Cursor) -> dict[str, Any]:
    """The values that `beyond` leaves to be bound."""
    values = {f"after_{place}": value for place, value in enumerate(cursor.values)}
    return {**values, "after": cursor.id}
