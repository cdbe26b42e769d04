"""Finds the rows that imported ones point to, one statement per link."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from psycopg import sql

from geo.constraints import TOLERANCE_DEGREES
from geo.exchange.faults import Fault
from geo.exchange.plan import Joining, Plan
from geo.exchange.scratch import Scratch, Sql, column_of, named, refuse, run, title_of

FOLDED: Final = "lower(unaccent(btrim(regexp_replace({text}, '\\s+', ' ', 'g'))))"
"""How names are compared when one names another row: without case, accents, spaces."""


def find_links(scratch: Scratch, plan: Plan) -> None:
    """Make a table line → id for each link; rows without an answer are left out of it."""
    for joining in plan.joinings:
        query = (
            _by_name(joining, scratch, plan)
            if joining.column
            else _by_place(joining, scratch, plan)
        )
        run(sql.SQL("CREATE UNLOGGED TABLE {} AS {}").format(scratch.link(joining), query))
        run(sql.SQL("ANALYZE {}").format(scratch.link(joining)))


def refuse_links(scratch: Scratch, plan: Plan) -> None:
    """Refuse rows whose other row is not there, or does not hold them."""
    for joining in plan.joinings:
        _refuse_lost(joining, scratch, plan)
        if joining.link.holds:
            _refuse_unheld(joining, scratch, plan)


def _other(joining: Joining, plan: Plan) -> type[models.Model]:
    other: Any = plan.into.model._meta.get_field(joining.link.field).related_model
    model: type[models.Model] = other
    return model


def _sound(scratch: Scratch) -> Sql:
    """Staged rows whose shape was not refused: others cannot be compared with anything."""
    return sql.SQL(
        "(SELECT * FROM {} s WHERE NOT EXISTS (SELECT FROM {} r WHERE r.line = s.line))"
    ).format(scratch.staging, scratch.refused)


def _by_name(joining: Joining, scratch: Scratch, plan: Plan) -> Sql:
    """The row of that code, number or name; of namesakes the nearest."""
    link, other = joining.link, _other(joining, plan)
    key = other._meta.get_field(link.key)
    ours: Sql = sql.SQL("s.{}").format(named(link.field))
    theirs: Sql = sql.SQL("o.{}").format(sql.Identifier(column_of(other, link.key)))
    if isinstance(key, models.IntegerField):
        # Districts are written "4", "D-4", "DISTRITO 4": the digits count.
        ours = sql.SQL("substring({} from '[0-9]{{1,9}}')::bigint").format(ours)
    else:
        ours = sql.SQL(FOLDED).format(text=ours)
        theirs = sql.SQL(FOLDED).format(text=theirs)
    nearest: Sql = sql.SQL("")
    if link.ground:
        ground = sql.Identifier(column_of(other, link.ground))
        nearest = sql.SQL("s.shape <-> o.{}, ").format(ground)
    return sql.SQL(
        "SELECT DISTINCT ON (s.line) s.line, o.id FROM {rows} s JOIN {other} o "
        "ON {ours} = {theirs} ORDER BY s.line, {nearest}o.id"
    ).format(
        rows=_sound(scratch),
        other=sql.Identifier(other._meta.db_table),
        ours=ours,
        theirs=theirs,
        nearest=nearest,
    )


def _by_place(joining: Joining, scratch: Scratch, plan: Plan) -> Sql:
    """The row whose ground covers a point inside the shape; of several the smallest."""
    other = _other(joining, plan)
    return sql.SQL(
        "SELECT DISTINCT ON (s.line) s.line, o.id FROM {rows} s JOIN {other} o "
        "ON ST_Intersects(o.{ground}, ST_PointOnSurface(s.shape)) "
        "ORDER BY s.line, ST_Area(o.{ground}), o.id"
    ).format(
        rows=_sound(scratch),
        other=sql.Identifier(other._meta.db_table),
        ground=sql.Identifier(column_of(other, joining.link.ground)),
    )


def _refuse_lost(joining: Joining, scratch: Scratch, plan: Plan) -> None:
    link = joining.link
    field = plan.into.model._meta.get_field(link.field)
    if joining.column:
        detail: Sql = sql.SQL("btrim(s.{})").format(named(link.field))
        asked: Sql = sql.SQL("{} <> ''").format(detail)
        if not field.null:
            asked, detail = sql.SQL("true"), sql.SQL("COALESCE({}, '')").format(detail)
    elif field.null:
        return
    else:
        asked, detail = sql.SQL("true"), sql.SQL("''")
    refuse(
        scratch,
        sql.SQL(
            "SELECT s.line, {fault}, {title}, left({detail}, 80), "
            "ST_GeometryN(ST_Points(s.shape), 1) FROM {rows} s "
            "WHERE {asked} AND NOT EXISTS (SELECT FROM {link} l WHERE l.line = s.line)"
        ).format(
            fault=sql.Literal(Fault.NOT_FOUND),
            title=sql.Literal(title_of(plan.into.model, link.field)),
            detail=detail,
            rows=_sound(scratch),
            asked=asked,
            link=scratch.link(joining),
        ),
    )


def _refuse_unheld(joining: Joining, scratch: Scratch, plan: Plan) -> None:
    other = _other(joining, plan)
    refuse(
        scratch,
        sql.SQL(
            "SELECT s.line, {fault}, {title}, NULL::text, "
            "ST_GeometryN(ST_Points(ST_Difference(s.shape, o.{ground})), 1) "
            "FROM {rows} s JOIN {link} l USING (line) JOIN {other} o ON o.id = l.id "
            "WHERE NOT ST_CoveredBy(s.shape, o.{ground}) "
            "AND NOT ST_CoveredBy(s.shape, ST_Buffer(o.{ground}, {tolerance}))"
        ).format(
            fault=sql.Literal(Fault.NOT_HELD),
            title=sql.Literal(title_of(plan.into.model, joining.link.field)),
            ground=sql.Identifier(column_of(other, joining.link.ground)),
            rows=_sound(scratch),
            link=scratch.link(joining),
            other=sql.Identifier(other._meta.db_table),
            tolerance=sql.Literal(TOLERANCE_DEGREES),
        ),
    )
