"""Turns a selection into what a writer process needs to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import get_language
from psycopg import sql

from geo.access import Audience, current_viewer
from geo.exchange.exports.formats import Format
from geo.exchange.exports.limits import LONGEST_TEXT
from geo.exchange.exports.order import Column, Order, Part
from geo.exchange.exports.words import phrases, titled
from geo.layers import Field, Kind, Layer, published
from geo.published.binding import said_of
from geo.published.conditions import condition, shape_of, values_of, view_of
from geo.published.order import order_by, shape_of_order
from geo.published.question import Selection
from geo.published.roles import connection_parts
from geo.published.sorting import SortKey
from geo.published.statements import once
from geo.published.values import SQL_LIST

COUNTED: Final = {"fgb", "html"}
"""Formats that must know beforehand how many rows there are, and how many shapeless."""
MEASURED: Final = {"shp.zip", "xlsx"}
"""Formats that must also know how long the texts are."""
GROUND_FROM: Final = 10
"""Areas that the basemap draws from this zoom on are the ground of a map to send."""
GROUND_DEGREES: Final = 0.0002
"""How far the ground's outlines may stray: some twenty metres."""

_LISTS: Final = {Kind.TEXTS, Kind.INTEGERS}
_DIMENSIONS: Final = (
    ("points", "MultiPoint"),
    ("lines", "MultiLineString"),
    ("areas", "MultiPolygon"),
)
"""What a mixed layer is taken apart into where a file holds one type only."""

_ROWS: Final = """
SELECT id::bigint{columns}, ST_AsBinary({shape}) FROM {view} WHERE {only} ORDER BY {order}
"""
_SUMMARY: Final = """
SELECT count(*), count(*) FILTER (WHERE geometry IS NULL OR ST_IsEmpty(geometry)){texts}
FROM {view} WHERE {only}
"""
_LENGTHS: Final = """
, max(octet_length({text})), max(char_length({text})),
count(*) FILTER (WHERE octet_length({text}) > {most})
"""
_GROUND: Final = """
SELECT ST_AsBinary(ST_Simplify(geometry, {degrees})) FROM {view} ORDER BY id LIMIT 1000
"""


def order_of(
    selection: Selection, form: Format, file: Path, sorting: tuple[SortKey, ...] = ()
) -> Order:
    """The order to write the selected rows into `file`, in the active language.

    They are written by `sorting`, by their ids without it.
    """
    layer, audience = selection.layer, selection.audience
    fields = layer.fields_for(audience)
    return Order(
        extension=form.extension,
        file=file,
        parts=tuple(_parts(selection, form.extension, sorting)),
        values=values_of(selection),
        connection=connection_parts(audience, said_of(current_viewer.get())),
        columns=tuple(map(_column, fields)),
        name=layer.name,
        title=str(layer.title),
        source=f"{layer.source} · {layer.licence}",
        most_rows=form.most_rows,
        ground=_ground(audience) if form.extension == "html" else "",
        time_zone=settings.TIME_ZONE,
        language=get_language() or settings.LANGUAGE_CODE,
        words=phrases(),
    )


def _column(field: Field) -> Column:
    words = {value: str(word) for value, word in field.words}
    return Column(name=field.name, title=titled(field), kind=field.kind, words=words)


def _parts(
    selection: Selection, extension: str, sorting: tuple[SortKey, ...]
) -> Iterator[Part]:
    layer = selection.layer
    whole = extension != "shp.zip" or layer.geometry_type != "Geometry"
    listed = enumerate(_DIMENSIONS)
    pieces = (
        [(None, layer.name, layer.geometry_type)]
        if whole
        else [
            (dimension, f"{layer.name}-{name}", kind) for dimension, (name, kind) in listed
        ]
    )
    for dimension, name, kind in pieces:
        key = (extension, dimension, *shape_of(selection))
        rows, summary = _statements(selection, extension, sorting, dimension, key)
        yield Part(name=name, geometry_type=kind, statement=rows, summary=summary)


def _statements(
    selection: Selection,
    extension: str,
    sorting: tuple[SortKey, ...],
    dimension: int | None,
    key: tuple[object, ...],
) -> tuple[str, str]:
    """What reads the rows of a part, and what counts and measures them (or nothing)."""
    only, ordered = _only(selection, dimension), _ordered(extension, sorting)
    rows = once(
        ("rows", shape_of_order(sorting), *key),
        lambda: _rows(selection, only, dimension, ordered),
    )
    if extension not in COUNTED | MEASURED:
        return rows, ""
    return rows, once(("summary", *key), lambda: _summary(selection, extension, only))


def _ordered(extension: str, sorting: tuple[SortKey, ...]) -> sql.Composable:
    # A Shapefile that begins with a row without a shape gets a wrong extent.
    first = "geometry IS NULL, " if extension == "shp.zip" else ""
    return sql.SQL("{}{}").format(sql.SQL(first), order_by(sorting))


def _only(selection: Selection, dimension: int | None) -> sql.Composable:
    """The selection's condition, and that shapes have this dimension."""
    if dimension is None:
        return condition(selection)
    return sql.SQL("({}) AND coalesce(ST_Dimension(geometry), 0) = {}").format(
        condition(selection), dimension
    )


def _rows(
    selection: Selection,
    only: sql.Composable,
    dimension: int | None,
    ordered: sql.Composable,
) -> sql.Composed:
    shape: sql.Composable = sql.SQL("geometry")
    if dimension is not None:
        extract = sql.SQL("ST_Multi(ST_CollectionExtract(geometry, {}))")
        shape = extract.format(dimension + 1)
    fields = selection.layer.fields_for(selection.audience)
    return sql.SQL(_ROWS).format(
        columns=sql.Composed([sql.SQL(", {}").format(_value(field)) for field in fields]),
        shape=shape,
        view=view_of(selection.layer, selection.audience),
        only=only,
        order=ordered,
    )


def _value(field: Field) -> sql.Composed:
    """The column in the one type of its kind."""
    kind = SQL_LIST[field.kind]
    if field.kind not in _LISTS:
        kind = kind.removesuffix("[]")
    return sql.SQL("{}::{}").format(sql.Identifier(field.name), sql.SQL(kind))


def _text(field: Field) -> sql.Composed | None:
    """The column as the text of a plain table; None where it is not one."""
    if field.kind in _LISTS:
        return sql.SQL("array_to_string({}, '; ')").format(sql.Identifier(field.name))
    return _value(field) if field.kind is Kind.TEXT else None


def _summary(selection: Selection, extension: str, only: sql.Composable) -> sql.Composed:
    fields = selection.layer.fields_for(selection.audience)
    texts = [text for text in map(_text, fields) if text and extension in MEASURED]
    lengths = [sql.SQL(_LENGTHS).format(text=text, most=LONGEST_TEXT) for text in texts]
    return sql.SQL(_SUMMARY).format(
        texts=sql.Composed(lengths),
        view=view_of(selection.layer, selection.audience),
        only=only,
    )


def _ground(audience: Audience) -> str:
    """Outlines of the smallest areas that a basemap far out still draws."""
    areas = [layer for layer in published(audience) if _is_ground(layer)]
    if not areas:
        return ""

    def compose() -> sql.Composed:
        finest = max(areas, key=lambda layer: layer.basemap_from or 0)
        view = view_of(finest, audience)
        return sql.SQL(_GROUND).format(degrees=GROUND_DEGREES, view=view)

    return once(("ground", audience), compose)


def _is_ground(layer: Layer) -> bool:
    begins = layer.basemap_from
    is_far_out = begins is not None and begins <= GROUND_FROM
    return is_far_out and layer.geometry_type == "MultiPolygon"
