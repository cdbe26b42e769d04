"""Turns a declared layer into the SQL of its published view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import BigIntegerField, Case, Expression, F, Func, QuerySet, TextField, When
from django.db.models.functions import Cast
from django.db.models.sql.datastructures import BaseTable, Join
from psycopg import ClientCursor

from geo.access import Audience
from geo.layers import Field, Kind, Layer, find_layer
from geo.precision import Masked, Snapped, Withheld
from geo.published.binding import Granted
from geo.published.coarsening import nowhere, snapped

LISTS: Final = {
    Kind.TEXTS: ArrayField(TextField()),
    Kind.INTEGERS: ArrayField(BigIntegerField()),
}
"""Lists have one type in every view, so that a filter can name it."""


class Bare(Func):
    """A column as it is stored.

    Django selects geometries as `column::bytea` for its own reader; in a view that
    cast would hide the GiST index from every spatial predicate.
    """

    template = "%(expressions)s"
    arity = 1
    output_field = TextField()


@dataclass(frozen=True, kw_only=True)
class CompiledView:
    """What one layer looks like to one audience."""

    layer: Layer
    audience: Audience
    columns: tuple[str, ...]
    select: str
    """A complete SELECT with its values inside, columns in the order of `columns`."""
    table: str
    """The model's table when the view shows each of its rows once, else empty."""


def _column(field: Field) -> Expression:
    source = F(field.source or field.name)
    column = Cast(source, LISTS[field.kind]) if field.kind in LISTS else Bare(source)
    if field.bound is None:
        return column
    seen = When(Granted(field.bound), then=column)
    return Case(seen, output_field=column.output_field)


class Nowhere(Func):
    """No place at all, in a column that could hold one."""

    arity = 0
    output_field = TextField()


def _shape(layer: Layer, audience: Audience) -> Func:
    """The geometry as `audience` may know it; every door reads this and nothing finer."""
    precision = layer.precision_for(audience)
    match precision:
        case Snapped():
            text = snapped("%(expressions)s", layer.geometry_type, precision)
            return Bare(F(layer.geometry), template=text)
        case Masked():
            return Bare(F(precision.column))
        case Withheld():
            return Nowhere(template=nowhere(layer.geometry_type))
    return Bare(F(layer.geometry))


def _shows_whole_table(rows: QuerySet[Any]) -> bool:
    """Whether `rows` has exactly one row per row of its model's table.

    True only for what is easy to be sure of: no condition, slice, grouping or set
    operation, and joins that follow a foreign key forwards.
    """
    query = rows.query
    narrowed = query.where or query.is_sliced or query.distinct or query.combinator
    if narrowed or query.group_by is not None or query.is_empty():
        return False
    return all(map(_goes_forwards, query.alias_map.values()))


def _goes_forwards(table: BaseTable | Join) -> bool:
    """Whether joining `table` can neither lose nor multiply rows."""
    if not isinstance(table, Join):
        return True
    relation: Any = table.join_field
    forwards = relation.many_to_one or relation.one_to_one
    return bool(forwards and not table.filtered_relation)


def _chosen(layer: Layer, audience: Audience) -> QuerySet[Any]:
    fields = layer.fields_for(audience)
    expressions = [Bare(F("pk")), *map(_column, fields), _shape(layer, audience)]
    aliases = {f"published_{place}": each for place, each in enumerate(expressions)}
    rows: QuerySet[Any] = layer.rows(audience).order_by()
    if layer.bound is not None:
        rows = rows.filter(Granted(layer.bound))
    return rows.annotate(**aliases).values_list(*aliases)


def may_be_null(layer: Layer, source: str) -> bool:
    """Whether `source`, a field or annotation of the layer's rows, can be null."""
    if source == layer.geometry and isinstance(layer.precision, Masked | Withheld):
        return True
    if any(each.bound for each in layer.fields if source in (each.source, each.name)):
        return True
    try:
        return bool(layer.model._meta.get_field(source).null)
    except FieldDoesNotExist:
        return True


@cache
def _is_counted(name: str, audience: Audience) -> bool:
    layer = find_layer(name, audience)
    return layer is not None and _shows_whole_table(_chosen(layer, audience))


def is_counted(layer: Layer, audience: Audience) -> bool:
    """Whether the layer's rows are its table's rows, whose number is kept."""
    return _is_counted(layer.name, audience)


def compile_view(layer: Layer, audience: Audience) -> CompiledView:
    """The published view of `layer` for `audience`: id, its fields, geometry."""
    text, values = _chosen(layer, audience).query.sql_with_params()
    connection.ensure_connection()
    names = [field.name for field in layer.fields_for(audience)]
    counted = is_counted(layer, audience)
    return CompiledView(
        layer=layer,
        audience=audience,
        columns=("id", *names, "geometry"),
        select=ClientCursor(connection.connection).mogrify(text, tuple(values)),
        table=layer.model._meta.db_table if counted else "",
    )
