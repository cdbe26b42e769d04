"""The SQL of a page in an order that was asked for.

It reads one row more than the page has, so that the page knows whether it is the last, and
remembers its last row, from which the next page goes on: each costs what the first did.
"""

from __future__ import annotations

from typing import Final

from psycopg import sql

from geo.published.conditions import condition, view_of
from geo.published.order import beyond, order_by, row_text
from geo.published.question import Question
from geo.published.statements import feature, row_count

_SORTED: Final = """
SELECT {matched}, count(*) > %(limit)s, least(count(*), %(limit)s),
  max(_row) FILTER (WHERE _place = %(limit)s),
  string_agg(_feature, ',' ORDER BY _place) FILTER (WHERE _place <= %(limit)s)
FROM (
  SELECT _place, {row} AS _row, {feature} AS _feature
  FROM (
    SELECT row_number() OVER (ORDER BY {order}) AS _place, chosen.*
    FROM (
      SELECT * FROM {view} WHERE {start} ORDER BY {order}
      LIMIT %(limit)s + 1 OFFSET %(offset)s
    ) AS chosen
  ) AS numbered
) AS read
"""
"""Names of its own begin with a line, which no field's name does."""


def last_row(question: Question) -> sql.Composed:
    """The statement that reads the row `%(id)s` as its cursor would hold it."""
    return sql.SQL("SELECT {row} FROM {view} WHERE id = %(id)s").format(
        row=row_text(question.sorting),
        view=view_of(question.selection.layer, question.selection.audience),
    )


def sorted_page(question: Question) -> sql.Composed:
    """The statement of `page_statement` for a question with `sorting`."""
    selection, keys = question.selection, question.sorting
    view, only = view_of(selection.layer, selection.audience), condition(selection)
    start: sql.Composable = only
    if question.after is not None:
        start = sql.SQL("{} AND {}").format(only, beyond(keys, question.after))
    counted = sql.SQL("(SELECT count(*) FROM {} WHERE {})").format(view, only)
    return sql.SQL(_SORTED).format(
        matched=row_count(selection) if selection.is_everything else counted,
        row=row_text(keys),
        feature=feature(selection.layer, question.fields, question.projection),
        order=order_by(keys),
        start=start,
        view=view,
    )
