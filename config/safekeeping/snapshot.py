"""One moment of a database, told to whoever copies it and counted by us."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
AND n.nspname NOT LIKE 'pg\\_t%' AND NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
    AND d.deptype = 'e')
ORDER BY 1, 2
"""
"""Every table but those of the system and of extensions."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A transaction that sees the database as it was when it began."""

    name: str
    """What pg_dump is told, to see the same."""
    connection: psycopg.Connection

    @property
    def postgresql(self) -> int:
        """Major version of the server."""
        return self.connection.info.server_version // 10_000

    def value(self, query: str) -> str:
        """The one value that a query gives."""
        row = self.connection.execute(query.encode()).fetchone()
        return str(row[0]) if row else ""

    def migrations(self) -> list[str]:
        """Applied ones, as `app.name`; none in a database that was never prepared."""
        if self.value("SELECT to_regclass('public.django_migrations') IS NULL") == "True":
            return []
        query = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
        return [name for (name,) in self.connection.execute(query)]


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """One moment of the database at `url`, for as long as the block lasts."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        for setting in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(f"SET {setting} = 0".encode())
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None, "a function gives a row"
        yield Snapshot(name=row[0], connection=connection)


def rows_of(connection: psycopg.Connection) -> Iterator[tuple[str, int]]:
    """Every table with its rows, as the transaction of `connection` sees them."""
    for schema, table in connection.execute(TABLES.encode()).fetchall():
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        counted = connection.execute(query).fetchone()
        assert counted is not None, "a count is a row"
        yield f"{schema}.{table}", counted[0]
