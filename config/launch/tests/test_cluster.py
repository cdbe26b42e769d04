"""A private cluster, for real: in its own folder, on its own port, with its own users."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from config.launch import database, ports, postgres
from config.launch.cluster import Cluster
from config.launch.console import Problem
from config.launch.database import Database
from config.launch.instance import ROOT, Instance, write_record
from config.launch.subcommands import main

EXTENSIONS = {"postgis", "unaccent", "pg_trgm", "btree_gist"}


@pytest.fixture
def cluster(instance: Instance) -> Iterator[Cluster]:
    made = database.private_cluster(instance, careless=True)
    yield made
    made.stop()
    database.delete(made)


def answer(cluster: Cluster, question: str, *, name: str = "postgres") -> object:
    with psycopg.connect(cluster.url(name)) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def test_a_cluster_lives_alone_on_this_machine_and_keeps_its_data(cluster: Cluster) -> None:
    cluster.start()
    first_port = cluster.port
    assert cluster.is_running
    assert answer(cluster, "SHOW listen_addresses") == "127.0.0.1"
    assert answer(cluster, "SHOW unix_socket_directories") == ""
    assert answer(cluster, "SHOW fsync") == "off", "a test cluster"
    assert answer(cluster, "SHOW shared_preload_libraries") == "postgis-3"
    assert answer(cluster, "SELECT 'Ñuflo' < 'Oso' AND 'Ávila' < 'Beni'") is True
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(cluster.url("postgres").replace(cluster.password, "guess"))

    with psycopg.connect(cluster.url("postgres")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    cluster.stop()
    assert not cluster.is_running
    assert ports.is_free(first_port)

    cluster.start()
    assert (answer(cluster, "SELECT number FROM kept"), cluster.port) == (7, first_port)


def test_a_taken_port_moves_the_cluster_and_not_the_other_server(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    other = ports.reserve(cluster.port, "127.0.0.1")
    with other.held:
        cluster.start()
        assert cluster.port != other.port
        assert answer(cluster, "SELECT 1") == 1


def test_the_last_who_leaves_stops_the_cluster(
    instance: Instance, cluster: Cluster
) -> None:
    with database.opened(instance, careless=True):
        with database.opened(instance, careless=True):
            pass
        assert cluster.is_running
    assert not cluster.is_running


def test_a_reset_spares_a_database_in_use(
    instance: Instance, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLAJTA_VAR", str(instance.var))
    with database.opened(instance, careless=True):
        assert main(["reset", "--yes"]) == 1
        assert answer(cluster, "SELECT 1") == 1
    assert main(["reset", "--yes"]) == 0
    assert not cluster.home.exists()


def test_the_database_gets_what_a_town_needs(instance: Instance, cluster: Cluster) -> None:
    with database.opened(instance, careless=True) as opened:
        python = Path(sys.executable)
        for _again in range(2):
            database.ensure_usable(
                opened, python=python, instance=Instance(var=instance.var)
            )
        found = answer(
            cluster, "SELECT array_agg(extname::text) FROM pg_extension", name=database.NAME
        )
    assert isinstance(found, list)
    assert set(found) >= EXTENSIONS


def test_what_only_measures_never_goes_to_the_towns_own_server(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLAJTA_DATABASE_URL", "postgresql://server/town")
    with database.opened(instance) as opened:
        assert opened.url == "postgresql://server/town"
    try:
        with database.opened(instance, private=True) as opened:
            assert opened.cluster is not None
            assert opened.url.startswith("postgresql://llajta:")
    finally:
        database.delete(database.private_cluster(instance))


def test_the_servers_own_words_are_shown(instance: Instance, cluster: Cluster) -> None:
    cluster.start()
    missing = Database(url=cluster.url("no_such_town"))
    with pytest.raises(Problem, match='database "no_such_town" does not exist'):
        database.ensure_usable(
            missing, python=Path(sys.executable), instance=Instance(var=instance.var)
        )


def test_a_password_that_the_data_do_not_know_is_named(
    instance: Instance, cluster: Cluster
) -> None:
    cluster.start()
    other = replace(cluster, password="another")
    with pytest.raises(Problem, match="password authentication failed") as refused:
        database.ensure_usable(
            Database(url=other.url(database.NAME), cluster=other),
            python=Path(sys.executable),
            instance=Instance(var=instance.var),
        )
    assert str(cluster.data) in refused.value.todo
    assert str(instance.var / "testpg.password") in refused.value.todo


def test_a_cluster_of_a_version_that_is_gone_names_its_package(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Problem, match="postgresql-9-postgis-3"):
        cluster.start()


def test_a_recycled_number_is_not_taken_for_the_server(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (cluster.data / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster.data}\n")
        assert not cluster.is_running
        stranger.kill()


def test_a_server_is_seen_by_any_name_of_its_folder_and_in_no_copy(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.start()
    link, copy = tmp_path / "a link", tmp_path / "a copy"
    link.symlink_to(cluster.home)
    assert replace(cluster, home=link).is_running
    assert replace(cluster, home=cluster.home / "data/..").is_running
    moved = cluster.home.rename(cluster.home.with_name("moved under it"))
    try:
        assert replace(cluster, home=moved).is_running
    finally:
        moved.rename(cluster.home)
    (copy / "data").mkdir(parents=True)
    shutil.copy(cluster.data / "postmaster.pid", copy / "data")
    assert not replace(cluster, home=copy).is_running


def test_a_town_on_another_server_is_not_begun_anew(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LLAJTA_DATABASE_URL", raising=False)
    write_record(instance.var / "instance.json", {"own_database": False})
    with pytest.raises(Problem, match="on another server"), database.opened(instance):
        pass
    assert not (instance.var / "pg").exists()


def test_the_password_is_in_a_file_of_its_own(instance: Instance, cluster: Cluster) -> None:
    file = instance.var / "testpg.password"
    assert file.read_text().strip() == cluster.password
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_settings_are_modest_on_small_and_on_large_machines() -> None:
    small, large = postgres.tuning(1024), postgres.tuning(256 * 1024)
    assert (small["shared_buffers"], large["shared_buffers"]) == ("128MB", "1024MB")
    assert (small["maintenance_work_mem"], large["maintenance_work_mem"]) == (
        "64MB",
        "512MB",
    )


def test_the_newest_version_with_postgis_is_taken(tmp_path: Path) -> None:
    library, share = tmp_path / "lib", tmp_path / "share"
    for major in (14, 15, 16, 17):
        (library / str(major) / "bin").mkdir(parents=True)
        (library / str(major) / "bin/initdb").touch()
        (share / str(major) / "extension").mkdir(parents=True)
    for major in (14, 15, 16):
        (share / str(major) / "extension/postgis.control").touch()

    found = postgres.Installed.newest(library, share)

    assert found is not None
    assert found.major == 16
    assert sorted(each.major for each in postgres.Installed.all(library, share)) == [15, 16]


def test_the_launcher_needs_no_library_but_pythons_own() -> None:
    code = "import sys; sys.path.insert(0, '.'); import config.launch.subcommands"
    subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, check=True)
