"""`./llajta backup` and `restore`: what they need around them, and who is kept out."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from config.launch import (
    database,
    locks,
    preparation,
    setup,
    site,
    supervisor,
    surroundings,
    venv,
)
from config.launch.console import Problem
from config.launch.database import Database
from config.launch.instance import Instance, read_record
from config.launch.messages import gettext as _
from config.launch.processes import Identity
from config.launch.programs import Program, run_in_front

RECORD: Final = "backup.json"
"""What the last backup wrote down of itself."""
UNDER_WAY: Final = "restoring"
"""Folder that a restore has while it is at work, or that one that was killed left."""


def backup(instance: Instance, rest: Sequence[str]) -> int:
    """Write the whole town into one file, also while the site runs.

    Raises:
        Problem: there is nothing to keep, or it could not be kept.
    """
    parser = argparse.ArgumentParser(prog="./llajta backup")
    parser.add_argument("file", type=Path, help=_("the file to write, or its folder"))
    parser.add_argument("--plain", action="store_true", help=_("do not seal it"))
    parser.add_argument(
        "--keep", type=_count, help=_("delete all but so many backups of the folder")
    )
    told = parser.parse_args(rest)
    if told.keep is not None and not told.file.is_dir():
        parser.error(_("--keep needs a folder"))
    if preparation.is_new(instance) and database.external_url() is None:
        raise Problem(
            _("There is no town in {var} yet: nothing to keep.").format(var=instance.var),
            todo=_("Start it with ./llajta up, or choose another LLAJTA_VAR."),
        )
    setup.for_commands(instance)
    with database.opened(instance) as opened:
        settle(instance, opened)
        words = [str(told.file), *(["--plain"] if told.plain else [])]
        words += [] if told.keep is None else [f"--keep={told.keep}"]
        return run_in_front(_program(instance, opened, "backup", *words))


def restore(instance: Instance, rest: Sequence[str]) -> int:
    """Bring a backup back, in the place of what this instance holds.

    Raises:
        Problem: the site is up, or the backup does not fit.
    """
    parser = argparse.ArgumentParser(prog="./llajta restore")
    parser.add_argument("file", type=Path, help=_("what ./llajta backup wrote"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))
    parser.add_argument(
        "--check", action="store_true", help=_("only look whether it is whole and fits")
    )
    told = parser.parse_args(rest)
    if not told.file.is_file():
        raise Problem(_("There is no file {file}.").format(file=told.file))
    with _alone(instance):
        setup.for_commands(instance)
        with database.opened(instance) as opened:
            database.ensure_usable(
                opened, python=venv.python_of(instance), instance=instance
            )
            env = surroundings.environment(instance, opened.url)
            preparation.compile_catalogues(instance, env)
            settle(instance, opened)
            words = [str(told.file)]
            words += ["--yes"] if told.yes else []
            words += ["--check"] if told.check else []
            words += ["--own-database"] if opened.cluster is not None else []
            return run_in_front(_program(instance, opened, "restore", *words))


def settle(instance: Instance, opened: Database) -> None:
    """Bring a restore that was killed to its end before anything else is done.

    Raises:
        Problem: it could not be, or the restore is at work.
    """
    if not (instance.var / UNDER_WAY).exists():
        return
    if run_in_front(_program(instance, opened, "settle")) != 0:
        raise Problem(_("A restore of this instance has not come to its end."))


def last_backup(instance: Instance) -> str:
    """When the town was last kept, for whoever starts it."""
    record = read_record(instance.var / RECORD)
    if not record:
        return _("  There is no backup yet: ./llajta backup FILE")
    return _("  Last backup: {at}, {file}").format(
        at=str(record.get("at"))[:16].replace("T", " "), file=record.get("file")
    )


@contextmanager
def _alone(instance: Instance) -> Iterator[None]:
    """Keep `up` from starting meanwhile; `down` stops us as it would stop a site."""
    with locks.exclusive_at_once(instance.folder("run") / "up.lock") as lock:
        if lock is None:
            raise Problem(
                _("The site is up, or another ./llajta is at work on it."),
                todo=_("Stop it with ./llajta down and repeat the command."),
            )
        site.stop_leftovers(instance)
        supervisor.announce(instance)
        try:
            yield
        finally:
            site.forget(instance, Identity.own())


def _program(instance: Instance, opened: Database, *words: str) -> Program:
    python = str(venv.python_of(instance))
    return Program(
        command=[python, "-P", "-m", "config.safekeeping", *words],
        cwd=Path.cwd(),
        env=surroundings.environment(instance, opened.url),
    )


def _count(text: str) -> int:
    if text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(text)
