"""Template tags of the house look: icons, style sheets and scripts."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from psycopg.types.range import Range

from geo import naming
from geo.exchange.exports.formats import GROUPS
from geo.pages.assets import asset

register = template.Library()

ICONS: Final = Path(__file__).resolve().parent.parent / "templates" / "geo" / "icons"

APPROXIMATE: Final = frozenset({"drawn", "derived"})


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """The line drawing called `name`; it says nothing to a screen reader."""
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8").strip()
    return mark_safe(drawing)  # noqa: S308  (a file of ours)


@register.simple_tag
def symbol(state: str, *, approximate: bool = False) -> SafeString:
    """The mark of a state as the map shows it; hatched where the place is approximate."""
    return format_html(
        '<svg class="symbol is-{}" aria-hidden="true"><use href="#symbol-{}{}"/></svg>',
        state,
        state,
        "-approximate" if approximate else "",
    )


@register.filter
def approximate(certainty: str) -> bool:
    """Whether a place stands on a limit that nobody official drew."""
    return certainty in APPROXIMATE


@register.simple_tag
def styles(entry: str) -> SafeString:
    """Links to the style sheets of the entry `geo/web/<entry>.ts`."""
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((href,) for href in asset(entry).styles)
    )


@register.simple_tag
def script(entry: str) -> SafeString:
    """The module script of the entry `geo/web/<entry>.ts`."""
    return format_html('<script type="module" src="{}"></script>', asset(entry).script)


@register.filter
def who(name: str | None) -> str:
    """Whoever acted under this name, as people call them; nobody has no name."""
    return naming.who_acted(name or "")


@register.filter
def origin(source: str) -> str:
    """The source of a row, as people read it."""
    return naming.origin(source)


@register.filter
def figure(value: float) -> str:
    """A whole number with its thousands set apart, as the reader's language does."""
    return number_format(round(value), force_grouping=True)


@register.filter
def percent(share: float) -> str:
    """A share between 0 and 1 as whole percents."""
    return f"{round(share * 100)} %"


@register.filter
def days(span: Range[date]) -> str:
    """Days from the first to the last; a range of the database excludes its end."""
    if span.isempty:
        return _("no day")
    first = date_format(span.lower, "SHORT_DATE_FORMAT") if span.lower else ""
    if span.upper is None:
        return _("from %(first)s on") % {"first": first} if first else _("always")
    last = date_format(span.upper - timedelta(days=1), "SHORT_DATE_FORMAT")
    if not first:
        return _("until %(last)s") % {"last": last}
    return first if first == last else f"{first} – {last}"


@register.inclusion_tag("geo/downloads.html")
def downloads(layer: str, query: str = "") -> dict[str, Any]:
    """The menu of formats for the rows of `layer` that `query` selects."""
    return {"groups": GROUPS, "layer": layer, "query": query}
