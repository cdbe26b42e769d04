"""A restore killed anywhere leaves the old town or the new one, never half of each."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from config.launch.console import Problem
from config.launch.instance import Instance, write_private
from config.safekeeping import journal
from config.safekeeping.databases import Server
from config.safekeeping.journal import Journal
from config.safekeeping.manifest import Manifest, Member
from config.safekeeping.snapshot import rows_of, snapshot
from tests import databases

NOTHING = Member(size=0, sha256="")


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    """A town with a secret and accounts, and a checkout of nothing."""
    instance = Instance(var=tmp_path / "un pueblo ñ", root=tmp_path)
    write_private(instance.folder(".") / "secret_key", "old secret")
    write_private(instance.var / "accounts.txt", "admin old")
    return instance


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on which the town's database is one of our own."""
    name = f"llajta_keep_{uuid.uuid4().hex[:8]}"
    server = Server(url=databases.address(name))
    create(name)
    write(server, name, "old")
    yield server
    with databases.maintenance() as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name]
        ).fetchall()
        for (database,) in found:
            databases.drop(connection, database)


def create(database: str, mark: str = "") -> None:
    """An empty database, without the extensions, which take longest."""
    named = sql.Identifier(database)
    with databases.maintenance() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(named))
        noted = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(noted.format(named, sql.Literal(mark)))


def write(server: Server, database: str, word: str) -> None:
    with psycopg.connect(server.url_of(database)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS town (word text)")
        connection.execute("INSERT INTO town VALUES (%s)", [word])


def town(server: Server) -> list[str]:
    with psycopg.connect(server.url) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM town")]


def left(server: Server) -> list[str]:
    """Databases of this town's restores."""
    with server.beside() as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
            [f"{server.name}_"],
        )
        return [name for (name,) in found]


@pytest.fixture
def begun(instance: Instance, server: Server, tmp_path: Path) -> Journal:
    """A restore that has filled its database and waits for the exchange."""
    manifest = Manifest.read(
        b'{"format": 1, "made": "", "version": "", "commit": "", "town": "", "tool": 15, '
        b'"postgresql": 15, "postgis": "", "migrations": [], "rows": {}, "bucket": "", '
        b'"done": ["demo", "relief"], "members": {}}'
    )
    manifest.members["secret_key"] = NOTHING
    begun = Journal.begun(server, manifest, town=tmp_path / "town.toml", own_database=True)
    begun.write(instance)
    create(begun.new, begun.mark)
    write(server, begun.new, "new")
    write_private(instance.var / "restoring/secret_key", "new secret")
    return begun


def secret(instance: Instance) -> str:
    return (instance.var / "secret_key").read_text().strip()


def test_one_killed_before_the_exchange_is_taken_back(
    instance: Instance, server: Server, begun: Journal
) -> None:
    assert journal.settle(instance, server) is False
    assert town(server) == ["old"]
    assert left(server) == []
    assert secret(instance) == "old secret"
    assert (instance.var / "accounts.txt").exists()
    assert not (instance.var / "restoring").exists()


@pytest.mark.parametrize("is_placed", [False, True], ids=["at once", "with the secret"])
def test_one_killed_after_the_exchange_is_brought_to_its_end(
    instance: Instance, server: Server, begun: Journal, is_placed: bool
) -> None:
    server.exchange(begun.new, begun.aside)
    if is_placed:
        (instance.var / "restoring/secret_key").replace(instance.var / "secret_key")
    assert journal.settle(instance, server) is True
    assert town(server) == ["new"]
    assert left(server) == []
    assert secret(instance) == "new secret"
    assert not (instance.var / "accounts.txt").exists(), "its passwords open nothing now"
    assert (instance.var / "stamps/migrate").exists(), "the database is no new one"
    assert not (instance.var / "stamps/relief").exists(), "it is drawn anew"
    assert journal.settle(instance, server) is None


@pytest.mark.long  # the server waits five seconds for whoever is connected
def test_while_somebody_is_connected_nothing_is_exchanged(
    server: Server, begun: Journal
) -> None:
    with psycopg.connect(server.url), pytest.raises(Problem, match="using the database"):
        server.exchange(begun.new, begun.aside)
    assert town(server) == ["old"]
    assert begun.new in left(server)


def test_one_at_work_is_not_taken_back_by_another(
    instance: Instance, server: Server, begun: Journal
) -> None:
    with journal.alone(instance), pytest.raises(Problem, match="under way"):
        journal.settle(instance, server)
    assert begun.new in left(server)


def test_a_new_database_is_like_the_towns_own_and_marked(server: Server) -> None:
    name = f"{server.name}_new"
    url = server.make(name, "whose it is")
    query = "SELECT datcollate, datctype, encoding, datlocprovider FROM pg_database"
    with server.beside() as connection:
        both = {
            connection.execute(f"{query} WHERE datname = %s".encode(), [each]).fetchone()
            for each in (server.name, name)
        }
    assert len(both) == 1
    assert server.mark_of(name) == "whose it is"
    assert server.mark_of("llajta_never_made") is None
    write(server, name, "now")
    with snapshot(url) as moment:
        assert moment.migrations() == [], "never prepared"
        write(server, name, "later")
        counted = dict(rows_of(moment.connection))
    assert counted == {"public.town": 1}, "nothing later, nothing of an extension"


def test_an_account_that_may_make_no_database_is_told_what_to_ask_for(
    server: Server,
) -> None:
    role = f"{server.name}_poor"
    with databases.maintenance() as connection:
        named = sql.Identifier(role)
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'secret'").format(named))
        try:
            poor = psycopg.conninfo.make_conninfo(server.url, user=role, password="secret")
            with pytest.raises(Problem) as told:
                Server(url=poor).make(f"{server.name}_more", "x")
        finally:
            connection.execute(sql.SQL("DROP ROLE {}").format(named))
    assert f"ALTER ROLE {role} CREATEDB" in told.value.todo


def test_a_journal_that_was_not_written_whole_is_forgotten(
    instance: Instance, server: Server
) -> None:
    folder = instance.folder("restoring")
    (folder / "journal.json").write_text('{"mark": "ll')
    assert journal.settle(instance, server) is None
    assert not folder.exists()
