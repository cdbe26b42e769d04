"""Array functions: how two lists compare as sets.

Source: OGC 21-065r2, clause 7.9.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from psycopg import sql

from geo.published.cql2.pieces import (
    Compiling,
    Handler,
    Piece,
    Sort,
    arguments,
    demand,
    truth,
)
from geo.published.cql2.tree import BadFilter, Constant, Node, Operation, Several

RELATIONS: Final = {
    "a_equals": "({a} @> {b} AND {a} <@ {b})",
    "a_contains": "({a} @> {b})",
    "a_containedby": "({a} <@ {b})",
    "a_overlaps": "({a} && {b})",
}
_ELEMENTS: Final = {Sort.TEXTS: (str,), Sort.NUMBERS: (int, float)}

_UNLIKE = _("the two lists must hold values of one kind.")
_NO_ELEMENT = _("this value cannot be in a list of such values.")
_TWO_LITERALS = _("one of the two lists must be a property.")


def _sort(compiling: Compiling, nodes: tuple[Node, ...]) -> Sort:
    """The kind of the lists: that of the properties among `nodes`."""
    literal = (Several, Constant)
    pieces = [compiling.piece(node) for node in nodes if not isinstance(node, literal)]
    sorts = {demand(piece, Sort.TEXTS, Sort.NUMBERS).sort for piece in pieces}
    if not sorts:
        raise BadFilter(nodes[0].place, _TWO_LITERALS)
    if len(sorts) > 1:
        raise BadFilter(nodes[1].place, _UNLIKE)
    return sorts.pop()


def _element(node: Node, sort: Sort) -> Any:
    value = node.value if isinstance(node, Constant) else None
    if isinstance(value, bool) or not isinstance(value, _ELEMENTS[sort]):
        raise BadFilter(node.place, _NO_ELEMENT)
    return value


def _list(compiling: Compiling, node: Node, sort: Sort) -> sql.Composable:
    if not isinstance(node, Several | Constant):
        whole = compiling.piece(node).sql
        return whole if sort is Sort.TEXTS else sql.SQL("{}::float8[]").format(whole)
    # A list of one value in parentheses reads like that value.
    items = node.items if isinstance(node, Several) else (node,)
    elements = [_element(item, sort) for item in items]
    if sort is Sort.TEXTS:
        return compiling.bind(elements, "text[]")
    return compiling.bind([float(each) for each in elements], "double precision[]")


def _relation(compiling: Compiling, node: Operation) -> Piece:
    nodes = arguments(node, 2)
    sort = _sort(compiling, nodes)
    first, second = (_list(compiling, each, sort) for each in nodes)
    return truth(node.place, RELATIONS[node.name], a=first, b=second)


LISTS: Final[dict[str, Handler]] = dict.fromkeys(RELATIONS, _relation)
"""Array functions, by name."""
