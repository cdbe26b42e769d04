"""Arithmetic, and texts without their case or accents.

Source: OGC 21-065r2, clauses 7.4, 7.5 (CASEI, ACCENTI) and 7.10 (arithmetic).
"""

from __future__ import annotations

from typing import Final

from psycopg import sql

from geo.published.cql2.pieces import Compiling, Handler, Piece, Sort, arguments, demand
from geo.published.cql2.tree import Operation

_SUMS: Final = {
    "+": "({a} + {b})",
    "-": "({a} - {b})",
    "*": "({a} * {b})",
    "/": "({a} / nullif({b}, 0))",
    "div": "trunc({a} / nullif({b}, 0))",
    "%": "mod({a}::numeric, nullif({b}, 0)::numeric)::float8",
    "^": "power({a}, {b})",
}
"""Nothing is divided by zero: the result is unknown, and such a row does not match."""

_TEXTS: Final = {
    "casei": """translate(
      lower(upper(lower({a} COLLATE "und-x-icu"))), U&'\\03C2', U&'\\03C3')""",
    "accenti": "unaccent(normalize({a}))",
}
"""Full case folding as Unicode has it (clause 7.4, requirement E of `casei-function`),
whatever the database's language: by way of the capitals “ß” becomes “ss”, and a sigma is
one also at the end of a word."""


def _sum(compiling: Compiling, node: Operation) -> Piece:
    left, right = (
        demand(compiling.piece(each), Sort.NUMBER) for each in arguments(node, 2)
    )
    double = sql.SQL("{}::float8")
    made = sql.SQL(_SUMS[node.name]).format(
        a=double.format(left.sql), b=double.format(right.sql)
    )
    return Piece(sql=made, sort=Sort.NUMBER, place=node.place)


def _text(compiling: Compiling, node: Operation) -> Piece:
    (only,) = arguments(node, 1)
    value = demand(compiling.piece(only), Sort.TEXT)
    made = sql.SQL(_TEXTS[node.name]).format(a=value.sql)
    return Piece(sql=made, sort=Sort.TEXT, place=node.place)


COMPUTING: Final[dict[str, Handler]] = {
    **dict.fromkeys(_SUMS, _sum),
    **dict.fromkeys(_TEXTS, _text),
}
"""Operations that compute a value, by name."""
