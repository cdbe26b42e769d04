"""Bring a site up, find it, and take it down."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from config.launch import (
    database,
    locks,
    preparation,
    processes,
    safekeeping,
    setup,
    site,
    supervisor,
)
from config.launch.console import Problem, say, step
from config.launch.instance import Instance
from config.launch.messages import gettext as _
from config.launch.processes import Identity
from config.launch.site import Site

PATIENCE_SECONDS: Final = 60.0
LOCK_TRIES: Final = 50


def up(instance: Instance, *, detach: bool) -> None:
    """Bring the site up and stay with it, or return once it answers when `detach`.

    Does nothing but tell the address when it is up already.

    Raises:
        Problem: a step failed, or the site did not answer.
    """
    for _try in range(LOCK_TRIES):
        with locks.exclusive_at_once(instance.folder("run") / "up.lock") as lock:
            if lock is not None:
                _bring_up(instance, lock, detach=detach)
                return
        if _is_up_already(instance):
            return
    raise Problem(
        _("Another ./llajta holds this instance, but does not say which process it is."),
        todo=_("Stop it by hand (ps), then run ./llajta up again."),
    )


def down(instance: Instance) -> bool:
    """Stop what `up` started; False when nothing ran.

    Raises:
        Problem: the launcher did not end in time.
    """
    running = Site.read(instance)
    if running is not None and running.is_alive:
        with step(_("Stopping")):
            processes.ask_to_stop(running.launcher)
            if not processes.wait_for_end(running.launcher, PATIENCE_SECONDS):
                raise Problem(
                    _("Process {pid} has not stopped yet.").format(
                        pid=running.launcher.pid
                    ),
                    todo=_("Wait a little and run ./llajta down again."),
                )
        was_running = True
    else:
        was_running = site.stop_leftovers(instance) > 0
    for cluster in database.made_clusters(instance):
        if cluster.is_running:
            was_running |= database.stop_unless_used(instance, cluster)
    return was_running


def serve(instance: Instance) -> None:
    """Be the site that `up --detach` leaves behind.

    Raises:
        Problem: the site could not be started.
    """
    with database.opened(instance) as opened:
        supervisor.serve(instance, opened, lambda: None)


def _bring_up(instance: Instance, lock: int, *, detach: bool) -> None:
    left = site.stop_leftovers(instance)
    if left:
        say(
            _("  Stopped {count} processes that an earlier start left behind.").format(
                count=left
            )
        )
    supervisor.announce(instance)
    try:
        setup.for_running(instance)
        with database.opened(instance) as opened:
            safekeeping.settle(instance, opened)
            preparation.prepare(instance, opened)
            if detach:
                _leave_behind(instance, lock)
            else:
                here = _("  To stop: Ctrl-C here, or ./llajta down")
                supervisor.serve(instance, opened, lambda: _tell(instance, here))
                say(_("Stopped."))
    except BaseException:
        site.forget(instance, Identity.own())
        raise


def _leave_behind(instance: Instance, lock: int) -> None:
    """Start the launcher that stays, which inherits the lock; wait for its first answer."""
    log = instance.log("site")
    with log.open("wb") as output, step(_("Start")):
        process = subprocess.Popen(
            [sys.executable, instance.root / "llajta", "serve"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=[lock],
        )
        who = Identity.of(process.pid)
        try:
            while not _answers(instance, who):
                processes.wait_for_any([who], 0.2)
                if process.poll() is not None:
                    raise Problem(_("The site did not start."), log=log)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    _tell(instance, _("  To stop: ./llajta down"))


def _answers(instance: Instance, who: Identity | None) -> bool:
    running = Site.read(instance)
    return running is not None and running.launcher == who and running.answers


def _is_up_already(instance: Instance) -> bool:
    """Tell the address of a running site, after waiting for one being prepared."""
    running = Site.read(instance)
    if running is None or not running.is_alive:
        processes.wait_for_any([], 0.2)  # its lock goes in a moment, or its record comes
        return False
    if running.answers:
        say(_("It is up already: {url}").format(url=running.url))
        return True
    with step(
        _(
            "Another ./llajta up is at work on this instance (process {pid}); waiting"
        ).format(pid=running.launcher.pid)
    ) as progress:
        while running is not None and running.is_alive and not running.answers:
            processes.wait_for_any([running.launcher], 1.0)
            progress.tick()
            running = Site.read(instance)
    return False


def _tell(instance: Instance, how_to_stop: str) -> None:
    running = Site.read(instance)
    url = (running.url if running is not None else None) or ""
    wanted = supervisor.preferred_port()
    if not url.endswith(f":{wanted}/"):
        say(
            _(
                "  Port {wanted} is taken by another program; the next free one is used."
            ).format(wanted=wanted)
        )
    say(f"\n  {url}\n")
    accounts = instance.var / "accounts.txt"
    if accounts.exists():
        say(_("  Accounts, passwords and keys: {file}").format(file=accounts))
    say(safekeeping.last_backup(instance))
    say(how_to_stop)


def address(instance: Instance) -> str | None:
    """Where the site answers now; None when it does not."""
    running = Site.read(instance)
    return running.url if running is not None and running.answers else None
