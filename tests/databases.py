"""Databases for the tests: a template per state of the schema, copies of it in no time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parent.parent
SCHEMA_FILES = (
    "geo/**/migrations/*.py",
    "apps/*/migrations/*.py",
    "apps/*/layers.py",
    "apps/*/layers/*.py",
    "apps/*/querysets.py",
    "geo/precision.py",
    "geo/published/**/*.py",
    "geo/**/*.sql",
)
TOWN_FILES = (
    "data/**/*.py",
    "data/**/*.sql",
    "data/quillacollo/*",
    "config/municipality.*",
    "apps/*/domain/*.py",
    "apps/*/actions.py",
    "apps/*/actions/*.py",
)
PLACING_FILES = (
    "apps/works/**/*.py",
    "apps/works/**/*.sql",
    "apps/territory/**/*.py",
    "apps/territory/**/*.sql",
    "geo/exchange/**/*.py",
)


def digest(*patterns: str) -> str:
    """Short name of the present state of the files that match."""
    files = sorted({file for pattern in patterns for file in ROOT.glob(pattern)})
    state = hashlib.sha256()
    for file in filter(Path.is_file, files):
        state.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return state.hexdigest()[:12]


def address(database: str) -> str:
    """`postgresql://` address of `database` on the server of the tests."""
    parts = conninfo_to_dict(os.environ["LLAJTA_DATABASE_URL"])
    user, password = parts["user"], parts.get("password", "")
    return f"postgresql://{user}:{password}@{parts['host']}:{parts['port']}/{database}"


COPYING = 727264
"""Key of the lock under which databases are copied and dropped."""
_held: set[int] = set()
"""Keys that this process holds: it would wait for itself for ever."""


@contextmanager
def maintenance(lock: int = COPYING) -> Iterator[psycopg.Connection]:
    """A connection that may create databases, alone among the test workers."""
    assert lock not in _held, "make the template before the lock that it takes itself"
    server = make_conninfo(os.environ["LLAJTA_DATABASE_URL"], dbname="postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [lock])
        _held.add(lock)
        try:
            yield connection
        finally:
            _held.discard(lock)


def exists(connection: psycopg.Connection, database: str) -> bool:
    """Whether the server has `database`."""
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
    return found.fetchone() is not None


def drop(connection: psycopg.Connection, database: str) -> None:
    """Remove `database`, whoever is connected to it."""
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
    )


def copy(connection: psycopg.Connection, template: str, database: str) -> None:
    """Make `database` a fresh copy of `template`."""
    drop(connection, database)
    connection.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(database), sql.Identifier(template)
        )
    )


@contextmanager
def copied(template: str, database: str) -> Iterator[str]:
    """`database`, a fresh copy of `template`, dropped afterwards."""
    with maintenance() as connection:
        copy(connection, template, database)
    try:
        yield database
    finally:
        with maintenance() as connection:
            drop(connection, database)


def manage(database: str, *arguments: str, **environment: str) -> str:
    """Run a management command on `database` in a process of its own."""
    done = subprocess.run(  # a fixed interpreter and our own arguments
        [sys.executable, "-m", "django", *arguments],
        env={**os.environ, "LLAJTA_DATABASE_URL": address(database), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"{arguments} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def made(
    name: str, base: str, commands: tuple[tuple[str, ...], ...], **environment: str
) -> str:
    """A template called `name`: a copy of `base` on which the commands were run, once.

    Who wants the same one waits; others are made and copied meanwhile.
    """
    with maintenance(lock=zlib.crc32(name.encode())) as connection:
        if exists(connection, name):
            return name
        unfinished = f"{name}_unfinished"
        with maintenance() as copying:
            copy(copying, base, unfinished)
        try:
            for command in commands:
                manage(unfinished, *command, **environment)
        except BaseException:
            drop(connection, unfinished)
            raise
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(unfinished), sql.Identifier(name)
            )
        )
        return name


def schema_template() -> str:
    """Database with every migration and published view, and no rows."""
    name = f"llajta_schema_{digest(*SCHEMA_FILES)}"
    return made(name, "template0", (("migrate", "-v0"), ("sync_sql",)))


def town_template() -> str:
    """Database with the demonstration town at a small scale."""
    name = f"llajta_town_{digest(*SCHEMA_FILES, *TOWN_FILES)}"
    water = ("load_demo_water", "--accounts", "40", "--months", "2")
    commands = (("seed_offices",), ("load_demo", "--scale", "0.05"), water)
    return made(name, schema_template(), commands)


def record_template(record: Path) -> str:
    """Database with the small town and the real procurement record, a file of SICOES."""
    state = f"{digest(*SCHEMA_FILES, *TOWN_FILES, *PLACING_FILES)}_{record.stat().st_size}"
    commands = (("import_sicoes", str(record)),)
    return made(f"llajta_record_{state}", town_template(), commands)
