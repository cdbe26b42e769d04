"""What the operator sees: steps with their time, notes, and problems that can be mended."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.launch.messages import gettext as _

TAIL_LINES = 15


class Problem(Exception):
    """Something the operator can mend: what happened, and what to do next."""

    def __init__(self, happened: str, *, todo: str = "", log: Path | None = None) -> None:
        super().__init__(happened)
        self.todo = todo
        self.log = log


def last_lines(log: Path, count: int = TAIL_LINES) -> list[str]:
    """The last `count` lines that say something in `log`; none when there is no log."""
    if not log.exists():
        return []
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - 20_000))
        text = stream.read().decode(errors="replace")
    lines = text.replace("\r", "\n").splitlines()
    return [line.rstrip() for line in lines if line.strip()][-count:]


def say(text: str = "") -> None:
    """One line for the operator, at once even when the output is a pipe."""
    show(text + "\n")


def show(text: str) -> None:
    """Text for the operator; a reader who has gone away (`| head`) stops nothing."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def explain(problem: Problem) -> None:
    """Print a problem: what happened, the end of its log, where the log is, what next."""
    sys.stdout.flush()
    lines = ["", f"✗ {problem}"]
    if problem.log is not None:
        lines += [f"    {line}" for line in last_lines(problem.log)]
        lines.append(_("  The whole log: {log}").format(log=problem.log))
    if problem.todo:
        lines.append("  " + problem.todo.replace("\n", "\n  "))
    sys.stderr.write("\n".join(lines) + "\n")
    sys.stderr.flush()


class Progress:
    """One step's line: drawn over and over on a terminal, now and then in a file."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.started = time.monotonic()
        self.spoken = self.started
        self.live = sys.stdout.isatty()

    @property
    def seconds(self) -> float:
        """How long the step has taken so far."""
        return time.monotonic() - self.started

    def tick(self, detail: str = "") -> None:
        """Show that the step is still alive, with what its program said last."""
        if self.live:
            text = f"… {self.title} · {self.seconds:.0f} s · {detail}"
            show(f"\r\033[K{text[: shutil.get_terminal_size().columns - 1]}")
        elif time.monotonic() - self.spoken > 30:
            self.spoken = time.monotonic()
            say(f"… {self.title} · {self.seconds:.0f} s · {detail[:60]}")

    def close(self, sign: str) -> None:
        """Leave the step's final line behind."""
        start = "\r\033[K" if self.live else ""
        say(f"{start}{sign} {self.title} · {self.seconds:.1f} s")


@contextmanager
def step(title: str) -> Iterator[Progress]:
    """Time one step of the work and leave a line that says how it ended."""
    progress = Progress(title)
    try:
        progress.tick()
        yield progress
    except BaseException:
        progress.close("✗")
        raise
    progress.close("✓")
