"""`python -m config.safekeeping backup|restore|settle`, started by `./llajta`."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import psycopg

from config.launch.console import Problem, explain, say
from config.launch.instance import Instance
from config.launch.messages import gettext as _
from config.safekeeping import backing_up, fitting, journal, restoring
from config.safekeeping.backing_up import Source, Wish
from config.safekeeping.databases import Server
from config.safekeeping.restoring import Target

INTERRUPTED: Final = 130


def main(arguments: Sequence[str]) -> int:
    """Do what the launcher asks; the exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    told = _parser().parse_args(arguments)
    instance = Instance.chosen(os.environ)
    url = os.environ["LLAJTA_DATABASE_URL"]
    try:
        if told.act == "backup":
            return _back_up(instance, url, told)
        if told.act == "restore":
            return _restore(instance, url, told)
        return _settle(instance, url)
    except Problem as problem:
        explain(problem)
        return 1
    except psycopg.Error as error:
        explain(
            Problem(_("The database refused: {reason}").format(reason=str(error).strip()))
        )
        return 1
    except KeyboardInterrupt:
        say()
        say(_("Interrupted. Nothing was changed, and no half file is left."))
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="config.safekeeping")
    acts = parser.add_subparsers(dest="act", required=True)
    backup = acts.add_parser("backup")
    backup.add_argument("file", type=Path)
    backup.add_argument("--plain", action="store_true")
    backup.add_argument("--keep", type=int)
    restore = acts.add_parser("restore")
    restore.add_argument("file", type=Path)
    restore.add_argument("--yes", action="store_true")
    restore.add_argument("--check", action="store_true")
    restore.add_argument("--own-database", action="store_true")
    acts.add_parser("settle")
    return parser


def _back_up(instance: Instance, url: str, told: argparse.Namespace) -> int:
    project = tomllib.loads((instance.root / "pyproject.toml").read_text("utf-8"))
    source = Source(
        instance=instance,
        url=url,
        version=project["project"]["version"],
        town=Path(os.environ["LLAJTA_MUNICIPALITY"]),
    )
    wish = Wish(file=told.file, plain=told.plain, keep=told.keep)
    return backing_up.back_up(source, wish, now=dt.datetime.now().astimezone())


def _restore(instance: Instance, url: str, told: argparse.Namespace) -> int:
    target = Target(
        instance=instance,
        server=Server(url=url),
        town=Path(os.environ["LLAJTA_MUNICIPALITY"]),
        own_database=told.own_database,
    )
    with restoring.opened(told.file) as unpacker:
        fitting.require_fitting(target, unpacker)
        if told.check:
            say(_("It is whole, and this instance could take it in."))
            return 0
        if not told.yes:
            fitting.ask(target, unpacker.manifest)
        return restoring.restore(target, unpacker)


def _settle(instance: Instance, url: str) -> int:
    restored = journal.settle(instance, Server(url=url))
    if restored is True:
        say(_("  A restore that was cut short was brought to its end."))
    elif restored is False:
        say(_("  A restore that was cut short was taken back; the town is as it was."))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
