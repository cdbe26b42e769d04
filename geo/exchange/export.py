"""Downloads of a layer's rows, in constant memory: GeoJSON for programs, CSV for sheets.

Rows come from a server-side cursor in blocks and leave as they come, so neither a
million rows nor a reader on a bad line costs more than one block.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg import sql

from geo.access import Audience
from geo.layers import Field, Kind, Layer
from geo.published.conditions import condition, shape_of, values_of, view_of
from geo.published.faults import calculable
from geo.published.projections import CRS84
from geo.published.question import (
    GENERAL,
    Selection,
    parse_selection,
    selection_names,
)
from geo.published.readers import single_connection
from geo.published.refusals import NotFound, TooBusy, TookTooLong
from geo.published.statements import feature, once
from geo.published.wire import Answer, Request

BLOCK: Final = 1000
"""Rows fetched, joined and sent at a time."""
MOST_AT_ONCE: Final = 4
"""Downloads per server process; each holds a connection for as long as it lasts."""
FORMULA: Final = "^[=+@\t\r-]"
"""Beginnings of a text that spreadsheets would run as a formula."""

_LISTS: Final = {Kind.TEXTS, Kind.INTEGERS}

_under_way = asyncio.Semaphore(MOST_AT_ONCE)


@dataclass(frozen=True, kw_only=True)
class Format:
    """How rows become a file."""

    content_type: str
    row: Callable[[Layer, Audience], sql.Composed]
    """SQL expression of one row's text."""
    head: Callable[[Layer, Audience], bytes]
    between: bytes
    tail: bytes
    tail_when_empty: bool


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


FORMATS: Final = {
    "geojson": Format(
        content_type="application/geo+json",
        row=_feature,
        head=lambda layer, audience: b'{"type":"FeatureCollection","features":[\n',
        between=b",\n",
        tail=b"\n]}\n",
        tail_when_empty=True,
    ),
    "csv": Format(
        content_type="text/csv; charset=utf-8; header=present",
        row=_line,
        head=_header,
        between=b"\r\n",
        tail=b"\r\n",
        tail_when_empty=False,
    ),
}


def _statement(selection: Selection, extension: str) -> str:
    def compose() -> sql.Composed:
        return sql.SQL("SELECT {row} FROM {view} WHERE {condition} ORDER BY id").format(
            row=FORMATS[extension].row(selection.layer, selection.audience),
            view=view_of(selection.layer, selection.audience),
            condition=condition(selection),
        )

    return once(("download", extension, *shape_of(selection)), compose)


async def _blocks(selection: Selection, extension: str) -> AsyncGenerator[bytes]:
    statement, values = _statement(selection, extension), values_of(selection)
    between = FORMATS[extension].between
    async with (
        _under_way,
        single_connection(selection.audience) as single,
        single.transaction(),
        single.cursor(name="download", binary=True) as cursor,
    ):
        await cursor.execute(statement, values)
        while rows := await cursor.fetchmany(BLOCK):
            yield between.join(text.encode() for (text,) in rows)


async def _whole(
    head: bytes, first: bytes, blocks: AsyncGenerator[bytes], form: Format
) -> AsyncGenerator[bytes]:
    yield head + first
    async for block in blocks:
        yield form.between + block
    if first or form.tail_when_empty:
        yield form.tail


async def _nothing() -> AsyncGenerator[bytes]:
    return
    yield b""


async def download(request: Request, layer: Layer, extension: str) -> Answer:
    """The selected rows as a file.

    Raises:
        NotFound: no such format.
        BadParameter: a filter cannot be understood; UnknownParameter if it is new.
        TooBusy: as many downloads as allowed are under way.
        DatabaseAway: the database does not answer; TookTooLong if not in time.
    """
    form = FORMATS.get(extension)
    if form is None:
        raise NotFound
    audience = request.viewer.audience
    request.given.only([*GENERAL, *selection_names(layer, audience)])
    selection = parse_selection(request.given, layer, audience)
    body = _nothing()
    if request.method != "HEAD":
        if _under_way.locked():
            raise TooBusy
        blocks = _blocks(selection, extension)
        try:
            with calculable(selection):
                first = await anext(blocks, b"")
        except psycopg.errors.QueryCanceled as error:
            raise TookTooLong from error
        body = _whole(form.head(layer, audience), first, blocks, form)
    name = f'attachment; filename="{layer.name}.{extension}"'
    headers = {"content-disposition": name, "cache-control": "no-cache"}
    return Answer(body=body, content_type=form.content_type, headers=headers)
