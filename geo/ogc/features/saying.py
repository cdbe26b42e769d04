"""Values of a feature as its page says them: in words, and as the reader writes numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from geo.layers import Field, Kind

DECIMALS: Final = 2
"""Digits after the mark of decimals; the data have them all."""


def said(field: Field, value: Any) -> str | None:
    """What the page says of `value`; None where the feature has none."""
    if value is None:
        return None
    if isinstance(value, list):
        return ", ".join(said(field, each) or "" for each in value)
    words = dict(field.words)
    if value in words:
        return str(words[value])
    text = _WRITTEN.get(field.kind, str)(value)
    return f"{text} {field.unit}" if field.unit else text


def _number(value: float) -> str:
    return number_format(round(value, DECIMALS), use_l10n=True, force_grouping=True)


def _day(value: str) -> str:
    found = parse_date(value)
    return date_format(found, "SHORT_DATE_FORMAT") if found else value


def _moment(value: str) -> str:
    found = parse_datetime(value)
    return date_format(localtime(found), "SHORT_DATETIME_FORMAT") if found else value


def _answer(value: bool) -> str:
    return _("yes") if value else _("no")


_WRITTEN: Final[dict[Kind, Callable[[Any], str]]] = {
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.DATETIME: _moment,
    Kind.BOOLEAN: _answer,
}
