"""The SQL that makes features: one statement builds the whole text of a page.

Each statement is composed once per shape (layer, audience, conditions present, paging)
and prepared by the connection; requests differ in bound values only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from psycopg import sql

from geo.access import Audience
from geo.layers import Field, Kind, Layer
from geo.published.compile import is_counted, may_be_null
from geo.published.conditions import condition, view_of
from geo.published.projections import Projection
from geo.published.question import Question, Selection
from geo.published.roles import schema_of

_PLAIN: Final = {Kind.INTEGER, Kind.BOOLEAN}
"""Kinds whose SQL text is JSON already."""

_composed: dict[tuple[Any, ...], str] = {}
MOST_SHAPES: Final = 2000
"""Then the cache starts anew: shapes are chosen by whoever asks."""
LONGEST_KEPT: Final = 30_000
"""Characters; a longer statement comes from a filter that nobody sends twice."""


def _json(layer: Layer, field: Field) -> sql.Composable:
    text = "{}::text" if field.kind in _PLAIN else "to_json({})::text"
    if may_be_null(layer, field.source or field.name):
        text = f"coalesce({text}, 'null')"
    return sql.SQL(text).format(sql.Identifier(field.name))


def _coordinates(layer: Layer, projection: Projection) -> sql.Composable:
    shape = sql.SQL("geometry")
    if projection.latitude_first:
        shape = sql.SQL("ST_FlipCoordinates(geometry)")
    elif not projection.is_stored:
        shape = sql.SQL("ST_Transform(geometry, {srid})")
    text = "ST_AsGeoJSON({shape}, {decimals}, 0)"
    if may_be_null(layer, layer.geometry):
        text = f"coalesce({text}, 'null')"
    return sql.SQL(text).format(
        shape=shape.format(srid=projection.srid), decimals=projection.decimals
    )


def feature(layer: Layer, fields: Iterable[Field], projection: Projection) -> sql.Composed:
    """SQL expression of one row as the text of a GeoJSON feature with these `fields`."""
    parts: list[sql.Composable] = [
        sql.Literal('{"type":"Feature","id":'),
        sql.Identifier("id"),
        sql.Literal(',"geometry":'),
        _coordinates(layer, projection),
    ]
    opening = ',"properties":{'
    for field in fields:
        parts += [sql.Literal(f'{opening}"{field.name}":'), _json(layer, field)]
        opening = ","
    end = "}}" if opening == "," else f"{opening}}}}}"
    return sql.SQL("concat({})").format(sql.SQL(", ").join([*parts, sql.Literal(end)]))


_PAGE: Final = "SELECT count(*), max(id) AS last, string_agg(feature, ',') FROM {rows}"

_WHOLE: Final = """
SELECT {matched}, last < (SELECT id FROM {view} ORDER BY id DESC LIMIT 1), page.*
FROM ({page}) AS page
"""

_BOUNDED: Final = """
WITH hits AS MATERIALIZED (SELECT id FROM {view} WHERE {condition})
SELECT total.count, last < total.max, page.*
FROM (SELECT count(*), max(id) FROM hits) AS total, ({page}) AS page
"""

_FILTERED: Final = """
SELECT CASE WHEN {counting} THEN total.matched ELSE {skipped} + page.count END,
  total.beyond > 0, page.*
FROM ({page}) AS page,
  LATERAL (SELECT count(*) AS matched, count(*) FILTER (WHERE id > last) AS beyond
           FROM {view} WHERE {counting} AND {condition}) AS total
"""

_FIRST_ROWS: Final = """(
  SELECT id, {feature} AS feature FROM {view} WHERE {start} ORDER BY id LIMIT %(limit)s
) AS read"""

_CHOSEN_ROWS: Final = """(
  SELECT id, {feature} AS feature
  FROM (SELECT id FROM {source} WHERE {start} ORDER BY id
        LIMIT %(limit)s OFFSET %(offset)s) AS chosen
  JOIN {view} USING (id) ORDER BY id
) AS read"""
"""Skip ids, which an index holds, and fetch rows only then."""


def row_count(selection: Selection) -> sql.Composed:
    """SQL expression of how many rows the selection's layer has."""
    if is_counted(selection.layer, selection.audience):
        return sql.SQL("(SELECT rows FROM {}._row_counts WHERE layer = {})").format(
            sql.Identifier(schema_of(selection.audience)), sql.Literal(selection.layer.name)
        )
    view = view_of(selection.layer, selection.audience)
    return sql.SQL("(SELECT count(*) FROM {})").format(view)


def _page(
    question: Question,
    rows: str,
    *,
    source: sql.Composable | None = None,
    only: sql.Composable | None = None,
) -> sql.Composed:
    """The text of one page from `source`, of the rows that fulfil `only`."""
    selection = question.selection
    view = view_of(selection.layer, selection.audience)
    after = sql.SQL("true" if question.after is None else "id > %(after)s")
    read = sql.SQL(rows).format(
        feature=feature(selection.layer, question.fields, question.projection),
        view=view,
        source=source or view,
        start=sql.SQL("{} AND {}").format(only, after) if only else after,
    )
    return sql.SQL(_PAGE).format(rows=read)


def whole_layer(question: Question) -> sql.Composed:
    """Every row is meant: the count is kept, the page is a stretch of the primary key."""
    return sql.SQL(_WHOLE).format(
        matched=row_count(question.selection),
        view=view_of(question.selection.layer, question.selection.audience),
        page=_page(question, _CHOSEN_ROWS if question.offset else _FIRST_ROWS),
    )


def bounded(question: Question) -> sql.Composed:
    """An area is dear to try: once, and count, page and end all come from the hits."""
    selection = question.selection
    return sql.SQL(_BOUNDED).format(
        view=view_of(selection.layer, selection.audience),
        condition=condition(selection),
        page=_page(question, _CHOSEN_ROWS, source=sql.Identifier("hits")),
    )


def filtered(question: Question) -> sql.Composed:
    """A page that is not full says itself how many match; only a full one is counted."""
    selection, only = question.selection, condition(question.selection)
    counting = sql.SQL("page.count >= %(limit)s")
    if question.after is not None:
        counting = sql.SQL("true")
    elif question.offset:
        counting = sql.SQL("(page.count >= %(limit)s OR page.count = 0)")
    return sql.SQL(_FILTERED).format(
        counting=counting,
        skipped=sql.SQL("%(offset)s" if question.offset else "0"),
        page=_page(question, _CHOSEN_ROWS if question.offset else _FIRST_ROWS, only=only),
        view=view_of(selection.layer, selection.audience),
        condition=only,
    )


def once(key: tuple[Any, ...], compose: Callable[[], sql.Composable]) -> str:
    """The statement remembered under `key`, composed the first time."""
    known = _composed.get(key)
    if known is None:
        known = compose().as_string(None)
        if len(_composed) >= MOST_SHAPES:
            _composed.clear()
        if len(known) <= LONGEST_KEPT:
            _composed[key] = known
    return known


def item_statement(layer: Layer, audience: Audience, projection: Projection) -> str:
    """The statement for one feature's text by its id."""

    def compose() -> sql.Composable:
        return sql.SQL("SELECT {} FROM {} WHERE id = %(id)s").format(
            feature(layer, layer.fields_for(audience), projection),
            view_of(layer, audience),
        )

    return once(("item", layer.name, audience, projection.uri), compose)
