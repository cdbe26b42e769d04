"""The record of a running site, by which other launchers find, await and stop it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from config.launch.instance import Instance, read_record, write_record
from config.launch.processes import Identity, kill_session, stop

ANSWER_SECONDS: Final = 5.0
GRACE_SECONDS: Final = 15.0


@dataclass(frozen=True, kw_only=True)
class Site:
    """Who runs the site and where it answers."""

    launcher: Identity
    url: str | None = None
    """None while the site is being prepared."""
    children: tuple[Identity, ...] = ()
    """Web server and worker, each the leader of a session of its own."""
    bank: tuple[str, int] | None = None
    """Host and port of the simulated bank beside it, if it has one."""

    @classmethod
    def read(cls, instance: Instance) -> Self | None:
        """What the last launcher wrote down, whether or not it still lives.

        None in a copy of the folder: what the record names belongs to the first.
        """
        record = read_record(_file(instance))
        launcher = Identity.read(record.get("launcher"))
        if launcher is None or record.get("folder") not in (None, _folder(instance)):
            return None
        children = filter(None, map(Identity.read, record.get("children", [])))
        host, port = record.get("bank") or (None, None)
        return cls(
            launcher=launcher,
            url=record.get("url"),
            children=tuple(children),
            bank=(host, port) if isinstance(host, str) and isinstance(port, int) else None,
        )

    def write(self, instance: Instance) -> None:
        """Let other launchers know."""
        record = {
            "folder": _folder(instance),
            "url": self.url,
            "launcher": self.launcher.as_record(),
            "children": [child.as_record() for child in self.children],
            "bank": self.bank,
        }
        write_record(_file(instance), record)

    @property
    def is_alive(self) -> bool:
        """Whether its launcher still runs."""
        return self.launcher.is_alive

    @property
    def answers(self) -> bool:
        """Whether the site can be used now."""
        return self.url is not None and self.is_alive and is_healthy(self.url)


def forget(instance: Instance, launcher: Identity) -> None:
    """Remove the record of a site that has stopped, unless another launcher has written."""
    site = Site.read(instance)
    if site is not None and site.launcher == launcher:
        _file(instance).unlink()


def is_healthy(url: str) -> bool:
    """Whether the site says that it is well; never through a proxy."""
    try:
        with build_opener(ProxyHandler({})).open(
            f"{url}healthz", timeout=ANSWER_SECONDS
        ) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def stop_process(instance: Instance, who: Identity) -> None:
    """Stop one process of the site, and what it may have left behind in its session."""
    stop(who, grace_seconds=GRACE_SECONDS)
    kill_session(who, mark=os.fsencode(f"LLAJTA_VAR={instance.var}"))


def stop_leftovers(instance: Instance) -> int:
    """Stop what a launcher that was killed left running; returns how many processes."""
    site = Site.read(instance)
    if site is None or site.is_alive:
        return 0
    left = [child for child in site.children if child.is_alive]
    for child in site.children:
        stop_process(instance, child)
    forget(instance, site.launcher)
    return len(left)


def _file(instance: Instance) -> Path:
    return instance.var / "run/site.json"


def _folder(instance: Instance) -> list[int]:
    """Which folder this is; a copy is another, one that was moved is not."""
    found = instance.folder("run").stat()
    return [found.st_dev, found.st_ino]
