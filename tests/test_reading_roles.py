"""Reading roles: made once for a whole server, by whoever comes first."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests import databases


class Owner:
    """A database user of our own with two copies of the schema."""

    def __init__(self, rights: str) -> None:
        self.name = f"llajta_{uuid.uuid4().hex[:8]}"
        self.databases = [f"{self.name}_{letter}" for letter in "ab"]
        template = databases.schema_template()
        with databases.maintenance() as server:
            made = f"CREATE ROLE {{}} LOGIN PASSWORD 'secret' {rights}"
            server.execute(sql.SQL(made).format(sql.Identifier(self.name)))
            for database in self.databases:
                databases.copy(server, template, database)

    def url(self, database: str) -> str:
        parts = conninfo_to_dict(os.environ["LLAJTA_DATABASE_URL"])
        return f"postgresql://{self.name}:secret@{parts['host']}:{parts['port']}/{database}"

    def sync(self, database: str) -> subprocess.Popen[str]:
        """Start `sync_sql` as this owner."""
        return subprocess.Popen(  # our own command on a database of our own
            [sys.executable, "-m", "django", "sync_sql", "--force"],
            env={**os.environ, "LLAJTA_DATABASE_URL": self.url(database)},
            cwd=databases.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def forget(self) -> None:
        with databases.maintenance() as server:
            for database in self.databases:
                databases.drop(server, database)
            for role in (f"{self.name}_anyone", f"{self.name}_staff", self.name):
                drop = sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role))
                server.execute(drop)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """How the command ended, and what it complained of."""
    _said, complaint = process.communicate(timeout=60)
    return process.returncode, complaint


@pytest.fixture
def owner(request: pytest.FixtureRequest) -> Iterator[Owner]:
    made = Owner(request.param)
    yield made
    made.forget()


@pytest.mark.parametrize("owner", ["SUPERUSER"], indirect=True)
def test_two_databases_make_the_same_roles_at_the_same_moment(owner: Owner) -> None:
    running = [owner.sync(database) for database in owner.databases]
    ends = [ended(process) for process in running]
    assert [code for code, _complaint in ends] == [0, 0], ends


@pytest.mark.parametrize("owner", ["NOCREATEROLE"], indirect=True)
def test_an_owner_who_may_not_make_roles_is_told_what_to_ask_for(owner: Owner) -> None:
    code, said = ended(owner.sync(owner.databases[0]))
    assert code == 1
    assert f'CREATE ROLE "{owner.name}_anyone"' in said
    assert "statement_timeout" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("owner", ["SUPERUSER"], indirect=True)
def test_a_role_with_another_password_is_mended(owner: Owner) -> None:
    database = owner.databases[0]
    assert ended(owner.sync(database)) == (0, "")
    with psycopg.connect(owner.url(database), autocommit=True) as connection:
        connection.execute(f"ALTER ROLE {owner.name}_anyone PASSWORD 'forgotten'")
    assert ended(owner.sync(database)) == (0, "")
    wrong = make_conninfo(
        owner.url(database), user=f"{owner.name}_anyone", password="forgotten"
    )
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(wrong)
