"""The running site: web server and job worker, watched until told to stop."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from config.launch import bank, database, limits, ports, site, surroundings
from config.launch.children import Child, web_and_worker
from config.launch.console import Problem, explain
from config.launch.database import Database
from config.launch.instance import Instance
from config.launch.messages import gettext as _
from config.launch.processes import Identity, undisturbed, wait_for_any
from config.launch.site import Site

PREFERRED_PORT: Final = 8000
FIRST_ANSWER_SECONDS: Final = 120.0
FIRST_GLANCE_SECONDS: Final = 0.2
GLANCE_SECONDS: Final = 2.0
DATABASE_PAUSE_SECONDS: Final = 10.0


@dataclass(kw_only=True)
class Supervisor:
    """Starts the site's processes, keeps them and their database up, and stops them."""

    instance: Instance
    database: Database
    host: str
    port: int
    children: list[Child]
    bank: tuple[str, int] | None = None
    """Host and port of the simulated bank beside it, if it has one."""
    database_due: float = 0.0

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the site."""
        return f"http://{surroundings.near(self.host)}:{self.port}/"

    def start(self) -> None:
        """Start everything and wait for the first answer.

        Raises:
            Problem: a process ended, or the site did not answer in time.
        """
        for child in self.children:
            self._start(child)
        deadline = time.monotonic() + FIRST_ANSWER_SECONDS
        while not site.is_healthy(self.url):
            self._wait(FIRST_GLANCE_SECONDS)
            for child in self.children:
                if not child.is_running:
                    raise self._problem(child, _("“{name}” ended right after its start."))
            if time.monotonic() > deadline:
                raise self._problem(self.children[0], _("“{name}” does not answer."))

    def watch(self) -> None:
        """Start again whatever ends by itself, for ever."""
        while True:
            self._wait(GLANCE_SECONDS)
            self._keep_database()
            for child in self.children:
                if child.process is not None and not child.is_running:
                    child.note_end()
                elif child.process is None and time.monotonic() > child.due:
                    self._start(child)

    def stop(self) -> None:
        """Stop what was started, the worker first."""
        for child in reversed(self.children):
            child.stop(self.instance)
        site.forget(self.instance, Identity.own())

    def _wait(self, seconds: float) -> None:
        """Wait until one of the processes ends, or the time is up."""
        wait_for_any((child.who for child in self.children if child.is_running), seconds)

    def _start(self, child: Child) -> None:
        around = surroundings.environment(self.instance, self.database.url)
        told = {} if self.bank is None else bank.environment(self.instance, *self.bank)
        child.start(self.instance, {**around, **told})
        running = tuple(each.who for each in self.children if each.who is not None)
        own = Identity.own()
        record = Site(launcher=own, url=self.url, children=running, bank=self.bank)
        record.write(self.instance)

    def _keep_database(self) -> None:
        cluster = self.database.cluster
        if cluster is None or cluster.is_running or time.monotonic() < self.database_due:
            return
        self.database_due = time.monotonic() + DATABASE_PAUSE_SECONDS
        try:
            database.start(self.instance, cluster)
        except Problem as problem:
            explain(problem)
            return
        url = cluster.url(database.NAME)
        if url != self.database.url:  # its port was taken meanwhile: all must be told
            self.database = replace(self.database, url=url)
            for child in self.children:
                child.stop(self.instance)

    def _problem(self, child: Child, happened: str) -> Problem:
        todo = _(
            "The database and everything in it stay. Mend the cause, then ./llajta up."
        )
        return Problem(
            happened.format(name=child.name), log=self.instance.log(child.name), todo=todo
        )


def serve(instance: Instance, opened: Database, ready: Callable[[], None]) -> None:
    """Run the site until Ctrl-C or SIGTERM; `ready` is called at its first answer.

    Raises:
        Problem: the site could not be started.
    """
    limits.raise_open_files()
    host = os.environ.get("LLAJTA_HOST") or "127.0.0.1"
    reservation = ports.reserve(preferred_port(), host)
    supervisor = Supervisor(
        instance=instance,
        database=opened,
        host=host,
        port=reservation.port,
        children=web_and_worker(instance, host, reservation.port),
    )
    _add_bank(supervisor)
    try:
        supervisor.start()
        ready()
        with suppress(KeyboardInterrupt):
            supervisor.watch()
    finally:
        with undisturbed():
            supervisor.stop()
            reservation.held.close()


def _add_bank(supervisor: Supervisor) -> None:
    """Let a demonstration pay by QR, with a bank that is none."""
    instance, host = supervisor.instance, supervisor.host
    port = bank.free_port(supervisor.port, host) if bank.is_wanted(os.environ) else 0
    if port:
        supervisor.bank = (host, port)
        supervisor.children.append(bank.child(instance, host, port, supervisor.url))


def announce(instance: Instance) -> None:
    """Write down that this launcher is preparing the site, so that `down` can stop it."""
    Site(launcher=Identity.own()).write(instance)


def preferred_port() -> int:
    """The port an operator asked for in `LLAJTA_PORT`, or the usual one.

    Raises:
        Problem: it is not a port.
    """
    text = os.environ.get("LLAJTA_PORT") or str(PREFERRED_PORT)
    if text.isdigit() and 0 < int(text) < 65_536:
        return int(text)
    raise Problem(
        _("LLAJTA_PORT={text} is not a port.").format(text=text),
        todo=_("Use a number between 1 and 65535, such as 8000."),
    )
