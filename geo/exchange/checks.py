"""What a row must be, asked of all rows at once; each refusal says line, reason, place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from psycopg import sql

from geo.exchange.candidate import PATTERNS, TWO_WAYS, candidate, no_such_day, text
from geo.exchange.faults import Fault
from geo.exchange.plan import Filling, Plan
from geo.exchange.scratch import Scratch, Sql, area, column_of, fetch, refuse
from geo.exchange.targets import Kind, Target

LONGEST_DETAIL: Final = 80

ACCEPTED: Final = {
    "POINT": ("POINT",),
    "LINESTRING": ("LINESTRING",),
    "POLYGON": ("POLYGON",),
    "MULTIPOINT": ("POINT", "MULTIPOINT"),
    "MULTILINESTRING": ("LINESTRING", "MULTILINESTRING"),
    "MULTIPOLYGON": ("POLYGON", "MULTIPOLYGON"),
}
"""By type of the table: what may go in. A single shape becomes a multiple one; a
multiple one of one part came as a single one."""


def refuse_shapes(scratch: Scratch, plan: Plan, *, inside: bool) -> None:
    """Refuse rows whose shape cannot stand in the layer; `inside` asks where it lies."""
    refuse(
        scratch,
        sql.SQL(
            "SELECT line, wrong, ''::text, CASE wrong "
            "  WHEN {invalid} THEN (ST_IsValidDetail(shape)).reason "
            "  WHEN {type} THEN GeometryType(shape) ELSE detail END, "
            "CASE wrong WHEN {invalid} THEN "
            "    ST_SetSRID((ST_IsValidDetail(shape)).location, ST_SRID(shape)) "
            "  ELSE ST_GeometryN(ST_Points(shape), 1) END "
            "FROM (SELECT line, detail, shape, {wrong} AS wrong FROM {staging} s) judged "
            "WHERE wrong IS NOT NULL"
        ).format(
            staging=scratch.staging,
            invalid=sql.Literal(Fault.INVALID_SHAPE),
            type=sql.Literal(Fault.WRONG_TYPE),
            wrong=_wrong_shape(plan, inside=inside),
        ),
    )


def _wrong_shape(plan: Plan, *, inside: bool) -> Sql:
    """The first thing wrong with a shape: each test needs the ones before it."""
    steps: list[tuple[Sql, Sql]] = [
        (sql.SQL("s.fault IS NOT NULL"), sql.SQL("s.fault")),
        (sql.SQL("s.shape IS NULL"), sql.Literal(Fault.NO_SHAPE)),
        (sql.SQL("ST_IsEmpty(s.shape)"), sql.Literal(Fault.EMPTY_SHAPE)),
    ]
    accepted = ACCEPTED.get(plan.into.geometry_type)
    if accepted:
        wrong = sql.SQL("GeometryType(s.shape) <> ALL ({})").format(
            sql.Literal(list(accepted))
        )
        # A shape that crosses itself is told that first: it may be what spoils the rest.
        blamed = sql.SQL("CASE WHEN ST_IsValid(s.shape) THEN {} ELSE {} END").format(
            sql.Literal(Fault.WRONG_TYPE), sql.Literal(Fault.INVALID_SHAPE)
        )
        steps.append((wrong, blamed))
    if "POINT" not in plan.into.geometry_type:  # no point is invalid
        invalid = sql.SQL("NOT ST_IsValid(s.shape)")
        steps.append((invalid, sql.Literal(Fault.INVALID_SHAPE)))
    if inside and plan.into.within:
        outside = sql.SQL(
            "NOT ST_CoveredBy(s.shape, {area}) AND (NOT ST_Intersects(s.shape, {area}) "
            "OR NOT ST_Relate(s.shape, {area}, 'T********'))"
        ).format(area=area(plan.into.within))
        steps.append((outside, sql.Literal(Fault.OUTSIDE)))
    whens = [sql.SQL("WHEN {} THEN {}").format(*step) for step in steps]
    return sql.SQL("CASE {} END").format(sql.SQL(" ").join(whens))


@dataclass(frozen=True, kw_only=True)
class Question:
    """A condition under which a row is refused, and what to tell its owner."""

    fault: Fault
    field: str
    broken: Sql
    detail: Sql


def refuse_values(scratch: Scratch, plan: Plan) -> None:
    """Refuse rows with a value that cannot be stored; one row may have several faults."""
    questions = [question for filling in plan.staged for question in _questions(filling)]
    if questions:
        _ask(questions, scratch.staging, scratch, unless=[Fault.OUTSIDE])
    rules = _rules(plan)
    if rules:
        rows = sql.SQL("({})").format(candidate(scratch, plan))
        _ask(rules, rows, scratch, unless=list(Fault))


def _ask(
    questions: list[Question], rows: Sql, scratch: Scratch, *, unless: list[Fault]
) -> None:
    """Good rows are passed by with one condition; only bad ones are looked at closely.

    Rows refused for one of the faults `unless` are not asked: the answer would be noise.
    """
    any_broken = sql.SQL(" OR ").join(question.broken for question in questions)
    listed = sql.SQL(", ").join(
        sql.SQL("({}, {}, {}, {})").format(
            sql.Literal(question.fault),
            sql.Literal(question.field),
            question.broken,
            question.detail,
        )
        for question in questions
    )
    refuse(
        scratch,
        sql.SQL(
            "SELECT s.line, q.q1, q.q2, left(q.q4, {longest}), "
            "ST_GeometryN(ST_Points(s.shape), 1) FROM {rows} s "
            # Names no table has: rules of the table are written without its name.
            "CROSS JOIN LATERAL (VALUES {listed}) AS q (q1, q2, q3, q4) "
            "WHERE ({any_broken}) AND q.q3 AND NOT EXISTS (SELECT FROM {refused} r "
            "WHERE r.line = s.line AND r.fault = ANY ({unless}))"
        ).format(
            refused=scratch.refused,
            longest=sql.Literal(LONGEST_DETAIL),
            rows=rows,
            listed=listed,
            unless=sql.Literal([str(fault) for fault in unless]),
            any_broken=any_broken,
        ),
    )


def _questions(filling: Filling) -> list[Question]:
    """What is asked of the text for one field."""
    target = filling.target
    raw = text(filling)
    asked: list[Question] = []

    def ask(fault: Fault, condition: str, **more: Sql) -> None:
        broken = sql.SQL(condition).format(raw=raw, **more)
        field = str(target.title)
        asked.append(Question(fault=fault, field=field, broken=broken, detail=raw))

    if target.required:
        ask(Fault.MISSING, "{raw} IS NULL")
    if target.words:
        allowed = sql.Literal([value for value, _title in target.words])
        ask(Fault.UNKNOWN_WORD, "{raw} <> ALL ({allowed})", allowed=allowed)
    if target.longest is not None:
        ask(
            Fault.TOO_LONG,
            # Counting bytes is quicker, and there are never fewer than letters.
            "octet_length({raw}) > {longest} AND char_length({raw}) > {longest}",
            longest=sql.Literal(target.longest),
        )
    _ask_kind(target, raw, ask)
    if target.lowest is not None:
        ask(
            Fault.OUT_OF_RANGE,
            "CASE WHEN {raw} ~ {pattern} "
            "THEN {raw}::bigint NOT BETWEEN {low} AND {high} END",
            pattern=sql.Literal(PATTERNS[Kind.INTEGER]),
            low=sql.Literal(target.lowest),
            high=sql.Literal(target.highest),
        )
    return asked


def _ask_kind(target: Target, raw: Sql, ask: Callable[..., None]) -> None:
    """Whether the text can become what the field holds."""
    if target.kind in PATTERNS:
        pattern = sql.Literal(PATTERNS[target.kind])
        wrong = Fault.NOT_A_DAY if target.kind is Kind.DATE else Fault.NOT_A_NUMBER
        ask(wrong, "{raw} !~* {pattern}", pattern=pattern)
    if target.kind is Kind.DECIMAL:
        _ask_decimal(target, raw, ask)
    if target.kind is Kind.DATE:
        ask(Fault.NOT_A_DAY, "{wrong}", wrong=no_such_day(raw))


def _ask_decimal(target: Target, raw: Sql, ask: Callable[..., None]) -> None:
    """More decimals than are kept would be rounded, and 1.234 may be a thousand."""
    ask(
        Fault.TWO_WAYS,
        "{raw} ~ {pattern} AND {decimals} < 3",
        pattern=sql.Literal(TWO_WAYS),
        decimals=sql.Literal(target.decimals),
    )
    ask(
        Fault.OUT_OF_RANGE,
        "{raw} ~ {pattern} AND {raw} !~ {ways}",
        pattern=sql.Literal(rf"[.,][0-9]{{{target.decimals + 1},}}$"),
        ways=sql.Literal(TWO_WAYS),
    )


def _rules(plan: Plan) -> list[Question]:
    """The table's own check constraints, read from the database that will enforce them.

    Those on the geometry are asked by `refuse_shapes`, which knows the place.
    """
    meta = plan.into.model._meta
    geometry = column_of(plan.into.model, plan.into.geometry)
    found = fetch(
        sql.SQL(
            "SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint "
            "WHERE conrelid = {table}::regclass AND contype = 'c' "
            "AND NOT EXISTS ("
            "  SELECT FROM pg_attribute WHERE attrelid = conrelid "
            "  AND attnum = ANY (conkey) "
            "  AND attname = {geometry}) ORDER BY conname"
        ).format(table=sql.Literal(meta.db_table), geometry=sql.Literal(geometry))
    )
    sentences = {
        constraint.name: str(constraint.violation_error_message)
        for constraint in meta.constraints
    }
    return [
        Question(
            fault=Fault.RULE_BROKEN,
            field="",
            # A check passes when it is null, too.
            broken=sql.SQL("({}) IS FALSE").format(
                sql.SQL(expression)  # the database's own words, not a file's
            ),
            detail=sql.Literal(sentences.get(name, name)),
        )
        for name, expression in found
    ]
