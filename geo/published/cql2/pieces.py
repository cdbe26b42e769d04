"""Parts of the SQL that a filter becomes: an expression, and what kind of value it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg import sql
from psycopg.types.numeric import Int8

from geo.layers import Kind
from geo.published.cql2.tree import BadFilter, Node, Operation, Place
from geo.published.projections import Projection


class Sort(StrEnum):
    """What kind of value an expression has, as far as operators care."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    TEXTS = "texts"
    NUMBERS = "numbers"
    GEOMETRY = "geometry"
    NULL = "null"

    @property
    def word(self) -> Promise:
        """What messages call it."""
        return _WORDS[self]


_WORDS: Final[dict[Sort, Promise]] = {
    Sort.TEXT: _("a text"),
    Sort.NUMBER: _("a number"),
    Sort.BOOLEAN: _("true or false"),
    Sort.DATE: _("a date"),
    Sort.TIMESTAMP: _("a timestamp"),
    Sort.TEXTS: _("a list of texts"),
    Sort.NUMBERS: _("a list of numbers"),
    Sort.GEOMETRY: _("a geometry"),
    Sort.NULL: _("NULL"),
}

SORTS: Final = {
    Kind.TEXT: Sort.TEXT,
    Kind.INTEGER: Sort.NUMBER,
    Kind.NUMBER: Sort.NUMBER,
    Kind.DATE: Sort.DATE,
    Kind.DATETIME: Sort.TIMESTAMP,
    Kind.BOOLEAN: Sort.BOOLEAN,
    Kind.TEXTS: Sort.TEXTS,
    Kind.INTEGERS: Sort.NUMBERS,
}

SORTS_OF_TYPES: Final = {
    "text": Sort.TEXT,
    "bigint": Sort.NUMBER,
    "double precision": Sort.NUMBER,
    "boolean": Sort.BOOLEAN,
    "date": Sort.DATE,
    "timestamptz": Sort.TIMESTAMP,
}

_WRONG_SORT = _("%(wanted)s is needed here, but this is %(found)s.")
_WRONG_COUNT = _("“%(name)s” works on %(wanted)s, not on %(found)s.")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A SQL expression and the kind of value it has."""

    sql: sql.Composable
    sort: Sort
    place: Place


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A filter ready to stand in a WHERE clause."""

    condition: sql.Composed
    """Fixed text and placeholders; nothing in it came from whoever asks."""
    values: Mapping[str, Any]
    """What the placeholders stand for."""
    is_spatial: bool
    """Whether an area decides which rows there are, so that each needs its own plan."""
    shape: str
    """Equal for filters that differ in their values only."""


class Compiling(Protocol):
    """What operations need of the compiler that meets them."""

    projection: Projection

    def piece(self, node: Node) -> Piece:
        """The expression that `node` becomes."""

    def bind(self, value: object, kind: str) -> sql.Composed:
        """A placeholder for `value`, cast to the SQL type `kind`."""


Handler = Callable[[Compiling, Operation], Piece]
"""Makes the expression of an operation."""


def bindable(value: str | int | float | bool | dt.date | dt.datetime) -> tuple[Any, str]:
    """`value` as the driver sends it best, and its SQL type.

    Returns: whole numbers always have the widest type, so that one prepared statement
    serves them all.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return Int8(value), "bigint"
    return value, next(name for kind, name in _TYPES if isinstance(value, kind))


_TYPES: Final[tuple[tuple[type, str], ...]] = (
    (bool, "boolean"),
    (float, "double precision"),
    (str, "text"),
    (dt.datetime, "timestamptz"),
    (dt.date, "date"),
)
"""In this order, because a moment is a date to Python."""


def truth(place: Place, template: str, **parts: sql.Composable) -> Piece:
    """A condition made of `parts`."""
    return Piece(sql=sql.SQL(template).format(**parts), sort=Sort.BOOLEAN, place=place)


def demand(piece: Piece, *sorts: Sort) -> Piece:
    """`piece`, if its value is of one of these kinds.

    Raises:
        BadFilter: it is of another.
    """
    if piece.sort not in sorts:
        wanted, found = sorts[0].word, piece.sort.word
        raise BadFilter(piece.place, _WRONG_SORT, wanted=wanted, found=found)
    return piece


def arguments(node: Operation, count: int) -> tuple[Node, ...]:
    """The arguments of `node`, if they are so many.

    Raises:
        BadFilter: they are more or fewer.
    """
    if len(node.args) != count:
        found = len(node.args)
        raise BadFilter(node.place, _WRONG_COUNT, name=node.name, wanted=count, found=found)
    return node.args
