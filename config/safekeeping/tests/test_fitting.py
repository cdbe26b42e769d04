"""What an instance could not take in is refused before anything is touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from config.launch.console import Problem
from config.launch.instance import Instance, write_private
from config.safekeeping import passphrase
from config.safekeeping.databases import Server
from config.safekeeping.fitting import known_migrations, require_fitting
from config.safekeeping.manifest import Manifest
from config.safekeeping.restoring import Target
from config.safekeeping.tests.test_archive import manifest
from config.safekeeping.tools import tool
from tests import databases

FITTING = replace(manifest({}), migrations=["water.0001_initial"])


@dataclass
class Backup:
    """A backup of which only this is asked."""

    manifest: Manifest = FITTING
    secret: bytes = b"the town's\n"
    members: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> Iterator[bytes]:
        assert name == "secret_key"
        yield self.secret


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    instance = Instance(var=tmp_path / "var")
    write_private(instance.folder(".") / "secret_key", "of this instance")
    monkeypatch.setenv("LLAJTA_SECRET_KEY", "of this instance")
    return Target(
        instance=instance,
        server=Server(url=databases.address("postgres")),
        town=databases.ROOT / "config/municipality.toml",
        own_database=True,
    )


def refused(target: Target, backup: Any) -> Problem:
    with pytest.raises(Problem) as told:
        require_fitting(target, backup)
    assert "Nothing was touched" in told.value.todo
    return told.value


def test_what_fits_is_taken(target: Target) -> None:
    backup: Any = Backup()
    require_fitting(target, backup)


def test_every_migration_of_this_code_is_known() -> None:
    known = known_migrations()
    assert {"water.0001_initial", "auth.0001_initial"} <= known
    assert len(known) > 50


def test_a_newer_code_is_named_with_what_is_lacking(target: Target) -> None:
    newer = replace(FITTING, version="9.0", migrations=["water.9999_tomorrow"])
    problem = refused(target, Backup(manifest=newer))
    assert "newer Llajta (9.0" in str(problem)
    assert "water.9999_tomorrow" in problem.todo


def test_a_newer_server_is_named(target: Target) -> None:
    problem = refused(target, Backup(manifest=replace(FITTING, postgresql=99)))
    assert "PostgreSQL 99" in str(problem)


def test_another_town_is_refused(target: Target) -> None:
    problem = refused(target, Backup(manifest=replace(FITTING, town="Colcapirhua")))
    assert "of Colcapirhua, this instance of Quillacollo" in str(problem)


def test_a_secret_of_the_environment_that_the_backup_does_not_have_is_refused(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLAJTA_SECRET_KEY", "of the unit")
    assert "LLAJTA_SECRET_KEY" in str(refused(target, Backup()))
    backup: Any = Backup(secret=b"of the unit\n")
    require_fitting(target, backup)


@pytest.mark.parametrize("told", [None, "", "eleven char"])
def test_a_passphrase_is_wanted_and_not_a_short_one(
    told: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LLAJTA_BACKUP_KEY", raising=False)
    if told is not None:
        monkeypatch.setenv("LLAJTA_BACKUP_KEY", told)
    with pytest.raises(Problem):
        passphrase.passphrase()
    monkeypatch.setenv("LLAJTA_BACKUP_KEY", "twelve chars")
    assert passphrase.passphrase() == "twelve chars"


def test_a_program_that_is_too_old_is_not_used() -> None:
    program, version = tool("pg_dump", 1)
    assert program.exists()
    assert version >= 15
    with pytest.raises(Problem, match="pg_dump of PostgreSQL 99") as told:
        tool("pg_dump", 99)
    assert "postgresql-client-99" in told.value.todo
