"""The WHERE clause of a selection: fixed text, every value bound."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from psycopg import sql

from geo import crs
from geo.layers import Field, Kind, Layer
from geo.published.compile import may_be_null
from geo.published.question import Selection
from geo.published.values import SQL_LIST, Value

_LISTS: Final = {Kind.TEXTS, Kind.INTEGERS}

_AREA: Final = sql.SQL("ST_GeomFromText(%(area)s, {})").format(crs.STORAGE)

_INSIDE: Final = sql.SQL("(geometry && {area} AND ST_Intersects(geometry, {area}))").format(
    area=_AREA
)


def view_of(layer: Layer, audience: str) -> sql.Composed:
    """The published view of `layer`, as SQL names it."""
    return sql.SQL("{}.{}").format(
        sql.Identifier(f"published_{audience}"), sql.Identifier(layer.view)
    )


def _inside(layer: Layer) -> sql.Composable:
    # Features without a geometry match every box (OGC 17-069r4, fc-bbox-response, C).
    if may_be_null(layer, layer.geometry):
        return sql.SQL("(geometry IS NULL OR {})").format(_INSIDE)
    return _INSIDE


def _during(field: Field) -> sql.Composed:
    # Features without a time match every span (fc-time-response).
    kind = sql.SQL("date" if field.kind is Kind.DATE else "timestamptz")
    return sql.SQL(
        "({time} IS NULL OR {time} BETWEEN coalesce(%(first)s::{kind}, '-infinity')"
        " AND coalesce(%(last)s::{kind}, 'infinity'))"
    ).format(time=sql.Identifier(field.name), kind=kind)


def _has(field: Field, values: tuple[Value, ...]) -> sql.Composed:
    operator, kind = "{} = ANY({}::{})", SQL_LIST[field.kind]
    if field.kind in _LISTS:
        operator = "{} && {}::{}"
    elif len(values) == 1:  # the planner knows how many rows have one value
        operator, kind = "{} = {}::{}", kind.removesuffix("[]")
    return sql.SQL(operator).format(
        sql.Identifier(field.name), sql.Placeholder(f"is_{field.name}"), sql.SQL(kind)
    )


def _bound(field: Field, values: tuple[Value, ...]) -> Any:
    single = len(values) == 1 and field.kind not in _LISTS
    return values[0] if single else list(values)


def condition(selection: Selection) -> sql.Composable:
    """What a row of the view must fulfil; `values_of` binds its values."""
    parts: list[sql.Composable] = []
    if selection.bounds is not None:
        parts.append(_inside(selection.layer))
    if selection.time is not None:
        parts.append(_during(selection.time))
    parts += [_has(field, values) for field, values in selection.properties]
    if selection.filter is not None:
        parts.append(selection.filter.condition)
    return sql.SQL(" AND ").join(parts) if parts else sql.SQL("true")


def shape_of(selection: Selection) -> tuple[Any, ...]:
    """Equal for two selections whose statements differ in bound values only."""
    return (
        selection.layer.name,
        selection.audience,
        selection.bounds is not None,
        selection.time is not None,
        tuple((field.name, len(values) > 1) for field, values in selection.properties),
        selection.filter and selection.filter.shape,
    )


def _end(moment: dt.datetime | None, field: Field) -> dt.date | None:
    if moment is not None and field.kind is Kind.DATE:
        return moment.date()
    return moment


def values_of(selection: Selection) -> dict[str, Any]:
    """The values that `condition` leaves to be bound."""
    values: dict[str, Any] = {
        f"is_{field.name}": _bound(field, wanted) for field, wanted in selection.properties
    }
    if selection.bounds is not None:
        values["area"] = selection.bounds.wkt
    if selection.time is not None and selection.times is not None:
        values["first"] = _end(selection.times.first, selection.time)
        values["last"] = _end(selection.times.last, selection.time)
    if selection.filter is not None:
        values |= selection.filter.values
    return values
