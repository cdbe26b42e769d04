"""One address of the platform beside one query of the bare server, and beside the peers."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from bench import peers, servers
from bench.load import seconds_per_answer
from bench.rounds import Beside, NotMeasured, Workload
from bench.same import as_many
from bench.setting import Setting

CONNECTIONS = (1, 16)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question put to all servers."""

    name: str
    title: str
    ours: str
    """Path and query on the platform."""
    floor: str
    """Name of the SQL file with its values, as a path and query on the bare server; or
    another question of the platform, where one answer is measured by another."""
    goal: float
    compare: Callable[[bytes, bytes], str]
    """Raises `AnswersDiffer`, or says what was equal."""
    peers: Mapping[str, str] = field(default_factory=dict)
    """Path and query on each peer that is asked too."""
    alike: Callable[[bytes, bytes], str] = as_many
    """The same of ours and a peer's answer, which need not be written alike."""


@dataclass(frozen=True, kw_only=True)
class Servers:
    """Addresses of the servers on one database."""

    platform: str
    bare: str
    peers: Mapping[str, str]


@contextmanager
def all_servers(database: str, setting: Setting) -> Iterator[Servers]:
    """The platform, the bare server and, where they were asked for, the peers."""
    with ExitStack() as started:
        log = setting.folder
        ours = servers.serving(servers.PLATFORM, database, log=log / "ours.log")
        floor = servers.serving(servers.FLOOR, database, log=log / "floor.log")
        platform, bare = started.enter_context(ours), started.enter_context(floor)
        others: Mapping[str, str] = {}
        if setting.peers:
            serving = peers.serving(setting.peers, database, setting.folder)
            others = started.enter_context(serving)
        yield Servers(platform=platform, bare=bare, peers=others)


def fetched(url: str) -> bytes:
    """Body of the answer at `url`."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            body: bytes = answer.read()
            return body
    except urllib.error.HTTPError as error:
        raise NotMeasured(f"{url} answered {error.code}") from error


def workloads(
    asked: Iterable[Asked], servers: Servers, setting: Setting
) -> Iterator[Workload]:
    """Each question at each number of connections."""
    for one in asked:
        for connections in CONNECTIONS:
            yield _workload(one, connections, servers, setting)


def _workload(
    asked: Asked, connections: int, servers: Servers, setting: Setting
) -> Workload:
    def loaded(url: str) -> Callable[[], float]:
        return lambda: seconds_per_answer(
            url, connections=connections, seconds=setting.load_seconds
        )

    def beside(url: str) -> Beside:
        return Beside(
            run=loaded(url), check=lambda: asked.alike(fetched(ours), fetched(url))
        )

    at = servers.platform if asked.floor.startswith("/ogc/") else servers.bare
    ours, floor = servers.platform + asked.ours, at + asked.floor
    return Workload(
        name=f"{asked.name}_c{connections}",
        title=f"{asked.title}, c={connections}",
        ours=loaded(ours),
        floor=loaded(floor),
        check=lambda: asked.compare(fetched(ours), fetched(floor)),
        goal=asked.goal,
        peers={
            name: beside(servers.peers[name] + path)
            for name, path in asked.peers.items()
            if name in servers.peers
        },
    )
