"""Which statement reads a page, and what it needs."""

from __future__ import annotations

from typing import Any

from geo.published.conditions import shape_of, values_of
from geo.published.order import cursor_values, shape_of_order
from geo.published.question import Question
from geo.published.sorted_pages import sorted_page
from geo.published.statements import bounded, filtered, once, whole_layer


def _shape(question: Question) -> tuple[Any, ...]:
    """Equal for two questions whose statements differ in bound values only."""
    shown = tuple(field.name for field in question.fields)
    sorting = shape_of_order(question.sorting)
    after = question.after and tuple(value is None for value in question.after.values)
    paging = (question.projection.uri, shown, sorting, after, bool(question.offset))
    return ("page", *shape_of(question.selection), *paging)


def page_statement(question: Question) -> str:
    """The statement for a page of features.

    Returns one row: rows matched, whether some lie beyond the page, rows in the page, its
    last row (as `after` needs it), the features' text.
    """
    compose = whole_layer if question.selection.is_everything else filtered
    if question.selection.is_spatial:
        compose = bounded
    if question.sorting:
        compose = sorted_page
    return once(_shape(question), lambda: compose(question))


def page_values(question: Question) -> dict[str, Any]:
    """The values bound in `page_statement`."""
    after = {} if question.after is None else cursor_values(question.after)
    paging = {"limit": question.limit, "offset": question.offset}
    return {**values_of(question.selection), **paging, **after}
