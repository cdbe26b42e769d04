"""What an import writes down of every row, so that it can be undone and edits be seen."""

from __future__ import annotations

from django.db.models import Model
from psycopg import sql

from geo.exchange.register import Importable
from geo.exchange.scratch import Sql, column_of
from geo.models import ImportedRow


def told_columns(into: Importable) -> list[str]:
    """Columns whose change means that somebody edited a row; settling fills the others."""
    settled = {column_of(into.model, field) for field in into.settled}
    names = {str(field.column) for field in into.model._meta.concrete_fields}
    return sorted(names - settled)


def digest(columns: list[str], *, row: str = "") -> Sql:
    """A number that differs, but once in 2⁶⁴, if one of these columns does.

    `row` is what the statement calls the table, if it needs a name.
    """
    before = [row] if row else []
    listed = sql.SQL(", ").join(sql.Identifier(*before, name) for name in columns)
    return sql.SQL("hashtextextended(ROW({})::text, 0)").format(listed)


def key_of(model: type[Model]) -> str:
    """Column of the table's primary key."""
    key = model._meta.pk
    assert key is not None
    return str(key.column)


def written_down(inserting: Sql, into: Importable, run: int) -> Sql:
    """The same INSERT, with each new row's key and digest recorded by one statement."""
    return sql.SQL(
        "WITH added (id, digest) AS ({inserting} RETURNING {key}, {digest}) "
        "INSERT INTO {ledger} (run_id, {row}, digest) SELECT {run}, id, digest FROM added"
    ).format(
        inserting=inserting,
        key=sql.Identifier(key_of(into.model)),
        digest=digest(told_columns(into)),
        ledger=sql.Identifier(ImportedRow._meta.db_table),
        row=sql.Identifier("row"),
        run=sql.Literal(run),
    )
