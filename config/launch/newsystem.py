"""A new municipal system: its files, its tables, and what is generated from both."""

from __future__ import annotations

from typing import Final

from config.launch import database, setup, surroundings, venv
from config.launch.console import Problem, say
from config.launch.instance import Instance
from config.launch.messages import gettext as _
from config.launch.programs import Program, run_in_front
from config.newsystem.naming import USAGE, System
from config.newsystem.writing import write

GENERATED: Final = (("write_docs",), ("write_layers_ts",), ("write_style",))
"""What every layer has its place in; each is written anew."""
TIDYING: Final = (("format", "--quiet"), ("check", "--quiet", "--fix"))
"""Names are longer and shorter than those of the templates: lines are broken anew."""


def begin(instance: Instance, rest: list[str]) -> int:
    """Write a system of this name, with a first thing of this shape.

    Raises:
        Problem: the names cannot be used, or there is such a system already.
    """
    if len(rest) != 3:
        raise Problem(
            _("newsystem wants a system, a thing it keeps, and point, line or area."),
            todo=USAGE,
        )
    system = System.named(*rest)
    setup.for_checking(instance)
    written = write(system, instance.root)
    for file in written:
        say(f"  {file.relative_to(instance.root)}")
    status = _generate(instance, system)
    app = system.app
    if status == 0:
        say(_("Its tests: ./llajta test apps/{app}").format(app=app))
        say(_("What to fill in, in order: CONTRIBUTING.md, “A new system”."))
    return status


def _generate(instance: Instance, system: System) -> int:
    """Its migration, and all that is made from the layers; the first status not nought."""
    begins = ("makemigrations", system.app, "-n", "begins")
    tidy = [str(venv.python_of(instance)), "-m", "ruff"]
    folder = f"apps/{system.app}"
    with database.opened(instance) as opened:
        env = surroundings.environment(instance, opened.url)
        manager = surroundings.manager(instance)
        commands = [[*manager, *words] for words in (begins, *GENERATED)]
        commands += [[*tidy, *words, folder] for words in TIDYING]
        for command in commands:
            status = run_in_front(Program(command=command, cwd=instance.root, env=env))
            if status != 0:
                return status
    return 0
