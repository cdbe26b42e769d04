"""What changed in a record, in words of its fields."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

LONGEST: Final = 160


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field before and after; None where there was no record, or nothing in it."""

    title: str
    before: str | None
    after: str | None


@cache
def models_by_table() -> dict[str, type[Model]]:
    """Every model, by the table its rows are in."""
    return {model._meta.db_table: model for model in apps.get_models()}


def title_of(table: str) -> str:
    """What people call a row of `table`."""
    model = models_by_table().get(table)
    return str(model._meta.verbose_name) if model else table


def changes(
    table: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> list[Change]:
    """The fields that differ, in the order of the record's columns."""
    titles = _titles(table)
    names = [*titles, *sorted({*(before or {}), *(after or {})} - set(titles))]
    pairs = [(name, (before or {}).get(name), (after or {}).get(name)) for name in names]
    return [
        Change(title=titles.get(name, name), before=_said(old), after=_said(new))
        for name, old, new in pairs
        if old != new
    ]


def _titles(table: str) -> dict[str, str]:
    model = models_by_table().get(table)
    if model is None:
        return {}
    fields = model._meta.concrete_fields
    return {str(each.column): str(each.verbose_name) for each in fields}


def _said(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict) and "coordinates" in value:
        return str(_("a shape (%s)") % value.get("type", ""))
    text = str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
