"""Databases of the benchmark's own: made from the schema, copied, dropped afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parent.parent
SQL = Path(__file__).resolve().parent / "sql"
PLACES = 100_000
"""Place names added where pages and tiles of points are measured."""


def parts(database: str) -> dict[str, str]:
    """Connection parameters of `database` on the server the benchmark was given."""
    given = conninfo_to_dict(os.environ["LLAJTA_DATABASE_URL"])
    return {**{key: str(value) for key, value in given.items()}, "dbname": database}


def address(database: str) -> str:
    """`postgresql://` address of `database`."""
    at = parts(database)
    secret = f":{at['password']}" if "password" in at else ""
    return f"postgresql://{at['user']}{secret}@{at['host']}:{at['port']}/{database}"


def connect(database: str) -> psycopg.Connection:
    """A plain connection outside any transaction."""
    return psycopg.connect(make_conninfo(**parts(database)), autocommit=True)


def question(name: str) -> str:
    """Text of the committed query `name`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def manage(database: str, *arguments: str) -> None:
    """Run a management command on `database` in a process of its own."""
    subprocess.run(  # a fixed interpreter and our own arguments
        [sys.executable, "-m", "django", *arguments],
        env={**os.environ, "LLAJTA_DATABASE_URL": address(database)},
        cwd=ROOT,
        stdout=sys.stderr,  # only the table goes to the standard output
        check=True,
    )


def copy(template: str, database: str) -> None:
    """Make `database` a fresh copy of `template`."""
    drop(database)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with connect("postgres") as connection:
        connection.execute(
            statement.format(sql.Identifier(database), sql.Identifier(template))
        )


def drop(database: str) -> None:
    """Remove `database`, whoever is connected to it."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with connect("postgres") as connection:
        connection.execute(statement.format(sql.Identifier(database)))


@contextmanager
def copied(template: str, name: str) -> Iterator[str]:
    """A copy of `template` that is dropped afterwards."""
    database = f"llajta_bench_{name}_{os.getpid()}"
    copy(template, database)
    try:
        yield database
    finally:
        drop(database)


@contextmanager
def drawn_town(scale: float) -> Iterator[str]:
    """A new database with the schema and the demonstration town, dropped afterwards."""
    with copied("template0", "town") as database:
        manage(database, "migrate", "-v0")
        manage(database, "sync_sql")
        manage(database, "load_demo", "--scale", str(scale))
        with connect(database) as connection:
            connection.execute("VACUUM ANALYZE")
        yield database


def scatter_points(database: str, count: int) -> None:
    """Make the table `bench_point`, the same every time."""
    with connect(database) as connection:
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.execute("SELECT setseed(0.5)")
        connection.execute(question("points").encode(), {"count": count})
        connection.execute("VACUUM ANALYZE bench_point")


@contextmanager
def with_places(town: str, count: int = PLACES) -> Iterator[str]:
    """A copy of the town with so many place names more."""
    with copied(town, f"places_{count}") as database:
        with connect(database) as connection:
            connection.execute(question("places").encode(), {"count": count})
            connection.execute("VACUUM ANALYZE territory_place")
        yield database


@contextmanager
def with_parcels(town: str, count: int) -> Iterator[str]:
    """A copy of the town with more place names and so many parcels, if it had fewer."""
    with with_places(town) as database:
        with connect(database) as connection:
            connection.execute(question("parcels").encode(), {"count": count})
            connection.execute("VACUUM ANALYZE territory_block, territory_parcel")
        yield database


@contextmanager
def django_on(database: str) -> Iterator[None]:
    """Point Django, in this process, at `database`."""
    from django.conf import settings
    from django.db import connection

    before = settings.DATABASES["default"]["NAME"]

    def point_at(name: str) -> None:
        connection.close()
        settings.DATABASES["default"]["NAME"] = name
        connection.settings_dict["NAME"] = name

    point_at(database)
    try:
        yield
    finally:
        point_at(before)
