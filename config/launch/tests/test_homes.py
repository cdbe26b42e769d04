"""Folders that were moved, copied or made anew, and whose database lies where."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest

from config.launch import database, homes
from config.launch.account import Account
from config.launch.console import Problem
from config.launch.instance import Instance, write_record
from config.launch.processes import Identity
from config.launch.site import Site
from config.launch.subcommands import main

NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="root's own folders are closed")


class ShutOut(Account):
    """An account that the instance's folder is closed to."""

    def can_enter(self, folder: Path) -> bool:
        return False


STRANGER = ShutOut(name="llajta", uid=os.getuid(), gid=os.getgid())


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "lib llajta"
    monkeypatch.setattr(homes, "ELSEWHERE", place)
    monkeypatch.delenv("LLAJTA_DATABASE_URL", raising=False)
    return place


def with_data(instance: Instance, home: Path, name: str = "pg") -> Path:
    """What a start leaves behind: data, record and password."""
    (home / "data").mkdir(parents=True)
    (home / "data/PG_VERSION").write_text("9\n")
    write_record(instance.var / f"{name}.json", {"port": 9, "data": str(home / "data")})
    instance.secret(f"{name}.password")
    return home


def reset(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("LLAJTA_VAR", str(instance.var))
    return main(["reset", "--yes"])


def outside(instance: Instance) -> Path:
    return homes.home(instance, "pg", STRANGER)


def test_a_copy_has_its_own_database_and_a_reset_spares_the_first(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = with_data(instance, instance.var / "pg")
    copy = Instance(var=instance.var.with_name("copia"), root=instance.root)
    shutil.copytree(instance.var, copy.var)

    assert database.private_cluster(copy).home == copy.var / "pg"
    assert [made.home for made in database.made_clusters(copy)] == [copy.var / "pg"]
    assert reset(copy, monkeypatch) == 0
    assert (first / "data/PG_VERSION").exists()
    assert not copy.var.exists()


def test_what_was_moved_finds_its_database_where_it_is_now(instance: Instance) -> None:
    with_data(instance, instance.var / "pg")
    moved = Instance(var=instance.var.with_name("otro nombre"), root=instance.root)
    instance.var.rename(moved.var)

    cluster = database.private_cluster(moved)
    assert cluster.home == moved.var / "pg"
    homes.refuse_those_of_another(moved, cluster.home)
    assert not instance.var.exists()


def test_the_site_of_the_first_is_not_the_copys(instance: Instance, tmp_path: Path) -> None:
    Site(launcher=Identity.own(), url="http://127.0.0.1:9/").write(instance)
    copy, moved = Instance(var=tmp_path / "copia"), Instance(var=tmp_path / "otro nombre")
    shutil.copytree(instance.var, copy.var)
    assert Site.read(copy) is None
    instance.var.rename(moved.var)
    assert Site.read(moved) is not None


def test_a_copy_never_takes_the_data_that_lie_elsewhere(
    instance: Instance, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = with_data(instance, outside(instance))
    assert outside(instance) == first
    copy = Instance(var=instance.var.with_name("copia"), root=instance.root)
    shutil.copytree(instance.var, copy.var)

    with pytest.raises(Problem, match="is not with it") as refused, database.opened(copy):
        pass
    assert f"mv '{first}' " in refused.value.todo
    assert reset(copy, monkeypatch) == 0
    assert f"may be another instance's: {first}" in capsys.readouterr().out
    assert (first / "data/PG_VERSION").exists()


def test_data_brought_after_a_moved_folder_as_it_was_told_are_its_own(
    instance: Instance,
) -> None:
    first = with_data(instance, outside(instance))
    moved = Instance(var=instance.var.with_name("otro nombre"), root=instance.root)
    instance.var.rename(moved.var)
    with pytest.raises(Problem, match="is not with it"):
        homes.refuse_those_of_another(moved, outside(moved))

    outside(moved).parent.mkdir()
    first.rename(outside(moved))
    homes.refuse_those_of_another(moved, outside(moved))
    homes.set_aside_those_of_another(moved, outside(moved), NOON)
    assert (outside(moved) / "data/PG_VERSION").exists()


def test_what_an_instance_before_left_is_set_aside_and_named(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    left = with_data(instance, outside(instance))
    shutil.rmtree(instance.var)

    homes.set_aside_those_of_another(instance, outside(instance), NOON)

    aside = left.with_name("pg-20261128-120000")
    assert not left.exists()
    assert (aside / "data/PG_VERSION").exists()
    assert f"it is kept in {aside}." in capsys.readouterr().out
    assert homes.left_elsewhere(instance) == [aside]


@AS_ROOT
def test_a_new_instance_begins_beside_what_was_left(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = with_data(instance, outside(instance))
    shutil.rmtree(instance.var)
    instance.secret("secret_key")
    assert database.made_clusters(instance) == []
    assert reset(instance, monkeypatch) == 0
    assert (left / "data/PG_VERSION").exists()

    cluster = database.private_cluster(instance)
    assert (cluster.home, cluster.data.exists()) == (left, False)
    [aside] = homes.left_elsewhere(instance)
    assert (aside / "data/PG_VERSION").exists()


@AS_ROOT
def test_a_reset_finds_a_database_that_never_started(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = with_data(instance, outside(instance))
    (instance.var / "pg.json").unlink()
    assert database.private_cluster(instance).home == made
    assert made.exists(), "the next start goes on with it"
    assert reset(instance, monkeypatch) == 0
    assert not made.exists()


def test_a_reset_spares_the_database_of_a_bench_at_work(
    instance: Instance, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(homes, "ELSEWHERE", Path("/var/lib/llajta"))
    instance.secret("secret_key")
    bench = database.private_cluster(instance.of_bench, careless=True)
    try:
        with database.opened(instance.of_bench, careless=True):
            assert reset(instance, monkeypatch) == 1
            assert bench.is_running
            assert "still uses the database" in capsys.readouterr().err
    finally:
        bench.stop()
        database.delete(bench)
