"""What a filter says, whichever of its two encodings it came in.

Source: OGC 21-065r2 (CQL2), annexes B (BNF) and C (JSON Schema).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geo.published.refusals import BadParameter
from geo.published.values import storable

DEEPEST: Final = 50
"""Operations inside each other; every level costs a few frames of Python's stack."""
MOST_LEAVES: Final = 1000
"""Properties and values in one filter."""
MOST_VERTICES: Final = 10_000
"""Points of all its geometries together."""

Place = int | str
"""Where something stands: a character of the text, or a pointer into the JSON."""
Position = tuple[float, float]

_IN_TEXT = _("“filter” is wrong at character %(place)s: %(why)s")
_IN_JSON = _("“filter” is wrong at “%(place)s”: %(why)s")
_TOO_DEEP = _("more than %(most)s operations stand inside each other.")
_TOO_MANY = _("there are more than %(most)s properties and values.")
_TOO_LONG = _("the geometries have more than %(most)s points.")
_UNFIT = _("this text has characters that cannot be stored.")
_INFINITE = _("“%(value)s” is larger than any number that can be stored.")


class BadFilter(BadParameter):
    """A filter cannot be understood; the message says what is wrong and where."""

    def __init__(self, place: Place, sentence: str | Promise, **said: object) -> None:
        super().__init__(sentence, **said)
        self.place = place

    def __str__(self) -> str:
        frame = _IN_TEXT if isinstance(self.place, int) else _IN_JSON
        return str(frame) % {"place": self.place or "/", "why": super().__str__()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A part of a filter."""

    place: Place
    depth: int = 0
    """How many operations stand inside each other below."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Constant(Node):
    """A text, number or truth; None is NULL."""

    value: str | int | float | bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Instant(Node):
    """A day, or a moment in UTC."""

    value: dt.date | dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Property(Node):
    """A field of the layer, by its name."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval(Node):
    """From one instant to another, both included; None where it is open."""

    first: Instant | Property | None
    last: Instant | Property | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Box(Node):
    """A BBOX literal: four numbers, or six with heights."""

    numbers: tuple[float, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape(Node):
    """A geometry literal whose parts are flat sequences of positions.

    Shapes: one sequence for POINT and LINESTRING, one per point or line of their
    multiples, one per ring of a POLYGON; MULTIPOLYGON and GEOMETRYCOLLECTION have
    `members` instead.
    """

    kind: str
    """The WKT keyword in capitals."""
    parts: tuple[tuple[Position, ...], ...] = ()
    members: tuple[Shape, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Several(Node):
    """A list of values."""

    items: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation(Node):
    """An operator or function, by its name in small letters, and what it works on."""

    name: str
    args: tuple[Node, ...]


def _depth(place: Place, inner: Sequence[Node]) -> int:
    depth = 1 + max((node.depth for node in inner), default=0)
    if depth > DEEPEST:
        raise BadFilter(place, _TOO_DEEP, most=DEEPEST)
    return depth


def operation(place: Place, name: str, *args: Node) -> Operation:
    """An operation on `args`.

    Raises:
        BadFilter: too many operations stand inside each other.
    """
    return Operation(place=place, name=name, args=args, depth=_depth(place, args))


def several(place: Place, items: Sequence[Node]) -> Several:
    """A list of `items`.

    Raises:
        BadFilter: too many operations stand inside each other.
    """
    return Several(place=place, items=tuple(items), depth=_depth(place, items))


class Budget:
    """Counts what one filter is made of and refuses what is too much."""

    def __init__(self) -> None:
        self._leaves = 0
        self._vertices = 0
        self._levels = 0

    def leaf(self, place: Place) -> None:
        """Count one property or value.

        Raises:
            BadFilter: there are too many.
        """
        self._leaves += 1
        if self._leaves > MOST_LEAVES:
            raise BadFilter(place, _TOO_MANY, most=MOST_LEAVES)

    def vertices(self, place: Place, count: int) -> None:
        """Count points of geometries.

        Raises:
            BadFilter: there are too many.
        """
        self._vertices += count
        if self._vertices > MOST_VERTICES:
            raise BadFilter(place, _TOO_LONG, most=MOST_VERTICES)

    def enter(self, place: Place) -> None:
        """Go one level deeper; `leave` comes back.

        Raises:
            BadFilter: that is too deep.
        """
        self._levels += 1
        if self._levels > DEEPEST:
            raise BadFilter(place, _TOO_DEEP, most=DEEPEST)

    def leave(self) -> None:
        """Come back from the level that `enter` went to."""
        self._levels -= 1


def fit_text(place: Place, text: str) -> str:
    """`text`, if PostgreSQL can hold it.

    Raises:
        BadFilter: it has a zero byte or half of a surrogate pair.
    """
    if not storable(text):
        raise BadFilter(place, _UNFIT)
    return text


def fit_number(place: Place, text: str) -> int | float:
    """The number that `text` is; whole ones stay exact.

    Raises:
        BadFilter: it is larger than any float.
    """
    number = float(text)
    if not math.isfinite(number):
        raise BadFilter(place, _INFINITE, value=text)
    if number.is_integer() and abs(number) < 2**63:
        return int(text) if text.lstrip("+-").isdigit() else int(number)
    return number
