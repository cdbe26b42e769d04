"""Staged rows as they would stand in the table: typed values under the table's names."""

from __future__ import annotations

from typing import Final

from psycopg import sql

from geo.exchange.plan import Filling, Joining, Plan
from geo.exchange.scratch import Scratch, Sql, column_of, fetch, staged
from geo.exchange.targets import Kind, Target

PATTERNS: Final = {
    Kind.INTEGER: r"^[+-]?[0-9]{1,18}$",
    Kind.NUMBER: r"^[+-]?([0-9]{1,30}([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$",
    Kind.BOOLEAN: "^(true|false|t|f|yes|no|y|n|s[ií]?|on|off|1|0)$",
}
"""What can be cast to each type without an error that would end the whole import."""

CASTS: Final = {
    Kind.INTEGER: "bigint",
    Kind.NUMBER: "double precision",
    Kind.BOOLEAN: "boolean",
}


def text(filling: Filling) -> Sql:
    """The row's own text for a field, trimmed while staging; null when it is blank."""
    return sql.SQL("s.{}").format(staged(filling.target.name))


def value(filling: Filling) -> Sql:
    """The value a field would get, or null where the text cannot become one."""
    target = filling.target
    if not filling.staged:
        return _constant(filling.constant, target)
    raw = text(filling)
    if target.kind is not Kind.TEXT:
        raw = sql.SQL("CASE WHEN {raw} ~* {pattern} THEN ({word})::{kind} END").format(
            raw=raw,
            word=_spanish(raw) if target.kind is Kind.BOOLEAN else raw,
            pattern=sql.Literal(PATTERNS[target.kind]),
            kind=sql.SQL(CASTS[target.kind]),
        )
    if target.default is None:
        return raw
    return sql.SQL("COALESCE({}, {})").format(raw, _constant(target.default, target))


def _spanish(raw: Sql) -> Sql:
    """PostgreSQL knows yes and no, but not sí."""
    return sql.SQL("CASE WHEN {raw} ~* '^s[ií]?$' THEN 'yes' ELSE {raw} END").format(
        raw=raw
    )


def _constant(constant: str | None, target: Target) -> Sql:
    if constant is None:
        return sql.SQL("NULL")
    kind = sql.SQL(CASTS.get(target.kind, "text"))
    return sql.SQL("{}::{}").format(sql.Literal(constant), kind)


def stored_shape(plan: Plan) -> Sql:
    """The staged shape as the table's type; multiple shapes of one part came as single."""
    wanted = plan.into.geometry_type
    if wanted.startswith("MULTI"):
        return sql.SQL("ST_Multi(s.shape)")
    return sql.SQL("s.shape")


def candidate(scratch: Scratch, plan: Plan) -> Sql:
    """Every staged row, with `line`, `shape`, and each column of the table it fills."""
    joins = []
    filled = columns_of(plan)
    for place, joining in enumerate(plan.joinings):
        alias = sql.Identifier(f"j{place}")
        filled[link_column(plan, joining)] = sql.SQL("{}.id").format(alias)
        joins.append(
            sql.SQL(" LEFT JOIN {} {} USING (line)").format(scratch.link(joining), alias)
        )
    listed = [
        sql.SQL("{} AS {}").format(expression, sql.Identifier(column))
        for column, expression in filled.items()
    ]
    return sql.SQL("SELECT line, s.shape, {} FROM {} s{}").format(
        sql.SQL(", ").join(listed), scratch.staging, sql.SQL("").join(joins)
    )


def columns_of(plan: Plan) -> dict[str, Sql]:
    """Column of the table → where its value comes from, links left out."""
    geometry = column_of(plan.into.model, plan.into.geometry)
    filled = {filling.target.column: value(filling) for filling in plan.fillings}
    return {**filled, geometry: stored_shape(plan)}


def link_column(plan: Plan, joining: Joining) -> str:
    """Column of the table that holds the foreign key."""
    return column_of(plan.into.model, joining.link.field)


def not_refused(scratch: Scratch) -> Sql:
    """Condition on a row called `c`: nothing was found against it."""
    if not fetch(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(scratch.refused))[0][0]:
        return sql.SQL("true")
    return sql.SQL("NOT EXISTS (SELECT FROM {} r WHERE r.line = c.line)").format(
        scratch.refused
    )
