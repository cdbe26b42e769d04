"""Run another program as one step: output to a log, its last line to the screen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.launch.console import Problem, last_lines, step
from config.launch.messages import gettext as _

TICK_SECONDS: Final = 0.5
PLAIN: Final = {"NO_COLOR": "1"}
"""Logs are read in editors and mails: no colour codes in them."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """A command line with the place and the surroundings it runs in."""

    command: Sequence[str]
    cwd: Path
    log: Path = Path("/dev/null")
    env: Mapping[str, str] | None = None
    """None hands on the launcher's own environment, proxies and certificates included."""


def run_step(title: str, program: Program, *, todo: str) -> None:
    """Run `program` to its end under the name `title`.

    Raises:
        Problem: it ended with an error; the message carries the end of its log.
    """
    with step(title) as progress:
        program.log.parent.mkdir(parents=True, exist_ok=True)
        with program.log.open("wb") as log:
            process = subprocess.Popen(
                program.command,
                cwd=program.cwd,
                env={**(os.environ if program.env is None else program.env), **PLAIN},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                while (status := _ended(process)) is None:
                    progress.tick("".join(last_lines(program.log, 1)).strip())
            except BaseException:
                _end(process)
                raise
        if status != 0:
            happened = _("{step} failed (exit {status}).").format(step=title, status=status)
            raise Problem(happened, todo=todo, log=program.log)


def run_in_front(program: Program) -> int:
    """Run a program that talks to the operator itself; Ctrl-C is its own to answer."""
    sys.stdout.flush()
    process = subprocess.Popen(program.command, cwd=program.cwd, env=program.env)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    except BaseException:
        _end(process)
        raise
    finally:
        signal.signal(signal.SIGINT, before)


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(TICK_SECONDS)
    except subprocess.TimeoutExpired:
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Tell a program to end, and wait until it has.

    One of root's (`sudo apt-get`) takes no signal from us; Ctrl-C reached it by itself.
    """
    with suppress(PermissionError):
        process.terminate()
    process.wait()
