"""Logic and comparisons of a filter.

Source: OGC 21-065r2, clauses 6.2 (basic CQL2) and 7.3 (advanced comparison operators).
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from psycopg import sql

from geo.published.cql2.instants import read_date, read_timestamp
from geo.published.cql2.pieces import (
    SORTS_OF_TYPES,
    Compiling,
    Handler,
    Piece,
    Sort,
    arguments,
    bindable,
    demand,
    truth,
)
from geo.published.cql2.tree import (
    BadFilter,
    Constant,
    Instant,
    Node,
    Operation,
    Several,
)

SIGNS: Final = {"=": "=", "<>": "<>", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
_ORDERED: Final = {"<", ">", "<=", ">="}
_DATED: Final = {Sort.DATE: read_date, Sort.TIMESTAMP: read_timestamp}

_UNLIKE = _("%(left)s cannot be compared with %(right)s.")
_NO_DATE = _("a date is written DATE('2026-03-01'), a moment TIMESTAMP('…').")
_NULL = _("nothing equals NULL; write IS NULL.")
_LIST = _("lists are compared with A_EQUALS, A_CONTAINS, A_CONTAINEDBY and A_OVERLAPS.")
_SHAPE = _("geometries are compared with S_INTERSECTS and its like.")
_NO_LIST = _("IN needs a list of values in parentheses.")
_NO_PATTERN = _("LIKE needs a text in quotation marks as its pattern.")
_LONE_ESCAPE = _("a pattern cannot end with its escape sign “\\”.")


def _scalar(piece: Piece) -> None:
    """Refuse what has no order and no equals."""
    if piece.sort is Sort.NULL:
        raise BadFilter(piece.place, _NULL)
    if piece.sort in (Sort.TEXTS, Sort.NUMBERS):
        raise BadFilter(piece.place, _LIST)
    if piece.sort is Sort.GEOMETRY:
        raise BadFilter(piece.place, _SHAPE)


def _alike(left: Piece, right: Piece) -> None:
    """Refuse two values that have no common kind."""
    _scalar(left)
    _scalar(right)
    if left.sort is right.sort:
        return
    sorts = {left.sort, right.sort}
    if Sort.TEXT in sorts and sorts & {Sort.DATE, Sort.TIMESTAMP}:
        raise BadFilter(right.place, _NO_DATE)
    named = {"left": left.sort.word, "right": right.sort.word}
    raise BadFilter(right.place, _UNLIKE, **named)


def _is_text(node: Node) -> bool:
    return isinstance(node, Constant) and isinstance(node.value, str)


def _as_dated(node: Node, sort: Sort) -> Node:
    """A text in quotation marks beside a date or moment is read as one.

    The tests of the standard's own annex write `planted IN ('2022-04-14')` (A.3).
    """
    read = _DATED.get(sort)
    if read is None or not isinstance(node, Constant) or not isinstance(node.value, str):
        return node
    return read(node.place, node.value)


def _operands(compiling: Compiling, nodes: tuple[Node, ...]) -> list[Piece]:
    """What is to be compared: texts last, when it is known what they stand beside."""
    known = {
        place: compiling.piece(each)
        for place, each in enumerate(nodes)
        if not _is_text(each)
    }
    sort = next((each.sort for each in known.values() if each.sort in _DATED), Sort.TEXT)
    return [
        known[place] if place in known else compiling.piece(_as_dated(each, sort))
        for place, each in enumerate(nodes)
    ]


def _by_code_point(piece: Piece) -> sql.Composable:
    """Texts in the order of their code points, whatever the database's language."""
    if piece.sort is not Sort.TEXT:
        return piece.sql
    return sql.SQL('({} COLLATE "C")').format(piece.sql)


def _compared(compiling: Compiling, node: Operation) -> Piece:
    left, right = _operands(compiling, arguments(node, 2))
    _alike(left, right)
    both = (left.sql, right.sql)
    if node.name in _ORDERED:
        both = (_by_code_point(left), _by_code_point(right))
    return truth(node.place, f"({{a}} {SIGNS[node.name]} {{b}})", a=both[0], b=both[1])


def _between(compiling: Compiling, node: Operation) -> Piece:
    value, low, high = _operands(compiling, arguments(node, 3))
    _alike(value, low)
    _alike(value, high)
    return truth(
        node.place,
        "({value} BETWEEN {low} AND {high})",
        value=_by_code_point(value),
        low=_by_code_point(low),
        high=_by_code_point(high),
    )


def _literals(items: tuple[Node, ...]) -> tuple[list[Any], str] | None:
    """The values of `items` and the SQL type of each; None if they are not all literals."""
    values: list[Any] = []
    kinds: set[str] = set()
    for item in items:
        if not isinstance(item, Constant | Instant) or item.value is None:
            return None
        value, kind = bindable(item.value)
        values.append(value)
        kinds.add(kind)
    if kinds == {"bigint", "double precision"}:
        return [float(value) for value in values], "double precision"
    return (values, kinds.pop()) if len(kinds) == 1 else None


def _in(compiling: Compiling, node: Operation) -> Piece:
    left, right = arguments(node, 2)
    if not isinstance(right, Several) or not right.items:
        raise BadFilter(right.place, _NO_LIST)
    value = compiling.piece(left)
    items = tuple(_as_dated(each, value.sort) for each in right.items)
    literals = _literals(items)
    if literals is not None:
        values, kind = literals
        bound = compiling.bind(values, f"{kind}[]")
        sort = SORTS_OF_TYPES[kind]
        _alike(value, Piece(sql=bound, sort=sort, place=items[0].place))
        return truth(node.place, "({value} = ANY({list}))", value=value.sql, list=bound)
    pieces = [compiling.piece(item) for item in items]
    for piece in pieces:
        _alike(value, piece)
    listed = sql.SQL(", ").join(piece.sql for piece in pieces)
    return truth(node.place, "({value} IN ({list}))", value=value.sql, list=listed)


def _check_pattern(node: Node) -> None:
    """Refuse what is no literal inside CASEI and ACCENTI, or ends in the middle."""
    while isinstance(node, Operation) and node.name in ("casei", "accenti") and node.args:
        node = node.args[0]
    if not isinstance(node, Constant) or not isinstance(node.value, str):
        raise BadFilter(node.place, _NO_PATTERN)
    escapes = len(node.value) - len(node.value.rstrip("\\"))
    if escapes % 2:
        raise BadFilter(node.place, _LONE_ESCAPE)


def _like(compiling: Compiling, node: Operation) -> Piece:
    left, right = arguments(node, 2)
    _check_pattern(right)
    value = demand(compiling.piece(left), Sort.TEXT)
    pattern = demand(compiling.piece(right), Sort.TEXT)
    return truth(node.place, "({a} LIKE {b})", a=value.sql, b=pattern.sql)


def _is_null(compiling: Compiling, node: Operation) -> Piece:
    (only,) = arguments(node, 1)
    return truth(node.place, "({a} IS NULL)", a=compiling.piece(only).sql)


def _not(compiling: Compiling, node: Operation) -> Piece:
    (only,) = arguments(node, 1)
    value = demand(compiling.piece(only), Sort.BOOLEAN)
    return truth(node.place, "(NOT {a})", a=value.sql)


def _joined(compiling: Compiling, node: Operation) -> Piece:
    if len(node.args) < 2:
        arguments(node, 2)
    parts = [demand(compiling.piece(each), Sort.BOOLEAN).sql for each in node.args]
    word = " AND " if node.name == "and" else " OR "
    return truth(node.place, "({all})", all=sql.SQL(word).join(parts))


COMPARING: Final[dict[str, Handler]] = {
    "and": _joined,
    "or": _joined,
    "not": _not,
    **dict.fromkeys(SIGNS, _compared),
    "between": _between,
    "in": _in,
    "like": _like,
    "isnull": _is_null,
}
"""Operations of logic and comparison, by name."""
