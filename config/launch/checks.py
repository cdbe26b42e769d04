"""Lint, types, layering: every part runs, and the ones that fail are named at the end."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.launch import frontend, surroundings, venv
from config.launch.console import Problem, last_lines, say
from config.launch.instance import Instance
from config.launch.messages import gettext as _
from config.launch.programs import Program, run_in_front, run_step

NO_DATABASE: Final = "postgresql://nobody@127.0.0.1:1/none"
"""Django's settings want an address even where nothing is asked of the database."""
SHOWN_LINES: Final = 60


@dataclass(frozen=True, kw_only=True)
class Part:
    """One tool of the checks or tests."""

    name: str
    command: Sequence[str]
    is_shown: bool = False
    """Its output goes straight to the screen instead of a log."""

    def log(self, instance: Instance) -> Path:
        """Where its output is kept."""
        return log_of(self.name, instance)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one part went."""

    name: str
    passed: bool
    seconds: float


def log_of(name: str, instance: Instance) -> Path:
    """The log of the part of this name."""
    return instance.log(name.replace(" ", "-"))


def parts(instance: Instance) -> list[Part]:
    """The checks of Python and templates, then those of the front end."""
    python = str(venv.python_of(instance))
    tools = python.removesuffix("python")
    migrations = [*surroundings.django(instance), "makemigrations", "--check", "--dry-run"]
    templates = map(str, sorted(instance.root.glob("[ga]*/**/templates/**/*.html")))
    listed = [
        Part(name="ruff", command=[f"{tools}ruff", "check", ".", "llajta"]),
        Part(
            name="ruff format", command=[f"{tools}ruff", "format", "--check", ".", "llajta"]
        ),
        Part(name="mypy", command=[python, "-m", "mypy"]),
        Part(name="import-linter", command=[f"{tools}lint-imports"]),
        Part(name="migrations", command=migrations),
        Part(name="djade", command=[f"{tools}djade", "--check", *templates]),
        Part(name="typos", command=[f"{tools}typos"]),
    ]
    return listed + (_front_end_parts(instance) if frontend.exists(instance) else [])


def _front_end_parts(instance: Instance) -> list[Part]:
    node = frontend.node_command(instance)
    return [
        Part(name="tsc", command=[*node, "node_modules/typescript/bin/tsc", "--noEmit"]),
        Part(
            name="biome", command=[*node, "node_modules/@biomejs/biome/bin/biome", "check"]
        ),
    ]


def run_all(listed: Iterable[Part], instance: Instance, url: str) -> list[Outcome]:
    """Run every part, also after one has failed; show what a failing one said."""
    env = surroundings.environment(instance, url)
    return [_run(part, instance, env) for part in listed]


def show_failure(name: str, instance: Instance) -> None:
    """Show the end of what a part said that failed."""
    lines = last_lines(log_of(name, instance), SHOWN_LINES)
    say("\n".join([f"✗ {name}", *(f"    {line}" for line in lines)]))


def summary(
    outcomes: Sequence[Outcome], notes: Sequence[str] = (), *, seconds: float | None = None
) -> int:
    """Print how each part went; the exit status says whether all passed.

    `seconds` is how long it took in all, where parts ran beside each other.
    """
    say()
    for outcome in outcomes:
        sign = "✓" if outcome.passed else "✗"
        say(f"  {sign} {outcome.name:<16}{outcome.seconds:>7.1f} s")
    for note in notes:
        say(f"  {note}")
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    parts_took = sum(outcome.seconds for outcome in outcomes)
    total = parts_took if seconds is None else seconds
    if failed:
        say(
            _("Failed: {names} ({seconds:.0f} s in all)").format(
                names=", ".join(failed), seconds=total
            )
        )
    else:
        say(_("All passed ({seconds:.0f} s in all)").format(seconds=total))
    return 1 if failed else 0


def _run(part: Part, instance: Instance, env: Mapping[str, str]) -> Outcome:
    started = time.monotonic()
    log = part.log(instance)
    program = Program(command=part.command, cwd=instance.root, env=env, log=log)
    if part.is_shown:
        say(f"— {part.name}")
        passed = run_in_front(program) == 0
    else:
        passed = _passes(part, program)
    return Outcome(name=part.name, passed=passed, seconds=time.monotonic() - started)


def _passes(part: Part, program: Program) -> bool:
    try:
        run_step(part.name, program, todo="")
    except Problem:
        say("\n".join(f"    {line}" for line in last_lines(program.log, SHOWN_LINES)))
        return False
    return True
