"""Good rows into the table, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import OperationalError, transaction
from psycopg import sql

from geo.exchange.candidate import candidate, columns_of, link_column, not_refused
from geo.exchange.ledger import written_down
from geo.exchange.plan import Plan
from geo.exchange.scratch import Scratch, Sql, fetch
from geo.exchange.scratch import run as execute

MANY: Final = 10_000
"""Rows from which on building an index anew beats adding to it one by one."""

PATIENCE: Final = "3s"
"""How long to wait for the table's readers before the indexes stay where they are."""


@dataclass(frozen=True, kw_only=True)
class _Index:
    name: str
    definition: str


def insert(
    scratch: Scratch, plan: Plan, *, rows: int, alone: bool, run: int | None = None
) -> int:
    """Insert every row that was not refused; returns how many.

    Those of a `run` are written down by the same statement.

    `rows` is about how many will come: when they outnumber those in the table and the
    import is `alone` with it, its plain indexes are dropped and built again in the same
    transaction. From the drop to the commit nobody reads the table: the published views
    give up after two seconds (`geo.published.roles`).
    """
    many = alone and rows >= MANY and rows >= _size(plan)
    indexes = _take_away(plan) if many else []
    columns = [*columns_of(plan), *(link_column(plan, link) for link in plan.joinings)]
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    table = sql.Identifier(plan.into.model._meta.db_table)
    inserting: Sql = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM ({rows}) c WHERE {good}"
    ).format(
        table=table,
        columns=listed,
        rows=candidate(scratch, plan),
        good=not_refused(scratch),
    )
    if run is not None:
        inserting = written_down(inserting, plan.into, run)
    inserted = execute(inserting)
    # Foreign keys are checked now, with the rows at hand; an index cannot be built
    # while checks are waiting.
    execute(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"))
    execute(sql.SQL("SET CONSTRAINTS ALL DEFERRED"))
    for index in indexes:
        execute(sql.SQL(index.definition))  # the database's own words
    return inserted


def _size(plan: Plan) -> int:
    table = sql.Identifier(plan.into.model._meta.db_table)
    return int(fetch(sql.SQL("SELECT count(*) FROM {}").format(table))[0][0])


def _take_away(plan: Plan) -> list[_Index]:
    """Drop the indexes that guard nothing; none if readers keep the table busy."""
    found = fetch(
        sql.SQL(
            "SELECT format('%I.%I', n.nspname, c.relname), pg_get_indexdef(i.indexrelid) "
            "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE i.indrelid = {}::regclass AND NOT i.indisunique "
            "AND NOT i.indisexclusion AND i.indisvalid ORDER BY c.relname"
        ).format(sql.Literal(plan.into.model._meta.db_table))
    )
    indexes = [_Index(name=name, definition=definition) for name, definition in found]
    if not indexes:
        return []
    try:
        with transaction.atomic():
            execute(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"))
            execute(sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(PATIENCE)))
            names = sql.SQL(", ").join(sql.SQL(index.name) for index in indexes)
            execute(sql.SQL("DROP INDEX {}").format(names))
            execute(sql.SQL("SET LOCAL lock_timeout = DEFAULT"))
    except OperationalError:
        return []
    return indexes
