"""Geometry literals of a cql2-text filter: WKT and BBOX.

Source: OGC 21-065r2, annex B, `spatialInstance`; OGC 06-103r4, clause 7 (WKT).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeVar

from django.utils.translation import gettext_lazy as _

from geo.published.cql2.tokens import Words
from geo.published.cql2.tree import (
    BadFilter,
    Box,
    Budget,
    Position,
    Shape,
    fit_number,
)

KINDS: Final = (
    *("point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon"),
    "geometrycollection",
)
_MARKS: Final = ("z", "m", "zm")
_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")

_EMPTY = _("an empty geometry has no place; leave the condition out instead.")
_NOT_NUMBER = _("a coordinate must be a number; this is not: “%(value)s”.")
_DIMENSIONS = _("a position has two coordinates, or three with a height.")
_NESTED = _("a GEOMETRYCOLLECTION cannot be inside another.")

Part = TypeVar("Part")


def begins_shape(words: Words) -> bool:
    """Whether a geometry literal comes next, and not a property of such a name."""
    if not words.is_word(*KINDS):
        return False
    after = words.ahead(1)
    if after.kind == "sign":
        return after.text == "("
    return after.kind == "name" and after.text.lower() in (*_MARKS, "empty")


class ShapeReader:
    """Reads geometry literals from the words of a filter."""

    def __init__(self, words: Words, budget: Budget) -> None:
        self._words = words
        self._budget = budget

    def _number(self) -> float:
        sign = self._words.accept_sign("-", "+")
        token = self._words.take()
        if token.kind != "number":
            raise BadFilter(token.at, _NOT_NUMBER, value=token.text)
        number = float(fit_number(token.at, token.text))
        return -number if sign and sign.text == "-" else number

    def box(self, at: int) -> Box:
        """The BBOX whose opening parenthesis comes next.

        Raises:
            BadFilter: it holds anything but numbers.
        """
        return Box(place=at, numbers=self._listed(self._number))

    def shape(self, *, inside: bool = False) -> Shape:
        """The geometry that comes next.

        Raises:
            BadFilter: it is not written as WKT demands.
        """
        token = self._words.take()
        self._words.accept_word(*_MARKS)
        if self._words.accept_word("empty"):
            raise BadFilter(token.at, _EMPTY)
        kind = token.text.upper()
        if kind == "GEOMETRYCOLLECTION":
            if inside:
                raise BadFilter(token.at, _NESTED)
            members = self._listed(self._member)
            return Shape(place=token.at, kind=kind, members=members)
        if kind == "MULTIPOLYGON":
            rings = self._listed(lambda: self._listed(self._line))
            members = tuple(
                Shape(place=token.at, kind="POLYGON", parts=each) for each in rings
            )
            return Shape(place=token.at, kind=kind, members=members)
        return Shape(place=token.at, kind=kind, parts=self._parts(kind))

    def _parts(self, kind: str) -> tuple[tuple[Position, ...], ...]:
        if kind in ("POLYGON", "MULTILINESTRING"):
            return self._listed(self._line)
        if kind == "MULTIPOINT":
            return self._points()
        return (self._line(),)

    def _member(self) -> Shape:
        if not begins_shape(self._words):
            raise self._words.refuse()
        return self.shape(inside=True)

    def _listed(self, read: Callable[[], Part]) -> tuple[Part, ...]:
        self._words.expect("(")
        parts = self._following(read)
        self._words.expect(")")
        return parts

    def _following(self, read: Callable[[], Part]) -> tuple[Part, ...]:
        parts = [read()]
        while self._words.accept_sign(","):
            parts.append(read())
        return tuple(parts)

    def _line(self) -> tuple[Position, ...]:
        self._words.expect("(")
        line = self._positions()
        self._words.expect(")")
        return line

    def _points(self) -> tuple[tuple[Position, ...], ...]:
        """The points of a MULTIPOINT, each in parentheses of its own or all bare."""
        self._words.expect("(")
        if self._words.is_sign("("):
            points = self._following(self._line)
        else:
            points = tuple((position,) for position in self._positions())
        self._words.expect(")")
        return points

    def _positions(self) -> tuple[Position, ...]:
        _kind, text, at = self._words.positions()
        parts = text.split(",")
        self._budget.vertices(at, len(parts))
        positions = []
        for part in parts:
            positions.append(_position(part, at))
            at += len(part) + 1
        return tuple(positions)


def _position(text: str, at: int) -> Position:
    numbers = text.split()
    if not 2 <= len(numbers) <= 4:
        raise BadFilter(at, _DIMENSIONS)
    for number in numbers:
        if not _NUMBER.fullmatch(number):
            raise BadFilter(at, _NOT_NUMBER, value=number)
    return float(fit_number(at, numbers[0])), float(fit_number(at, numbers[1]))
