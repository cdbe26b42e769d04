"""The choice of debtors that an address holds; what says nothing we know is kept aside."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Final, TypeVar

from django.http import QueryDict

from apps.treasury.domain.ageing import Age
from apps.water.domain.debtors import OVERDUE, WORDS, Level, Place, Sought, month_ends
from apps.water.terms import Category
from geo.pages.typed import key_in

Value = TypeVar("Value")

LEVELS: Final = {word: level for level, word in WORDS.items()}
UNVISITED: Final = (0, 30, 90)
"""Days without a visit that can be asked for; 0 is never visited."""
MOST_CORNERS: Final = 200
HIGHEST: Final = Decimal("99999999")
LARGEST: Final = 2**53


class _Reader:
    """Reads parts of an address and remembers which it did not understand."""

    def __init__(self, query: QueryDict) -> None:
        self.query, self.ignored = query, list[str]()

    def all(self, name: str, parse: Callable[[str], Value]) -> tuple[Value, ...]:
        found: dict[Value, None] = {}
        for text in filter(None, (each.strip() for each in self.query.getlist(name))):
            try:
                found[parse(text)] = None
            except (ValueError, InvalidOperation):
                self.ignored.append(f"{name}={text[:40]}")
        return tuple(found)

    def last(self, name: str, parse: Callable[[str], Value]) -> Value | None:
        return (self.all(name, parse) or (None,))[-1]


def read_sought(query: QueryDict, *, today: dt.date) -> Sought:
    """The choice in `query`; days that cannot be looked at and the like are ignored."""
    days = {str(day): day for day in month_ends(today)}
    reader = _Reader(query)
    least, most = reader.last("minimo", _amount), reader.last("maximo", _amount)
    if least is not None and most is not None and least > most:
        least, most = most, least
    places = {place.level: place for place in reader.all("en", _place)}
    return Sought(
        day=reader.last("dia", lambda text: _known(days, text)),
        places=tuple(places.values()),
        by=reader.last("por", lambda text: _known(LEVELS, text)) or Level.OTB,
        ages=reader.all("antiguedad", _age),
        least=least,
        most=most,
        categories=reader.all("categoria", lambda text: str(Category(text))),
        unvisited=reader.last("visita", _unvisited),
        broken=reader.last("promesa", lambda text: _known({"rota": True}, text)) or False,
        lasso=reader.last("lazo", _lasso) or (),
        ignored=tuple(reader.ignored),
    )


def _known(words: dict[str, Value], text: str) -> Value:
    if text not in words:
        raise ValueError(text)
    return words[text]


def _place(text: str) -> Place:
    word, _dash, number = text.partition("-")
    level = _known(LEVELS, word)
    key = key_in(number)
    if level is Level.ACCOUNT or key > LARGEST or (not key and number != "0"):
        raise ValueError(text)
    return Place(level=level, id=key)


def _age(text: str) -> Age:
    age = Age(text)
    if age not in OVERDUE:
        raise ValueError(text)
    return age


def _amount(text: str) -> Decimal:
    """Bolivianos as people write them: 1.250,50 has a comma, 1250.50 a point."""
    plain = text.replace(".", "").replace(",", ".") if "," in text else text
    amount = Decimal(plain)
    if not amount.is_finite() or not 0 <= amount <= HIGHEST:
        raise ValueError(text)
    return amount


def _unvisited(text: str) -> int:
    return _known({str(days): days for days in UNVISITED}, text)


def _lasso(text: str) -> tuple[tuple[float, float], ...]:
    corners = tuple(_corner(each) for each in text.split(";") if each)
    if not 3 <= len(corners) <= MOST_CORNERS or _has_no_area(corners):
        raise ValueError(text)
    return corners


def _corner(text: str) -> tuple[float, float]:
    longitude, latitude = map(float, text.split(","))
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise ValueError(text)
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise ValueError(text)
    return round(longitude, 6), round(latitude, 6)


def _has_no_area(corners: tuple[tuple[float, float], ...]) -> bool:
    ring = (*corners, corners[0])
    doubled = sum(x * v - u * y for (x, y), (u, v) in pairwise(ring))
    return abs(doubled) < 1e-12
