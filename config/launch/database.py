"""The database of an instance: its private cluster, or the server it was told to use."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.launch import homes, locks
from config.launch.account import server_account
from config.launch.cluster import Cluster
from config.launch.console import Problem, step
from config.launch.instance import Instance, read_record
from config.launch.messages import gettext as _
from config.launch.processes import undisturbed

NAME: Final = "llajta"
NAMES: Final = {False: "pg", True: "testpg"}
"""Folder, record and password of a cluster, by whether it is careless."""


@dataclass(frozen=True, kw_only=True)
class Database:
    """How to reach the instance's database."""

    url: str
    cluster: Cluster | None = None
    """None for a server that is not ours to start or stop."""


def external_url() -> str | None:
    """The existing server this instance was told to use, if it was."""
    return os.environ.get("LLAJTA_DATABASE_URL") or None


@contextmanager
def opened(
    instance: Instance, *, careless: bool = False, private: bool = False
) -> Iterator[Database]:
    """The database, up and reachable, for as long as the block lasts.

    A private cluster is started when it does not run and stopped by the last
    launcher that leaves, so a command beside a running site disturbs nothing.
    `careless` and `private` ones are never on the server that a town was told to use.

    Raises:
        Problem: the private cluster did not start, or the data are on another server.
    """
    url = external_url()
    if url is not None and not (careless or private):
        yield Database(url=url)
        return
    if not careless:
        refuse_a_guess(instance)
    cluster = private_cluster(instance, careless=careless)
    if not careless:
        homes.refuse_those_of_another(instance, cluster.home)
    try:
        with locks.shared(_users(instance, cluster)):
            start(instance, cluster)
            yield Database(url=cluster.url(NAME), cluster=cluster)
    finally:
        with undisturbed():
            stop_unless_used(instance, cluster)


def refuse_a_guess(instance: Instance) -> None:
    """Refuse to open a second, empty database for a town that lives on another server.

    Raises:
        Problem: the instance was started with `LLAJTA_DATABASE_URL`, which is not set now.
    """
    if read_record(instance.var / "instance.json").get("own_database") is False:
        raise Problem(
            _("This instance keeps its data on another server (LLAJTA_DATABASE_URL)."),
            todo=_("Set LLAJTA_DATABASE_URL as before, or choose another LLAJTA_VAR."),
        )


def delete(cluster: Cluster) -> None:
    """Delete a stopped cluster with all its data."""
    if cluster.home.exists():
        shutil.rmtree(cluster.home)
    if homes.ELSEWHERE in cluster.home.parents:
        with suppress(OSError):  # the other cluster of the instance may still be there
            cluster.home.parent.rmdir()


def start(instance: Instance, cluster: Cluster) -> None:
    """Start the cluster, one launcher at a time; says nothing when it runs already."""
    with locks.exclusive(_starting(instance, cluster.home)):
        if not cluster.is_running:
            homes.make_way(instance, cluster.home)
            with step(_("Private database")) if _is_new(cluster) else nullcontext():
                cluster.start()


def stop_unless_used(instance: Instance, cluster: Cluster) -> bool:
    """Stop the cluster when no other launcher uses it; True when it runs no more."""
    with locks.exclusive_at_once(_users(instance, cluster)) as alone:
        if alone is not None:
            cluster.stop()
        return alone is not None


def private_cluster(instance: Instance, *, careless: bool = False) -> Cluster:
    """The instance's own cluster, or the one its tests use; not started.

    Raises:
        Problem: there is a server where it belongs, which another instance left.
    """
    name = NAMES[careless]
    account = server_account()
    home = homes.home(instance, name, account)
    if home.exists() and not homes.is_ours(instance, home):
        with locks.exclusive(_starting(instance, home)):
            homes.set_aside_those_of_another(instance, home, dt.datetime.now(dt.UTC))
            instance.secret(f"{name}.password")  # what comes there now is ours
    return Cluster(
        home=home,
        record=instance.var / f"{name}.json",
        password=instance.secret(f"{name}.password"),
        log=instance.log("postgres" if name == "pg" else name),
        account=account,
        careless=careless,
    )


def made_clusters(instance: Instance) -> list[Cluster]:
    """The clusters this instance has made before, also those that never started."""
    made = []
    for careless, name in NAMES.items():
        if homes.has_traces(instance, name):
            home = homes.home(instance, name, server_account())
            if homes.is_ours(instance, home):
                made.append(private_cluster(instance, careless=careless))
    return made


def ensure_usable(database: Database, *, python: Path, instance: Instance) -> None:
    """Try one plain connection, and make the database and its extensions where they lack.

    Raises:
        Problem: the server's own words why not.
    """
    result = subprocess.run(
        [python, "-m", "config.preflight", *(["--create"] if database.cluster else [])],
        cwd=instance.root,
        env=os.environ | {"LLAJTA_DATABASE_URL": database.url},
        capture_output=True,
        text=True,
    )
    if result.returncode != 0:
        raise Problem(
            _("The database cannot be used: {reason}").format(reason=result.stderr.strip()),
            todo=_what_to_check(database.cluster),
            log=database.cluster.log if database.cluster is not None else None,
        )


def _what_to_check(cluster: Cluster | None) -> str:
    if cluster is None:
        return _(
            "Check LLAJTA_DATABASE_URL, and that its server runs and lets this account in."
        )
    return _(
        "The data are in {data}; nothing was changed there. If they do not know the "
        "password of this instance ({password}), bring back the one they were made with."
    ).format(data=cluster.data, password=cluster.record.with_suffix(".password"))


def _starting(instance: Instance, home: Path) -> Path:
    return instance.folder("run") / f"{home.name}-start.lock"


def _users(instance: Instance, cluster: Cluster) -> Path:
    return instance.folder("run") / f"{cluster.home.name}-users.lock"


def _is_new(cluster: Cluster) -> bool:
    return not cluster.data.exists()
