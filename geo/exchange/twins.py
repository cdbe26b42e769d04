"""Rows that are there already, in the file or in the table."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from geo.exchange.candidate import candidate, columns_of, link_column, not_refused
from geo.exchange.faults import Fault
from geo.exchange.plan import Plan
from geo.exchange.scratch import Scratch, Sql, column_of, fetch, refuse, title_of


def refuse_twins(scratch: Scratch, plan: Plan) -> None:
    """Refuse rows whose code (or other unique fields) came before, in file or table."""
    unique = unique_sets(plan)
    for names in unique:
        _refuse_in_file(names, scratch, plan)
    if _is_empty(plan):
        return
    for names in [*unique, plan.into.same]:
        if names:
            _refuse_in_table(names, scratch, plan)


def unique_sets(plan: Plan) -> list[tuple[str, ...]]:
    """Sets of fields that no two rows of the table may share, and that an import fills."""
    meta = plan.into.model._meta
    single = [
        (field.name,)
        for field in meta.concrete_fields
        if field.unique and not field.primary_key
    ]
    together = [tuple(rule.fields) for rule in meta.total_unique_constraints]
    filled = {*columns_of(plan), *(link_column(plan, each) for each in plan.joinings)}
    return [
        names
        for names in [*single, *together]
        if filled.issuperset(column_of(plan.into.model, name) for name in names)
    ]


def _refuse_in_file(names: Sequence[str], scratch: Scratch, plan: Plan) -> None:
    """The first of them stays."""
    columns = _columns(names, plan)
    keys = sql.SQL(", ").join(columns)
    refuse(
        scratch,
        sql.SQL(
            "SELECT line, {fault}, {title}, first_line::text, "
            "ST_GeometryN(ST_Points(shape), 1) FROM ("
            "  SELECT line, shape, first_value(line) OVER same AS first_line "
            "  FROM ({rows}) c WHERE {good} AND ({keys}) IS NOT NULL "
            "  WINDOW same AS (PARTITION BY {keys} ORDER BY line)) told "
            "WHERE first_line < line"
        ).format(
            fault=sql.Literal(Fault.TWICE_IN_FILE),
            title=sql.Literal(_title(names, plan)),
            rows=candidate(scratch, plan),
            good=not_refused(scratch),
            keys=keys,
        ),
    )


def _refuse_in_table(names: Sequence[str], scratch: Scratch, plan: Plan) -> None:
    columns = _columns(names, plan)
    alike = sql.SQL(" AND ").join(
        sql.SQL("t.{column} = c.{column}").format(column=column) for column in columns
    )
    told = sql.SQL(", ").join(
        sql.SQL("c.{}::text").format(column)
        for column, name in zip(columns, names, strict=True)
        if name != plan.into.geometry
    )
    refuse(
        scratch,
        sql.SQL(
            "SELECT c.line, {fault}, {title}, left(concat_ws(' ', {told}), 80), "
            "ST_GeometryN(ST_Points(c.shape), 1) FROM ({rows}) c "
            "WHERE {good} AND EXISTS (SELECT FROM {table} t WHERE {alike})"
        ).format(
            fault=sql.Literal(Fault.ALREADY_THERE),
            title=sql.Literal(_title(names, plan)),
            told=told,
            rows=candidate(scratch, plan),
            good=not_refused(scratch),
            table=sql.Identifier(plan.into.model._meta.db_table),
            alike=alike,
        ),
    )


def _columns(names: Sequence[str], plan: Plan) -> list[sql.Identifier]:
    return [sql.Identifier(column_of(plan.into.model, name)) for name in names]


def _title(names: Sequence[str], plan: Plan) -> str:
    told = [name for name in names if name != plan.into.geometry]
    return ", ".join(title_of(plan.into.model, name) for name in told)


def _is_empty(plan: Plan) -> bool:
    table: Sql = sql.Identifier(plan.into.model._meta.db_table)
    return not fetch(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(table))[0][0]
