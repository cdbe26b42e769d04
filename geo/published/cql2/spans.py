"""Temporal functions: how two instants or intervals lie to each other.

Source: OGC 21-065r2, clause 7.8 and table 9; Allen (1983), Communications of the ACM 26.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
from geo.published.cql2.tree import (
    BadFilter,
    Instant,
    Interval,
    Node,
    Operation,
    Property,
)

RELATIONS: Final = {
    "t_after": "({a1} > {b2})",
    "t_before": "({a2} < {b1})",
    "t_contains": "({a1} < {b1} AND {a2} > {b2})",
    "t_disjoint": "({a2} < {b1} OR {a1} > {b2})",
    "t_during": "({a1} > {b1} AND {a2} < {b2})",
    "t_equals": "({a1} = {b1} AND {a2} = {b2})",
    "t_finishedby": "({a1} < {b1} AND {a2} = {b2})",
    "t_finishes": "({a1} > {b1} AND {a2} = {b2})",
    "t_intersects": "({a1} <= {b2} AND {a2} >= {b1})",
    "t_meets": "({a2} = {b1})",
    "t_metby": "({a1} = {b2})",
    "t_overlappedby": "({a1} > {b1} AND {a1} < {b2} AND {a2} > {b2})",
    "t_overlaps": "({a1} < {b1} AND {a2} > {b1} AND {a2} < {b2})",
    "t_startedby": "({a1} = {b1} AND {a2} > {b2})",
    "t_starts": "({a1} = {b1} AND {a2} < {b2})",
}
"""The first operand lasts from a1 to a2, the second from b1 to b2, both ends included."""
OF_INSTANTS: Final = {"t_after", "t_before", "t_disjoint", "t_equals", "t_intersects"}
"""Those that take instants, too; the others "with instants will result in a client error"
(clause 7.8.3): a moment has no inside, so none could contain or overlap it."""

_NO_INTERVAL = _(
    "%(name)s takes intervals only, INTERVAL('2026-03-01', '..'); dates, moments and "
    "properties go into T_AFTER, T_BEFORE, T_DISJOINT, T_EQUALS and T_INTERSECTS."
)

_FIRST_OF_DAY: Final = "{}::timestamptz"
_LAST_OF_DAY: Final = "({} + interval '1 day' - interval '1 microsecond')::timestamptz"
"""Reading sessions live in UTC, so a day is one of UTC, as `datetime=` has it."""


@dataclass(frozen=True, kw_only=True)
class _Span:
    first: Piece | None
    last: Piece | None

    @property
    def sorts(self) -> set[Sort]:
        return {end.sort for end in (self.first, self.last) if end is not None}


def _end(compiling: Compiling, node: Instant | Property | None) -> Piece | None:
    if node is None:
        return None
    return demand(compiling.piece(node), Sort.DATE, Sort.TIMESTAMP)


def _span(compiling: Compiling, node: Node) -> _Span:
    if isinstance(node, Interval):
        return _Span(first=_end(compiling, node.first), last=_end(compiling, node.last))
    piece = demand(compiling.piece(node), Sort.DATE, Sort.TIMESTAMP)
    return _Span(first=piece, last=piece)


def _moment(end: Piece | None, open_end: str, day: str, *, days: bool) -> sql.Composable:
    if end is None:
        kind = "date" if days else "timestamptz"
        return sql.SQL(f"'{open_end}'::{kind}")
    if days or end.sort is Sort.TIMESTAMP:
        return end.sql
    return sql.SQL(day).format(end.sql)


def _operands(node: Operation) -> tuple[Node, ...]:
    """Both operands, of a kind that the function is defined for."""
    operands = arguments(node, 2)
    if node.name in OF_INSTANTS:
        return operands
    for each in operands:
        if not isinstance(each, Interval):
            raise BadFilter(each.place, _NO_INTERVAL, name=node.name.upper())
    return operands


def _relation(compiling: Compiling, node: Operation) -> Piece:
    first, second = (_span(compiling, each) for each in _operands(node))
    days = Sort.TIMESTAMP not in first.sorts | second.sorts
    parts = {
        f"{name}{number}": _moment(end, opened, day, days=days)
        for name, span in (("a", first), ("b", second))
        for number, end, opened, day in (
            (1, span.first, "-infinity", _FIRST_OF_DAY),
            (2, span.last, "infinity", _LAST_OF_DAY),
        )
    }
    return truth(node.place, RELATIONS[node.name], **parts)


SPANS: Final[dict[str, Handler]] = dict.fromkeys(RELATIONS, _relation)
"""Temporal functions, by name."""
