"""Array functions: how two lists compare as sets.

Source: OGC 21-065r2, clause 7.9; its property-property class wants a list on either side.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from psycopg import sql

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
from geo.published.cql2.tree import BadFilter, Constant, Instant, Node, Operation, Several

RELATIONS: Final = {
    "a_equals": "({a} @> {b} AND {a} <@ {b})",
    "a_contains": "({a} @> {b})",
    "a_containedby": "({a} <@ {b})",
    "a_overlaps": "({a} && {b})",
}
_ELEMENTS: Final = {Sort.TEXTS: Sort.TEXT, Sort.NUMBERS: Sort.NUMBER}
_TYPES: Final = {
    Sort.TEXT: "text",
    Sort.NUMBER: "double precision",
    Sort.BOOLEAN: "boolean",
    Sort.DATE: "date",
    Sort.TIMESTAMP: "timestamptz",
}

_UNLIKE = _("the two lists must hold values of one kind.")
_NO_ELEMENT = _("this value cannot be in a list of such values.")

Element = Constant | Instant | Piece
"""A literal, or what is calculated from the row."""
Operand = Piece | tuple[Element, ...]
"""A property that is a list, or a list that is written out."""


def _element(compiling: Compiling, node: Node) -> Element:
    if isinstance(node, Constant | Instant) and node.value is not None:
        return node
    return compiling.piece(node)


def _operand(compiling: Compiling, node: Node) -> Operand:
    if isinstance(node, Several):
        return tuple(_element(compiling, each) for each in node.items)
    if isinstance(node, Constant):  # a list of one value, its parentheses forgotten
        return (_element(compiling, node),)
    return demand(compiling.piece(node), Sort.TEXTS, Sort.NUMBERS)


def _sort(element: Element) -> Sort:
    if isinstance(element, Piece):
        return element.sort
    if element.value is None:
        return Sort.NULL
    return SORTS_OF_TYPES[bindable(element.value)[1]]


def _common_sort(first: Operand, second: Operand) -> Sort:
    """The kind of the elements: that of the properties, else of the first literal."""
    wholes = [each for each in (first, second) if isinstance(each, Piece)]
    if len({whole.sort for whole in wholes}) > 1:
        raise BadFilter(wholes[1].place, _UNLIKE)
    if wholes:
        return _ELEMENTS[wholes[0].sort]
    written = [each for one in (first, second) if isinstance(one, tuple) for each in one]
    sort = _sort(written[0]) if written else Sort.TEXT
    if sort not in _TYPES:
        raise BadFilter(written[0].place, _NO_ELEMENT)
    return sort


def _check(elements: tuple[Element, ...], sort: Sort) -> None:
    for each in elements:
        if _sort(each) is not sort:
            raise BadFilter(each.place, _NO_ELEMENT)


def _listed(compiling: Compiling, operand: Operand, sort: Sort) -> sql.Composable:
    if isinstance(operand, Piece):
        whole = operand.sql
        return whole if sort is Sort.TEXT else sql.SQL("{}::float8[]").format(whole)
    _check(operand, sort)
    kind = _TYPES[sort]
    literals: list[Any] = [each.value for each in operand if not isinstance(each, Piece)]
    if len(literals) == len(operand):
        values = list(map(float, literals)) if sort is Sort.NUMBER else literals
        return compiling.bind(values, f"{kind}[]")
    parts = [
        each.sql if isinstance(each, Piece) else compiling.bind(each.value, kind)
        for each in operand
    ]
    listed = sql.SQL(", ").join(parts)
    return sql.SQL("ARRAY[{}]::{}[]").format(listed, sql.SQL(kind))


def _relation(compiling: Compiling, node: Operation) -> Piece:
    first, second = (_operand(compiling, each) for each in arguments(node, 2))
    sort = _common_sort(first, second)
    a, b = (_listed(compiling, each, sort) for each in (first, second))
    return truth(node.place, RELATIONS[node.name], a=a, b=b)


LISTS: Final[dict[str, Handler]] = dict.fromkeys(RELATIONS, _relation)
"""Array functions, by name."""
