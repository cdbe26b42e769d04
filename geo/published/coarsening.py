"""The SQL behind coarse positions: what a view shows, and what keeps it quick and secret.

Every read path gets a plain expression or column of the published view, so a box, a
filter or a tile can act on nothing finer than what is shown.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from django.db.models import Model
from psycopg import sql

from geo import crs
from geo.layers import Layer
from geo.precision import Masked, Snapped
from geo.privacy import MASKED_AMONG

MASKING: Final = (Path(__file__).parent / "sql" / "masking.sql").read_text("utf-8")
INDEX_PREFIX: Final = "coarse_positions_"

_INDEX: Final = "CREATE INDEX IF NOT EXISTS {name} ON {table} USING gist (({shape}))"

_TRIGGER: Final = """
CREATE FUNCTION masking.{function}() RETURNS trigger LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  spot geometry := masking.displaced(
    NEW.{position}, {namespace} || NEW.{thing}, {nearest}, {farthest});
  around geometry := ST_Expand(spot, {east}, {north});
  nearer bigint;
  possible bigint;
BEGIN
  -- Both depend on the shown point alone, so that what is withheld tells nothing about
  -- where in the ring the true one lies. Nobody needs to know how many more there are.
  SELECT count(*) INTO nearer FROM (
    SELECT FROM {among} AS place WHERE place.{places} && around
    AND ST_DistanceSphere(ST_Centroid(place.{places}), spot) <= {nearest}
    LIMIT {least}) AS found;
  SELECT count(*) INTO possible FROM (
    SELECT FROM {among} AS place WHERE place.{places} && around
    AND ST_DistanceSphere(ST_Centroid(place.{places}), spot)
      BETWEEN {nearest} AND {farthest}
    LIMIT {least}) AS found;
  NEW.{column} := CASE WHEN least(nearer, possible) >= {least} THEN spot END;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION masking.{function} FROM PUBLIC;
CREATE TRIGGER {function} BEFORE INSERT OR UPDATE OF {position}, {thing}, {column}
  ON {table} FOR EACH ROW EXECUTE FUNCTION masking.{function}();
UPDATE {table} SET {column} = NULL;
"""
"""The trigger puts the moved point in place of whatever was to be written there."""

FORGOTTEN: Final = """
DO $$
DECLARE gone regprocedure;
BEGIN
  FOR gone IN SELECT oid FROM pg_proc WHERE prorettype = 'trigger'::regtype
    AND pronamespace = to_regnamespace('masking')
  LOOP
    EXECUTE format('DROP FUNCTION %s CASCADE', gone);
  END LOOP;
END $$;
"""
"""Drops the masking triggers; what they wrote stays until they are made anew."""

METRES_PER_DEGREE: Final = 110_000.0
"""Of latitude, at most as many as there are (110,574 at the equator)."""


def _typed(shape: str, geometry_type: str) -> str:
    return f"({shape})::geometry({geometry_type},{crs.STORAGE})"


def snapped(shape: str, geometry_type: str, precision: Snapped) -> str:
    """SQL of `shape` on its grid; the same text in the view and in the index it uses."""
    metric = f"ST_Transform({shape}, {crs.METRIC})"
    grid = f"ST_SnapToGrid({metric}, {precision.metres})"
    return _typed(f"ST_Transform({grid}, {crs.STORAGE})", geometry_type)


def nowhere(geometry_type: str) -> str:
    """SQL of a geometry that is not there."""
    return _typed("NULL", geometry_type)


def index_name(layer: Layer, precision: Snapped) -> str:
    """Name of the index on a layer's coarse positions; another grid has another name."""
    what = f"{layer.name} {layer.geometry} {crs.METRIC} {precision.metres}"
    return INDEX_PREFIX + hashlib.sha256(what.encode()).hexdigest()[:16]


def _column(model: type[Model], field: str) -> sql.Identifier:
    found: Any = model._meta.get_field(field)
    return sql.Identifier(found.column)


def _index(layer: Layer, precision: Snapped) -> sql.Composed:
    column = _column(layer.model, layer.geometry).as_string(None)
    return sql.SQL(_INDEX).format(
        name=sql.Identifier(index_name(layer, precision)),
        table=sql.Identifier(layer.model._meta.db_table),
        shape=sql.SQL(snapped(column, layer.geometry_type, precision)),
    )


def _namespace(model: type[Model], by: str) -> str:
    """What the values of `by` are numbers of: a thing keeps its mask in every table."""
    related = model._meta.get_field(by).related_model
    owner = related if isinstance(related, type) else model
    return f"{owner._meta.db_table} "


def _trigger(layer: Layer, precision: Masked) -> sql.Composed:
    model, table = layer.model, layer.model._meta.db_table
    # Half as much again to the east: enough up to 48 degrees from the equator.
    reach = precision.farthest / METRES_PER_DEGREE
    return sql.SQL(_TRIGGER).format(
        function=sql.Identifier(f"{table}_{precision.column}"),
        table=sql.Identifier(table),
        position=_column(model, layer.geometry),
        column=_column(model, precision.column),
        thing=_column(model, precision.by),
        namespace=sql.Literal(_namespace(model, precision.by)),
        among=sql.Identifier(precision.among._meta.db_table),
        places=_column(precision.among, precision.places),
        nearest=sql.Literal(precision.nearest),
        farthest=sql.Literal(precision.farthest),
        east=sql.Literal(1.5 * reach),
        north=sql.Literal(reach),
        least=sql.Literal(MASKED_AMONG),
    )


def upkeep(layer: Layer) -> sql.Composed | None:
    """The index or trigger that the layer's precision needs, if any."""
    match layer.precision:
        case Snapped() as precision:
            return _index(layer, precision)
        case Masked() as precision:
            return _trigger(layer, precision)
    return None
