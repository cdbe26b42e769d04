"""Processes told apart for certain, so that no recycled number is stopped by mistake."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

PROC = Path("/proc")
BOOT = PROC / "sys/kernel/random/boot_id"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """One process of one boot: its number may come again, this triple does not."""

    pid: int
    started: int
    """Clock ticks between boot and start (field 22 of /proc/PID/stat)."""
    boot: str

    @classmethod
    def of(cls, pid: int) -> Self | None:
        """Who `pid` is now; None when it has ended, also when it waits to be reaped."""
        fields = _stat(pid)
        if fields is None or fields[0] in "ZX":
            return None
        return cls(pid=pid, started=int(fields[19]), boot=BOOT.read_text().strip())

    @classmethod
    def own(cls) -> Self:
        """Who this process is."""
        who = cls.of(os.getpid())
        assert who is not None, "a process that asks is running"
        return who

    @classmethod
    def read(cls, record: object) -> Self | None:
        """The identity written down earlier by `asdict`, if the record is whole."""
        match record:
            case {"pid": int(pid), "started": int(started), "boot": str(boot)}:
                return cls(pid=pid, started=started, boot=boot)
        return None

    @property
    def is_alive(self) -> bool:
        """Whether this very process still runs."""
        return Identity.of(self.pid) == self

    def as_record(self) -> dict[str, Any]:
        """Plain values for a JSON file."""
        return asdict(self)


def stop(who: Identity, *, grace_seconds: float) -> bool:
    """Ask a process to end, kill it after the grace; True when it ended by itself.

    The handle is opened before the identity is checked, so that the signal can
    only reach the process that was checked.
    """
    with _handle(who.pid) as handle:
        if handle is None or not who.is_alive:
            return True
        signal.pidfd_send_signal(handle, signal.SIGTERM)
        if _ended(handle, grace_seconds):
            return True
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        _ended(handle, grace_seconds)
        return False


def ask_to_stop(who: Identity) -> None:
    """Send SIGTERM to a process if it is still the one that was meant."""
    with _handle(who.pid) as handle:
        if handle is not None and who.is_alive:
            signal.pidfd_send_signal(handle, signal.SIGTERM)


def wait_for_end(who: Identity, seconds: float) -> bool:
    """Wait until a process has ended; False when it still runs after `seconds`."""
    with _handle(who.pid) as handle:
        return handle is None or not who.is_alive or _ended(handle, seconds)


def wait_for_any(processes: Iterable[Identity | None], seconds: float) -> None:
    """Wait until one of these processes ends, or the time is up."""
    with ExitStack() as stack:
        handles = [
            stack.enter_context(_handle(who.pid)) for who in processes if who is not None
        ]
        select.select([handle for handle in handles if handle is not None], [], [], seconds)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no second Ctrl-C interrupt the tidying up."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, signal.SIG_IGN) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def kill_session(leader: Identity, *, mark: bytes) -> int:
    """Kill what is left of a session after its leader; returns how many there were.

    Only processes that carry `mark` in their environment: the session's number
    may have been given anew, the mark is ours.
    """
    killed = 0
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        pid = int(entry.name)
        with _handle(pid) as handle:
            if handle is not None and _belongs(pid, leader, mark):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                killed += 1
    return killed


def _belongs(pid: int, leader: Identity, mark: bytes) -> bool:
    fields = _stat(pid)
    if fields is None or fields[0] in "ZX" or int(fields[3]) != leader.pid:
        return False
    try:
        environment = (PROC / str(pid) / "environ").read_bytes()
    except OSError:
        return False
    return mark in environment.split(b"\0")


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name, which may hold spaces and brackets."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    return text.rpartition(")")[2].split()


@contextmanager
def _handle(pid: int) -> Iterator[int | None]:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        yield None
        return
    try:
        yield handle
    finally:
        os.close(handle)


def _ended(handle: int, seconds: float) -> bool:
    """Wait until the process behind `handle` has ended, at most `seconds`."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        if select.select([handle], [], [], left)[0]:
            return True
    return False
