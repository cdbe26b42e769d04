"""What changed in a record, in words of its fields."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import DecimalField, Field, ForeignKey
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from apps.documents.domain.titles import SHAPES, WORDS, models_by_table

Row = dict[str, Any]
"""A record as the history keeps it, by column."""

LONGEST: Final = 160
DERIVED: Final = frozenset({"name_key", "stands"})
"""Columns that only follow from others."""
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
Key = tuple[str, str]
"""A record: its table, and its key there."""
NOBODY: Final[Mapping[Key, str]] = {}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field before and after; None where there was no record, or nothing in it."""

    title: str
    before: str | None
    after: str | None


def keys_in(table: str, *states: Row | None) -> set[Key]:
    """Records that a record named in one of these states."""
    links = _links(table)
    return {
        (links[column], str(state[column]))
        for state in states
        if state
        for column in links
        if state.get(column) is not None
    }


def changes(
    table: str, before: Row | None, after: Row | None, named: Mapping[Key, str] = NOBODY
) -> list[Change]:
    """The fields that differ, in the order of the record's columns.

    `named` says what the records are called that others name by their keys.
    """
    fields, links = _fields(table), _links(table)
    names = [*fields, *sorted({*(before or {}), *(after or {})} - set(fields))]
    pairs = [(name, (before or {}).get(name), (after or {}).get(name)) for name in names]

    def said(name: str, value: Any) -> str | None:
        known = named.get((links.get(name, ""), str(value)))
        return known or _said(value, fields.get(name))

    return [
        Change(title=_title(name, fields), before=said(name, old), after=said(name, new))
        for name, old, new in pairs
        if old != new and name not in DERIVED
    ]


def _fields(table: str) -> dict[str, Field[Any, Any]]:
    model = models_by_table().get(table)
    return {str(each.column): each for each in model._meta.concrete_fields} if model else {}


def _links(table: str) -> dict[str, str]:
    """Columns that name a record of another table by its key, with that table."""
    return {
        column: each.related_model._meta.db_table
        for column, each in _fields(table).items()
        if isinstance(each, ForeignKey) and each.target_field.primary_key
    }


def _title(column: str, fields: Mapping[str, Field[Any, Any]]) -> str:
    field = fields.get(column)
    return str(WORDS.get(field.name, field.verbose_name)) if field else column


def _said(value: Any, field: Field[Any, Any] | None = None) -> str | None:
    if value is None or value == "":
        return None
    choices = dict(field.flatchoices) if field is not None else {}
    if isinstance(value, str | int) and value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict) and "coordinates" in value:
        return str(SHAPES.get(value.get("type", ""), _("a shape")))
    if isinstance(value, int | float | Decimal):
        places = field.decimal_places if isinstance(field, DecimalField) else None
        return number_format(value, places)
    if isinstance(value, str) and DAY.fullmatch(value):
        return _day(value)
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return _moment(value)
    text = str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _day(text: str) -> str:
    found = parse_date(text)
    return date_format(found, "SHORT_DATE_FORMAT") if found else text


def _moment(text: str) -> str:
    """A moment as the town's clock shows it."""
    found = parse_datetime(text)
    if found is None or timezone.is_naive(found):
        return text
    return date_format(timezone.localtime(found), "SHORT_DATETIME_FORMAT")
