"""Formats that are text: each row leaves as the database wrote it, in constant memory.

Rows come from a server-side cursor in blocks and leave as they come, so neither a
million rows nor a reader on a bad line costs more than one block.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from html import escape
from typing import Final

import psycopg
from django.utils.translation import get_language
from psycopg import sql

from geo.access import Audience
from geo.exchange.exports.words import titled
from geo.layers import Field, Kind, Layer
from geo.published.conditions import condition, shape_of, values_of, view_of
from geo.published.faults import calculable
from geo.published.order import order_by, shape_of_order
from geo.published.projections import CRS84
from geo.published.question import Selection
from geo.published.readers import single_connection
from geo.published.refusals import TooBusy, TookTooLong
from geo.published.sorting import SortKey
from geo.published.statements import feature, once

BLOCK: Final = 1000
"""Rows fetched, joined and sent at a time."""
MOST_AT_ONCE: Final = 4
"""Streams per server process; each holds a connection for as long as it lasts."""
FORMULA: Final = "^[=+@\t\r-]"
"""Beginnings of a text that spreadsheets would run as a formula."""
NOT_XML: Final = r"[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]"
"""Letters that no XML document may hold (XML 1.0, production 2)."""

_LISTS: Final = {Kind.TEXTS, Kind.INTEGERS}

_under_way = asyncio.Semaphore(MOST_AT_ONCE)


@dataclass(frozen=True, kw_only=True)
class Text:
    """How rows become a text."""

    row: Callable[[Layer, Audience], sql.Composed]
    """SQL expression of one row's text."""
    head: Callable[[Layer, Audience], bytes]
    between: bytes
    tail: bytes
    tail_when_empty: bool
    is_worded: bool = False
    """Whether it depends on the reader's language."""


def _feature(layer: Layer, audience: Audience) -> sql.Composed:
    return feature(layer, layer.fields_for(audience), CRS84)


def _cell(field: Field) -> sql.Composed:
    """A quoted cell; what looks like a formula gets an apostrophe before it."""
    column = sql.Identifier(field.name)
    if field.kind in (Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE):
        return sql.SQL("{}::text").format(column)
    joined = "array_to_string({}, '; ')" if field.kind in _LISTS else "{}::text"
    text = sql.SQL(joined).format(column)
    return sql.SQL(
        "'\"' || replace(regexp_replace({text}, {formula}, '''\\&'), '\"', '\"\"') || '\"'"
    ).format(text=text, formula=sql.Literal(FORMULA))


def _numbers(layer: Layer) -> list[sql.Composed]:
    """Points also as two numbers, which sheets can use."""
    if layer.geometry_type != "Point":
        return []
    axes = ("ST_X(geometry)", "ST_Y(geometry)")
    return [
        sql.SQL("round(" + axis + "::numeric, {})::text").format(CRS84.decimals)
        for axis in axes
    ]


def _line(layer: Layer, audience: Audience) -> sql.Composed:
    cells = [_cell(field) for field in layer.fields_for(audience)]
    shape = sql.SQL("'\"' || ST_AsText(geometry, {}) || '\"'").format(CRS84.decimals)
    parts: list[sql.Composable] = [sql.SQL("id::text"), *cells, *_numbers(layer), shape]
    filled = [sql.SQL("coalesce({}, '')").format(part) for part in parts]
    return sql.SQL("concat_ws(',', {})").format(sql.SQL(", ").join(filled))


def _header(layer: Layer, audience: Audience) -> bytes:
    numbers = ["longitude", "latitude"] if layer.geometry_type == "Point" else []
    fields = [field.name for field in layer.fields_for(audience)]
    names = ["id", *fields, *numbers, "geometry"]
    # The mark tells spreadsheets that the text is UTF-8.
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + ",".join(names) + "\r\n").encode()


def _escaped(text: sql.Composable) -> sql.Composed:
    """A text as the content of an XML element."""
    plain = sql.SQL("regexp_replace({}, {}, '', 'g')").format(text, sql.Literal(NOT_XML))
    return sql.SQL(
        "replace(replace(replace({}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
    ).format(plain)


def _word(field: Field) -> sql.Composed:
    """What people read for the value: its word in the active language, lists joined."""
    column = sql.Identifier(field.name)
    if field.kind in _LISTS:
        return sql.SQL("nullif(array_to_string({}, '; '), '')").format(column)
    words = {value: str(word) for value, word in field.words}
    if not words:
        return sql.SQL("{}::text").format(column)
    told = _literal(json.dumps(words, ensure_ascii=False))
    return sql.SQL("coalesce({}::jsonb ->> {}, {})").format(told, column, column)


def _literal(text: str) -> sql.Literal:
    """A text that people wrote, in a statement whose per cent signs mean values."""
    return sql.Literal(text.replace("%", "%%"))


def _placemark(layer: Layer, audience: Audience) -> sql.Composed:
    """A placemark: a name, a line for each value that is there, the shape."""
    fields = layer.fields_for(audience)
    names = [field for field in fields if field.kind is Kind.TEXT and not field.words]
    parts: list[sql.Composable] = [
        sql.Literal(f'<Placemark id="{layer.name}.'),
        sql.Identifier("id"),
        sql.Literal('">'),
    ]
    if names:
        name = _escaped(sql.SQL("{}::text").format(sql.Identifier(names[0].name)))
        parts += [sql.Literal("<name>"), name, sql.Literal("</name>")]
    parts.append(sql.Literal("<ExtendedData>"))
    for field in fields:
        title = escape(titled(field))
        opening = f'<Data name="{field.name}"><displayName>{title}</displayName><value>'
        parts.append(
            sql.SQL("{} || {} || '</value></Data>'").format(
                _literal(opening), _escaped(_word(field))
            )
        )
    shape = sql.SQL("ST_AsKML(geometry, {})").format(CRS84.decimals)
    parts += [sql.Literal("</ExtendedData>"), shape, sql.Literal("</Placemark>")]
    return sql.SQL("concat({})").format(sql.SQL(", ").join(parts))


def _document(layer: Layer, audience: Audience) -> bytes:
    opening = '<?xml version="1.0" encoding="UTF-8"?>\n'
    opening += '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>'
    return f"{opening}{escape(str(layer.title))}</name>\n".encode()


TEXTS: Final = {
    "geojson": Text(
        row=_feature,
        head=lambda layer, audience: b'{"type":"FeatureCollection","features":[\n',
        between=b",\n",
        tail=b"\n]}\n",
        tail_when_empty=True,
    ),
    "csv": Text(
        row=_line,
        head=_header,
        between=b"\r\n",
        tail=b"\r\n",
        tail_when_empty=False,
    ),
    "kml": Text(
        row=_placemark,
        head=_document,
        between=b"\n",
        tail=b"\n</Document></kml>\n",
        tail_when_empty=True,
        is_worded=True,
    ),
}


def _statement(selection: Selection, extension: str, sorting: tuple[SortKey, ...]) -> str:
    def compose() -> sql.Composed:
        return sql.SQL(
            "SELECT {row} FROM {view} WHERE {condition} ORDER BY {order}"
        ).format(
            order=order_by(sorting),
            row=TEXTS[extension].row(selection.layer, selection.audience),
            view=view_of(selection.layer, selection.audience),
            condition=condition(selection),
        )

    language = get_language() if TEXTS[extension].is_worded else None
    key = ("download", extension, language, shape_of_order(sorting), *shape_of(selection))
    return once(key, compose)


async def _blocks(
    statement: str, selection: Selection, between: bytes
) -> AsyncGenerator[bytes]:
    async with (
        _under_way,
        single_connection(selection.audience) as single,
        single.transaction(),
        single.cursor(name="download", binary=True) as cursor,
    ):
        await cursor.execute(statement, values_of(selection))
        while rows := await cursor.fetchmany(BLOCK):
            yield between.join(text.encode() for (text,) in rows)


async def _whole(
    head: bytes, first: bytes, blocks: AsyncGenerator[bytes], form: Text
) -> AsyncGenerator[bytes]:
    yield head + first
    async for block in blocks:
        yield form.between + block
    if first or form.tail_when_empty:
        yield form.tail


async def stream(
    selection: Selection, extension: str, sorting: tuple[SortKey, ...] = ()
) -> AsyncGenerator[bytes]:
    """The selected rows as text, in the active language; the first are read already.

    They come by `sorting`, by their ids without it.

    Raises:
        TooBusy: as many streams as allowed are under way.
        DatabaseAway: the database does not answer; TookTooLong if not in time.
    """
    form = TEXTS[extension]
    if _under_way.locked():
        raise TooBusy
    head = form.head(selection.layer, selection.audience)
    blocks = _blocks(_statement(selection, extension, sorting), selection, form.between)
    try:
        with calculable(selection):
            first = await anext(blocks, b"")
    except psycopg.errors.QueryCanceled as error:
        raise TookTooLong from error
    return _whole(head, first, blocks, form)
