"""Values of property filters: what people type in a URL, made into what a column holds."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.layers import Field, Kind
from geo.published.refusals import BadParameter
from geo.published.times import parse_day, parse_instant

Value = str | int | float | bool | dt.date | dt.datetime

_WHOLE: Final = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_TRUTH: Final = {"true": True, "false": False}

_NOT_WHOLE = _("“%(name)s” needs a whole number; this is not: “%(value)s”.")
_NOT_NUMBER = _("“%(name)s” needs a number; this is not: “%(value)s”.")
_NOT_DAY = _("“%(name)s” needs a date such as 2026-03-01; this is not: “%(value)s”.")
_NOT_INSTANT = _(
    "“%(name)s” needs a time with its zone, such as 2026-03-01T12:00:00Z; this is not: "
    "“%(value)s”."
)
_NOT_TRUTH = _("“%(name)s” needs true or false; this is neither: “%(value)s”.")


def _whole(field: Field, text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise BadParameter(_NOT_WHOLE, name=field.name, value=text)
    return int(text)


def _number(field: Field, text: str) -> float:
    if not _DECIMAL.fullmatch(text) or not math.isfinite(float(text)):
        raise BadParameter(_NOT_NUMBER, name=field.name, value=text)
    return float(text)


def _truth(field: Field, text: str) -> bool:
    if text not in _TRUTH:
        raise BadParameter(_NOT_TRUTH, name=field.name, value=text)
    return _TRUTH[text]


def _day(field: Field, text: str) -> dt.date:
    try:
        return parse_day(text)
    except BadParameter as error:  # whose words are about “datetime”
        raise BadParameter(_NOT_DAY, name=field.name, value=text) from error


def _instant(field: Field, text: str) -> dt.datetime:
    try:
        return parse_instant(text)
    except BadParameter as error:
        raise BadParameter(_NOT_INSTANT, name=field.name, value=text) from error


_READERS: Final[dict[Kind, Callable[[Field, str], Value]]] = {
    Kind.TEXT: lambda field, text: text,
    Kind.TEXTS: lambda field, text: text,
    Kind.INTEGER: _whole,
    Kind.INTEGERS: _whole,
    Kind.NUMBER: _number,
    Kind.BOOLEAN: _truth,
    Kind.DATE: _day,
    Kind.DATETIME: _instant,
}


def read_value(field: Field, text: str) -> Value:
    """The value that `text` means for `field`.

    Raises:
        BadParameter: `text` is not of the field's type.
    """
    return _READERS[field.kind](field, text)


SQL_LIST: Final = {
    Kind.TEXT: "text[]",
    Kind.TEXTS: "text[]",
    Kind.INTEGER: "bigint[]",
    Kind.INTEGERS: "bigint[]",
    Kind.NUMBER: "double precision[]",
    Kind.BOOLEAN: "boolean[]",
    Kind.DATE: "date[]",
    Kind.DATETIME: "timestamptz[]",
}
"""SQL type of a list of values of each kind."""

LARGEST: Final = 2**63
"""No stored whole number is as large."""
_TYPES: Final[dict[Kind, tuple[type, ...]]] = {
    Kind.TEXT: (str,),
    Kind.INTEGER: (int,),
    Kind.NUMBER: (int, float),
    Kind.BOOLEAN: (bool,),
    Kind.DATE: (str,),
    Kind.DATETIME: (str,),
}


def fits(field: Field, value: object) -> bool:
    """Whether `value`, read from JSON, is of the type that one of `field`'s has there."""
    if isinstance(value, bool) or not isinstance(value, _TYPES[field.kind]):
        return isinstance(value, bool) and field.kind is Kind.BOOLEAN
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, int):
        return abs(value) < LARGEST
    return isinstance(value, float) and math.isfinite(value)


def storable(text: str) -> bool:
    """Whether PostgreSQL can hold `text`: no zero byte, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= each <= "\udfff" for each in text)
