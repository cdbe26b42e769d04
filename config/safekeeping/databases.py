"""Databases beside each other on a server: made, exchanged in one step, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config.launch.console import Problem
from config.launch.messages import gettext as _
from config.preflight import create_extensions

PROVIDERS = {"i": "icu", "c": "libc", "b": "builtin"}


@dataclass(frozen=True, kw_only=True)
class Server:
    """The server of an instance, seen from beside its database."""

    url: str

    @property
    def name(self) -> str:
        """The database of the instance."""
        return str(conninfo_to_dict(self.url)["dbname"])

    def url_of(self, database: str) -> str:
        """How to reach another database of the server."""
        return make_conninfo(self.url, dbname=database)

    @contextmanager
    def beside(self) -> Iterator[psycopg.Connection]:
        """A connection to none of the town's databases, one step at a time."""
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            yield connection

    def major(self) -> int:
        """Major version of the server."""
        with self.beside() as connection:
            return connection.info.server_version // 10_000

    def mark_of(self, database: str) -> str | None:
        """What was noted about a database; None when there is no such database."""
        query = "SELECT coalesce(shobj_description(oid, 'pg_database'), '')"
        with self.beside() as connection:
            row = connection.execute(
                f"{query} FROM pg_database WHERE datname = %s".encode(), [database]
            ).fetchone()
        return None if row is None else str(row[0])

    def make(self, database: str, mark: str) -> str:
        """Make an empty database that sorts like the town's own; how to reach it.

        Raises:
            Problem: this account may not.
        """
        with self.beside() as connection:
            found = connection.execute(
                "SELECT to_jsonb(d) || jsonb_build_object('charset', "
                "pg_encoding_to_char(encoding)) FROM pg_database d WHERE datname = %s",
                [self.name],
            ).fetchone()
            assert found is not None, "the launcher has made sure of it"
            try:
                connection.execute(_creation(database, found[0]))
            except psycopg.errors.InsufficientPrivilege as error:
                user = connection.info.user
                raise Problem(
                    _("The database account may not make a database beside its own."),
                    todo=_("Let an administrator run: ALTER ROLE {user} CREATEDB;").format(
                        user=user
                    ),
                ) from error
            connection.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                    sql.Identifier(database), sql.Literal(mark)
                )
            )
        create_extensions(self.url_of(database))
        return self.url_of(database)

    def exchange(self, new: str, aside: str) -> None:
        """Let `new` be the town's database and `aside` the name of the one before.

        Both in one transaction: whatever happens, one of them has the name.

        Raises:
            Problem: somebody is connected to it.
        """
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        town = sql.Identifier(self.name)
        try:
            with self.beside() as connection, connection.transaction():
                connection.execute(rename.format(town, sql.Identifier(aside)))
                connection.execute(rename.format(sql.Identifier(new), town))
        except psycopg.errors.ObjectInUse as error:
            raise Problem(
                _("Somebody is using the database; it is as it was."),
                todo=_(
                    "Stop what is connected to it (QGIS, another ./llajta) and "
                    "repeat the command."
                ),
            ) from error

    def drop(self, database: str) -> None:
        """Take a database away, if it is there."""
        with self.beside() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                    sql.Identifier(database)
                )
            )


def _creation(database: str, like: dict[str, Any]) -> sql.Composed:
    """The statement that makes a database which sorts and compares like another."""
    provider = PROVIDERS[like["datlocprovider"]]
    locale = like.get("datlocale") or like.get("daticulocale")
    options = {
        "ENCODING": like["charset"],
        "LC_COLLATE": like["datcollate"],
        "LC_CTYPE": like["datctype"],
        "LOCALE_PROVIDER": provider,
    }
    if locale:
        options[f"{provider}_locale".upper()] = locale
    made = [
        sql.SQL("{} = {}").format(sql.SQL(name), sql.Literal(value))
        for name, value in options.items()
    ]
    return sql.SQL("CREATE DATABASE {} TEMPLATE template0 {}").format(
        sql.Identifier(database), sql.SQL(" ").join(made)
    )
