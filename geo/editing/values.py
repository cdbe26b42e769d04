"""A property as JSON has it, made into what the column holds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from django.db.models import Field as Column
from django.utils.translation import gettext_lazy as _

from geo.editing.refusals import BadFeature
from geo.layers import Field, Kind
from geo.published.refusals import BadParameter, Words
from geo.published.times import parse_day, parse_instant

_WRONG_TYPE = _("“%(name)s” must be %(wanted)s.")
_NOT_A_WORD = _("“%(name)s” must be one of: %(known)s.")
_NOT_EMPTY = _("“%(name)s” must have a value.")

WANTED: Final = {
    Kind.TEXT: _("a text"),
    Kind.INTEGER: _("a whole number"),
    Kind.NUMBER: _("a number"),
    Kind.BOOLEAN: _("true or false"),
    Kind.DATE: _("a date (2026-03-31)"),
    Kind.DATETIME: _("a date with time and time zone (2026-03-31T08:00:00Z)"),
    Kind.TEXTS: _("a list of texts"),
    Kind.INTEGERS: _("a list of whole numbers"),
}
LARGEST_NUMBER: Final = 2**63 - 1


def read_property(field: Field, column: Column[Any, Any], value: Any) -> Any:
    """The value of `column` that `value` means.

    Raises:
        BadFeature: it is of another type, or not of the field's vocabulary.
    """
    if value is None:
        if column.null:
            return None
        if column.blank and field.kind is Kind.TEXT:
            return ""
        raise BadFeature(_NOT_EMPTY, name=field.name)
    if not _is_of(field.kind, value):
        raise BadFeature(_WRONG_TYPE, name=field.name, wanted=str(WANTED[field.kind]))
    words = [word for word, _title in field.words]
    if words and not field.is_open and value not in words:
        raise BadFeature(_NOT_A_WORD, name=field.name, known=Words(", ".join(words)))
    read = _READ.get(field.kind)
    return value if read is None else read(field, value)


def _is_of(kind: Kind, value: Any) -> bool:
    checks: dict[Kind, Callable[[Any], bool]] = {
        Kind.INTEGER: _is_whole,
        Kind.NUMBER: _is_number,
        Kind.BOOLEAN: lambda each: isinstance(each, bool),
        Kind.TEXTS: lambda each: isinstance(each, list) and all(map(_is_text, each)),
        Kind.INTEGERS: lambda each: isinstance(each, list) and all(map(_is_whole, each)),
    }
    return checks.get(kind, _is_text)(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value


def _is_whole(value: Any) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and abs(value) <= LARGEST_NUMBER


def _is_number(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and abs(value) <= sys.float_info.max  # no integer is too long for this


def _day(field: Field, value: str) -> Any:
    return _moment(field, value, parse_day)


def _instant(field: Field, value: str) -> Any:
    return _moment(field, value, parse_instant)


def _moment(field: Field, value: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(value)
    except BadParameter as error:
        wanted = str(WANTED[field.kind])
        raise BadFeature(_WRONG_TYPE, name=field.name, wanted=wanted) from error


_READ: Final[dict[Kind, Callable[[Field, Any], Any]]] = {
    Kind.DATE: _day,
    Kind.DATETIME: _instant,
}
