"""Staged rows as they would stand in the table: typed values under the table's names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from psycopg import sql

from geo.exchange.plan import Filling, Joining, Plan
from geo.exchange.scratch import Scratch, Sql, column_of, fetch, found_out, staged
from geo.exchange.targets import Kind, Target

PATTERNS: Final = {
    Kind.INTEGER: r"^[+-]?[0-9]{1,18}$",
    Kind.NUMBER: r"^[+-]?([0-9]{1,30}([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$",
    Kind.BOOLEAN: "^(true|false|t|f|yes|no|y|n|s[ií]?|on|off|1|0)$",
    Kind.DECIMAL: r"^(?=.*[0-9])[+-]?([0-9]{1,15}|[0-9]{1,3}([.][0-9]{3}){1,4},|"
    r"[0-9]{1,3}(,[0-9]{3}){1,4}[.]|[0-9]{0,15}[.,])[0-9]{0,9}$",
    Kind.DATE: r"^((19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])( .*|T.*)?|"
    r"(0?[1-9]|[12][0-9]|3[01])[/-](0?[1-9]|1[0-2])[/-](19|20)[0-9]{2})$",
}
"""What can be cast to each type without an error that would end the whole import."""

TWO_WAYS: Final = r"^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$"
"""1.234 is a thousand and some to one office, a little more than one to another."""

CASTS: Final = {
    Kind.INTEGER: "bigint",
    Kind.NUMBER: "double precision",
    Kind.BOOLEAN: "boolean",
    Kind.DECIMAL: "numeric",
    Kind.DATE: "date",
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
            word=_WRITTEN.get(target.kind, _as_is)(raw),
            pattern=sql.Literal(PATTERNS[target.kind]),
            kind=sql.SQL(CASTS[target.kind]),
        )
    if target.default is None:
        return raw
    return sql.SQL("COALESCE({}, {})").format(raw, _constant(target.default, target))


def _as_is(raw: Sql) -> Sql:
    return raw


def _plain_number(raw: Sql) -> Sql:
    """The last mark is the decimal one, whichever it is; the others group thousands."""
    return sql.SQL(
        "regexp_replace(regexp_replace({raw}, '[.,](?=.*[.,])', '', 'g'), ',', '.')"
    ).format(raw=raw)


def plain_day(raw: Sql) -> Sql:
    """A day as 2026-03-31, written either way round; days no month has are cut off."""
    return sql.SQL(
        "CASE WHEN {raw} ~ '^[0-9]{{4}}' THEN left({raw}, 10) ELSE "
        "regexp_replace({raw}, '^([0-9]+)[/-]([0-9]+)[/-]([0-9]+)$', '\\3-\\2-\\1') END"
    ).format(raw=raw)


def _safe_day(raw: Sql) -> Sql:
    """The day, or the last of the month where the month has no such day."""
    day = plain_day(raw)
    return sql.SQL(
        "least(split_part({day}, '-', 3)::int, date_part('day', "
        "make_date(split_part({day}, '-', 1)::int, split_part({day}, '-', 2)::int, 1) "
        "+ interval '1 month - 1 day')::int) - 1 + make_date("
        "split_part({day}, '-', 1)::int, split_part({day}, '-', 2)::int, 1)"
    ).format(day=day)


def no_such_day(raw: Sql) -> Sql:
    """Condition: it is written like a day, but its month has none of that number."""
    return sql.SQL(
        "CASE WHEN {raw} ~* {pattern} THEN date_part('day', {safe}) <> "
        "split_part({day}, '-', 3)::int END"
    ).format(
        raw=raw,
        pattern=sql.Literal(PATTERNS[Kind.DATE]),
        safe=_safe_day(raw),
        day=plain_day(raw),
    )


def _spanish(raw: Sql) -> Sql:
    """PostgreSQL knows yes and no, but not sí."""
    return sql.SQL("CASE WHEN {raw} ~* '^s[ií]?$' THEN 'yes' ELSE {raw} END").format(
        raw=raw
    )


_WRITTEN: Final[dict[Kind, Callable[[Sql], Sql]]] = {
    Kind.BOOLEAN: _spanish,
    Kind.DECIMAL: _plain_number,
    Kind.DATE: _safe_day,
}
"""How what people write becomes what PostgreSQL casts."""


def _constant(constant: str | None, target: Target) -> Sql:
    kind = sql.SQL(CASTS.get(target.kind, "text"))
    if constant is None:
        return sql.SQL("NULL::{}").format(kind)
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
    if plan.into.finder is not None:
        how = column_of(plan.into.model, plan.into.finder.how)
        filled[how] = sql.SQL("s.{}").format(found_out(plan.into.finder.how))
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
