"""What a layer asks of imported rows beyond what its table can say; see `Check`."""

from __future__ import annotations

from psycopg import sql

from geo.exchange.candidate import candidate, not_refused
from geo.exchange.checks import LONGEST_DETAIL
from geo.exchange.faults import Fault
from geo.exchange.plan import Plan
from geo.exchange.register import Check
from geo.exchange.report import Remark
from geo.exchange.scratch import Scratch, Sql, fetch, refuse, run

EXAMPLES = 5
"""Rows of each kind that the report names."""


def ask_questions(scratch: Scratch, plan: Plan) -> None:
    """Refuse, or remark upon, the rows that each check of the layer finds."""
    for ordinal, check in enumerate(plan.into.checks):
        found = _found(check, scratch, plan)
        if check.refuses:
            # The sentence is the rule; what the row says of it takes the place of a name.
            refuse(
                scratch,
                sql.SQL(
                    "SELECT line, {}, '', replace({}, '%(detail)s', "
                    "left(detail, {})), place FROM ({}) f"
                ).format(
                    sql.Literal(Fault.RULE_BROKEN),
                    sql.Literal(str(check.sentence)),
                    sql.Literal(LONGEST_DETAIL),
                    found,
                ),
            )
        else:
            run(
                sql.SQL(
                    "INSERT INTO {} SELECT line, {}, left(detail, {}), place FROM ({}) f"
                ).format(
                    scratch.remarked,
                    sql.Literal(ordinal),
                    sql.Literal(LONGEST_DETAIL),
                    found,
                )
            )


def _found(check: Check, scratch: Scratch, plan: Plan) -> Sql:
    question = check.question.read_text(encoding="utf-8")
    return sql.SQL(
        "WITH candidates AS MATERIALIZED (SELECT * FROM ({rows}) c WHERE {good}) "
        "SELECT q.line, q.detail::text AS detail, "
        "ST_GeometryN(ST_Points(s.shape), 1) AS place "
        "FROM ({question}) q JOIN {staging} s ON s.line = q.line"
    ).format(
        rows=candidate(scratch, plan),
        good=not_refused(scratch),
        question=sql.SQL(question),  # a file of ours
        staging=scratch.staging,
    )


def remarks(scratch: Scratch, plan: Plan) -> tuple[Remark, ...]:
    """What should be looked at about the rows that came in, by kind and line."""
    counts = dict(
        fetch(
            sql.SQL("SELECT ordinal, count(DISTINCT line) FROM {} GROUP BY ordinal").format(
                scratch.remarked
            )
        )
    )
    found = []
    for ordinal, check in enumerate(plan.into.checks):
        if ordinal in counts:
            rows = fetch(
                sql.SQL(
                    "SELECT line, detail FROM {} WHERE ordinal = {} ORDER BY line LIMIT {}"
                ).format(scratch.remarked, sql.Literal(ordinal), sql.Literal(EXAMPLES))
            )
            first = tuple(
                (int(line), str(check.sentence) % {"detail": detail or ""})
                for line, detail in rows
            )
            found.append(Remark(rows=int(counts[ordinal]), first=first))
    return tuple(found)
