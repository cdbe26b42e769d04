"""What changed in a record, in words of its fields."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST: Final = 160
DERIVED: Final = frozenset({"name_key", "stands"})
"""Columns that only follow from others."""
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*")
WORDS: Final[dict[str, Promise]] = {
    "about_id": gettext_lazy("its key there"),
    "about_kind": gettext_lazy("what it is about"),
    "annulled_at": gettext_lazy("annulled on"),
    "annulled_by": gettext_lazy("annulled by"),
    "block": gettext_lazy("block"),
    "district": gettext_lazy("district"),
    "id": gettext_lazy("key"),
    "is_placed_by_hand": gettext_lazy("place confirmed"),
    "number": gettext_lazy("number"),
    "office": gettext_lazy("office"),
    "parent": gettext_lazy("stands under"),
    "party": gettext_lazy("party"),
    "person": gettext_lazy("person"),
    "position": gettext_lazy("place"),
    "post": gettext_lazy("post"),
    "previous": gettext_lazy("number before"),
    "recorded_at": gettext_lazy("recorded on"),
    "recorded_by": gettext_lazy("recorded by"),
    "seal": gettext_lazy("seal"),
    "seal_digest": gettext_lazy("digest of the seal"),
    "series": gettext_lazy("series"),
    "street": gettext_lazy("street"),
    "survivor": gettext_lazy("merged into"),
    "token": gettext_lazy("code"),
    "user": gettext_lazy("account"),
}
"""What auditors call columns whose models give them no title of their own."""


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
        if old != new and name not in DERIVED
    ]


def _titles(table: str) -> dict[str, str]:
    model = models_by_table().get(table)
    if model is None:
        return {}
    fields = model._meta.concrete_fields
    return {
        str(each.column): str(WORDS.get(each.name, each.verbose_name)) for each in fields
    }


def _said(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict) and "coordinates" in value:
        return str(_("a shape (%s)") % value.get("type", ""))
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return _moment(value)
    text = str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _moment(text: str) -> str:
    """A moment as the town's clock shows it."""
    found = parse_datetime(text)
    if found is None or timezone.is_naive(found):
        return text
    return date_format(timezone.localtime(found), "SHORT_DATETIME_FORMAT")
