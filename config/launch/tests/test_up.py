"""A site comes up, is found, is left alone by other commands, and goes down."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pytest

from config.launch import database, ports
from config.launch.instance import ROOT, Instance, write_record
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
    bury(town)


def bury(town: Instance) -> None:
    """Delete an instance whatever state it is in."""
    for cluster in database.made_clusters(town):
        cluster.stop()
        database.delete(cluster)
    shutil.rmtree(town.var, ignore_errors=True)


def surroundings(town: Instance, port: int) -> Mapping[str, str]:
    """What a terminal would hand on to a launcher of this instance."""
    own = {"LLAJTA_VAR": str(town.var), "LLAJTA_PORT": str(port), "LLAJTA_DEMO": "0"}
    return {name: value for name, value in os.environ.items() if name not in FOREIGN} | own


def launcher(env: Mapping[str, str]) -> Launcher:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "llajta"), *words]
        return subprocess.run(command, env=env, capture_output=True, text=True)

    return run


@pytest.fixture
def port() -> int:
    return ports.any_free_port()


@pytest.fixture
def llajta(town: Instance, port: int) -> Iterator[Launcher]:
    run = launcher(surroundings(town, port))
    yield run
    run("down")


def answers(url: str) -> bool:
    with urllib.request.urlopen(f"{url}healthz", timeout=10) as answer:
        return bool(answer.status == 200)


def test_a_site_comes_up_and_goes_down(town: Instance, llajta: Launcher, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        assert (up := llajta("up", "--detach")).returncode == 0, up.stderr
    url = llajta("url").stdout.strip()
    assert f"Port {port} is taken by another program; the next free one is used." in (
        up.stdout
    )
    assert (urlsplit(url).port or 0) > port
    assert f"\n  {url}\n" in up.stdout
    assert answers(url)
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


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Foreground:
    """`./llajta up` as a terminal holds it, until Ctrl-C."""

    def __init__(self, town: Instance, port: int) -> None:
        self.process = subprocess.Popen(
            [str(ROOT / "llajta"), "up"],
            env=surroundings(town, port),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # What a shell puts into the background is deaf to Ctrl-C, and so would this be.
            preexec_fn=_heed_ctrl_c,
        )
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "To stop: Ctrl-C here" in line:
                break

    def interrupt(self) -> str:
        """Press Ctrl-C, which reaches the whole group; returns what was said then."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.communicate(timeout=60)[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.communicate(timeout=60)


@pytest.fixture
def bystander(town: Instance, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """One at work on the same instance: with our mark, in a session of its own."""
    waiting = [sys.executable, "-c", "import signal; signal.pause()"]
    env = surroundings(town, port)
    with subprocess.Popen(waiting, env=env, start_new_session=True) as process:
        yield process
        process.kill()


def test_ctrl_c_stops_what_a_site_in_front_started_and_nothing_else(
    town: Instance, port: int, bystander: subprocess.Popen[bytes]
) -> None:
    with Foreground(town, port) as site:
        assert f"http://127.0.0.1:{port}/" in site.said
        assert "is taken" not in site.said
        record = Site.read(town)
        assert record is not None and record.answers
        assert all(child.is_alive for child in record.children)

        assert "Stopped." in site.interrupt()

    assert site.process.returncode == 0
    assert Site.read(town) is None
    assert not any(child.is_alive for child in record.children)
    assert not any(made.is_running for made in database.made_clusters(town))
    assert bystander.poll() is None


@pytest.fixture
def twin(town: Instance, llajta: Launcher, tmp_path: Path) -> Iterator[Instance]:
    """Another instance of the same checkout, copied from the first, which is down."""
    assert llajta("manage", "migrate", "--check").returncode == 0
    twin = Instance(var=tmp_path / "otro pueblo")
    shutil.copytree(town.var, twin.var, ignore=shutil.ignore_patterns("pg", "pg.json"))
    (first,) = database.made_clusters(town)
    copied = database.private_cluster(twin)
    for folder in (copied.home.parent.parent, copied.home.parent):
        folder.mkdir(exist_ok=True, mode=0o755)
    subprocess.run(["cp", "-a", first.home, copied.home], check=True)
    # Both remember the same port of their databases, and are told the same one to serve.
    write_record(copied.record, {"port": first.port, "data": str(copied.data)})
    yield twin
    bury(twin)


@pytest.mark.long
def test_two_sites_live_side_by_side(
    town: Instance, llajta: Launcher, port: int, twin: Instance
) -> None:
    assert llajta("up", "--detach").returncode == 0
    first = Site.read(town)
    assert first is not None and first.url is not None

    with Foreground(twin, port) as second:
        beside = launcher(surroundings(twin, port))("url").stdout.strip()
        assert f"Port {port} is taken by another program" in second.said
        assert beside != first.url
        assert answers(beside) and answers(first.url)
        running = [*database.made_clusters(town), *database.made_clusters(twin)]
        assert all(cluster.is_running for cluster in running)
        assert len({cluster.port for cluster in running}) == 2

    assert Site.read(twin) is None
    assert Site.read(town) == first
    assert answers(first.url)
    assert [cluster.is_running for cluster in running] == [True, False]
