"""A site comes up, is found, is left alone by other commands, and goes down."""

from __future__ import annotations

import os
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from config.launch import database, ports
from config.launch.instance import ROOT, Instance
from config.launch.site import Site

Launcher = Callable[..., subprocess.CompletedProcess[str]]
FOREIGN = ("LLAJTA_DATABASE_URL", "LLAJTA_HOST", "LLAJTA_HOSTS", "LLAJTA_SECRET_KEY")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One instance for all: its database is prepared once, which takes longest."""
    if not (ROOT / ".venv/llajta.json").exists():
        pytest.skip("needs the environment that ./llajta test makes")
    town = Instance(var=tmp_path_factory.mktemp("up") / "un pueblo")
    yield town
    for cluster in database.made_clusters(town):
        cluster.stop()
        database.delete(cluster)
    shutil.rmtree(town.var, ignore_errors=True)


@pytest.fixture
def llajta(town: Instance) -> Iterator[Launcher]:
    port = str(ports.any_free_port())
    own = {"LLAJTA_VAR": str(town.var), "LLAJTA_PORT": port, "LLAJTA_DEMO": "0"}
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN} | own

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "llajta"), *words]
        return subprocess.run(command, env=env, capture_output=True, text=True)

    yield run
    run("down")


def test_a_site_comes_up_and_goes_down(town: Instance, llajta: Launcher) -> None:
    assert (up := llajta("up", "--detach")).returncode == 0, up.stderr
    url = llajta("url").stdout.strip()
    with urllib.request.urlopen(f"{url}healthz", timeout=10) as answer:
        assert answer.status == 200
    head, account = (town.var / "accounts.txt").read_text().splitlines()
    name, password, key = account.split()
    assert head.startswith("#")
    assert name == "admin", "no account of a role without a demonstration"
    assert len(password) >= 12
    assert len(key) == 32
    record = Site.read(town)
    assert record is not None

    again = llajta("up", "--detach")
    assert url in again.stdout
    assert Site.read(town) == record, "the second one started nothing"
    assert llajta("manage", "check").returncode == 0
    assert llajta("url").stdout.strip() == url, "a command beside the site stopped nothing"

    assert llajta("down").returncode == 0
    assert llajta("url").returncode == 1
    assert not any(who.is_alive for who in (record.launcher, *record.children))
    assert not any(cluster.is_running for cluster in database.made_clusters(town))


def test_a_command_without_a_site_starts_and_stops_the_database(
    town: Instance, llajta: Launcher
) -> None:
    done = llajta("manage", "migrate", "--check")
    assert done.returncode == 0, done.stderr
    (cluster,) = database.made_clusters(town)
    assert not cluster.is_running
