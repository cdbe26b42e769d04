"""One address of the platform beside one query of the bare server."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench import servers
from bench.load import seconds_per_answer
from bench.rounds import NotMeasured, Workload
from bench.setting import Setting

CONNECTIONS = (1, 16)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question put to both servers."""

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


@contextmanager
def both_servers(database: str, setting: Setting) -> Iterator[tuple[str, str]]:
    """Addresses of the platform and of the bare server, on one database."""
    ours = servers.serving(servers.PLATFORM, database, log=setting.folder / "ours.log")
    floor = servers.serving(servers.FLOOR, database, log=setting.folder / "floor.log")
    with ours as platform, floor as bare:
        yield platform, bare


def fetched(url: str) -> bytes:
    """Body of the answer at `url`."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            body: bytes = answer.read()
            return body
    except urllib.error.HTTPError as error:
        raise NotMeasured(f"{url} answered {error.code}") from error


def workloads(
    asked: Iterable[Asked], platform: str, bare: str, setting: Setting
) -> Iterator[Workload]:
    """Each question at each number of connections."""
    for one in asked:
        for connections in CONNECTIONS:
            yield _workload(one, connections, platform, bare, setting)


def _workload(
    asked: Asked, connections: int, platform: str, bare: str, setting: Setting
) -> Workload:
    def loaded(url: str) -> Callable[[], float]:
        return lambda: seconds_per_answer(
            url, connections=connections, seconds=setting.load_seconds
        )

    beside = platform if asked.floor.startswith("/ogc/") else bare
    ours, floor = platform + asked.ours, beside + asked.floor
    return Workload(
        name=f"{asked.name}_c{connections}",
        title=f"{asked.title}, c={connections}",
        ours=loaded(ours),
        floor=loaded(floor),
        check=lambda: asked.compare(fetched(ours), fetched(floor)),
        goal=asked.goal,
    )
