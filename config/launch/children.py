"""The site's own processes: started in sessions of their own, and again when they fall."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from config.launch import site, surroundings, venv
from config.launch.instance import Instance
from config.launch.processes import Identity

STEADY_SECONDS: Final = 60.0
"""A process that ran this long was well: after it, the first restart comes at once."""
LONGEST_PAUSE_SECONDS: Final = 30.0
LOG_BYTES: Final = 20_000_000
OPEN_CONNECTIONS: Final = 4096
"""In one web process, those that wait included: each open map holds one (`geo/live`)."""
WEB: Final = (
    *("-m", "granian", "--interface", "asgi", "config.asgi:application"),
    *("--backlog", str(OPEN_CONNECTIONS), "--backpressure", str(OPEN_CONNECTIONS)),
    # One that is told to stop while it still starts does not hear it.
    *("--workers-kill-timeout", "10"),
)
"""How the web server is started, wherever it is; tests start the same."""


@dataclass(kw_only=True)
class Child:
    """One process of the site."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    who: Identity | None = None
    started: float = 0.0
    due: float = 0.0
    """When it may be started again, on the monotonic clock."""
    falls: int = 0
    """How often in a row it has ended soon after its start."""

    def start(self, instance: Instance, env: Mapping[str, str]) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the launcher."""
        path = instance.log(self.name)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=instance.root,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.who = Identity.of(self.process.pid)
        self.started = time.monotonic()

    @property
    def is_running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def note_end(self) -> None:
        """Set when to start it again: at once after a long life, else later each time."""
        now = time.monotonic()
        self.process = None
        self.falls = 0 if now - self.started > STEADY_SECONDS else self.falls + 1
        self.due = now + pause_after(self.falls)

    def stop(self, instance: Instance) -> None:
        """Stop it with everything it started itself."""
        if self.who is not None:
            site.stop_process(instance, self.who)
        if self.process is not None:
            self.process.wait()


def pause_after(falls: int) -> float:
    """Seconds to wait before a start, after so many short lives in a row."""
    return min(2.0 ** min(falls, 10) - 1, LONGEST_PAUSE_SECONDS)


def web_and_worker(instance: Instance, host: str, port: int) -> list[Child]:
    """The web server with one process per core, and the job worker."""
    python = str(venv.python_of(instance))
    cores = len(os.sched_getaffinity(0))
    web = [python, "-P", *WEB, "--workers", str(cores), "--host", host]
    web += ["--port", str(port)]
    web += ["--respawn-failed-workers"]
    worker = [*surroundings.django(instance), "procrastinate", "worker"]
    return [Child(name="web", command=web), Child(name="worker", command=worker)]
