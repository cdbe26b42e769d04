"""A PostgreSQL server of a test's own, as an instance has it, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from config.database import database_from
from config.launch import database
from config.launch.cluster import Cluster
from config.launch.instance import Instance
from config.launch.postgres import Installed
from tests import databases

COMING_UP_SECONDS = 60
NAME = "llajta"


@contextmanager
def own_cluster(
    var: Path, *, careless: bool = False, told: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """A server that keeps what it acknowledged, with a copy of the schema; gone afterwards.

    Whatever finds its database in the environment is pointed at it for as long. `told` are
    variables of its environment; a careless one is quicker.
    """
    instance = Instance(var=var)
    private = database.private_cluster(instance, careless=careless)
    cluster = replace(private, told=told or {})
    before = os.environ["LLAJTA_DATABASE_URL"]
    dump = var / "schema.dump"
    template = databases.address(databases.schema_template())
    programs = Installed.newest()
    assert programs is not None
    tool = programs.programs
    dumped = [str(tool / "pg_dump"), "--format=custom", f"--file={dump}", template]
    subprocess.run(dumped, check=True)  # the tests' own server and a folder of our own
    try:
        database.start(instance, cluster)
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as server:
            server.execute(_roles().encode())
            server.execute(f"CREATE DATABASE {NAME} TEMPLATE template0".encode())
        target = f"--dbname={cluster.url(NAME)}"
        restored = [str(tool / "pg_restore"), "--no-owner", target, str(dump)]
        subprocess.run(restored, check=True)
        os.environ["LLAJTA_DATABASE_URL"] = cluster.url(NAME)
        yield cluster
    finally:
        os.environ["LLAJTA_DATABASE_URL"] = before
        cluster.stop()
        database.delete(cluster)


@contextmanager
def django_on(cluster: Cluster) -> Iterator[None]:
    """Let Django work on the server for as long."""
    before = dict(connection.settings_dict)
    try:
        _point_at(database_from(cluster.url(NAME)))
        yield
    finally:
        _point_at(before)


def _point_at(told: dict[str, Any]) -> None:
    connection.close()
    for name in ("NAME", "HOST", "PORT", "PASSWORD"):
        settings.DATABASES["default"][name] = told[name]
        connection.settings_dict[name] = told[name]


def _roles() -> str:
    """Statements that make the roles which the schema grants something to."""
    with databases.maintenance() as server:
        rows = server.execute(
            "SELECT format('CREATE ROLE %I', rolname) FROM pg_roles "
            "WHERE rolname LIKE 'llajta\\_%'"
        ).fetchall()
    return ";".join(statement for (statement,) in rows)


def postmaster(cluster: Cluster) -> int:
    """Number of the server's first process."""
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def kill_server(cluster: Cluster) -> None:
    """`kill -9` of the postmaster, without a word of warning."""
    os.kill(postmaster(cluster), signal.SIGKILL)


def stop_at_once(cluster: Cluster) -> None:
    """What `pg_ctl stop -m immediate` does: no checkpoint, no good-bye."""
    os.kill(postmaster(cluster), signal.SIGQUIT)


def kill_backend(cluster: Cluster) -> None:
    """`kill -9` of one of its processes at work: the server then ends all of them."""
    busy = (
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
        "AND pid <> pg_backend_pid() ORDER BY xact_start NULLS LAST LIMIT 1"
    )
    with psycopg.connect(cluster.url(NAME), autocommit=True) as server:
        found = server.execute(busy.encode()).fetchone()
    assert found is not None
    os.kill(found[0], signal.SIGKILL)


def bring_up(cluster: Cluster) -> None:
    """Start what was killed, as the launcher does, and wait until it lets somebody in."""
    end = time.monotonic() + COMING_UP_SECONDS
    while True:
        cluster.start()
        try:
            psycopg.connect(cluster.url(NAME)).close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < end, cluster.log.read_text()
            threading.Event().wait(0.1)  # it reads its log of what was done
