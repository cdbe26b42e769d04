"""What `./llajta manage help` says, in the town's language."""

from __future__ import annotations

import ast
import gettext as standard
import os
import textwrap
from argparse import SUPPRESS
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from inspect import cleandoc
from pathlib import Path
from typing import Final

from django.core.management import get_commands
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

OURS: Final = ("geo", "data", "tiles", "apps")
"""Packages whose commands are told one by one; those of Django are only named."""
NOT_TOLD: Final = (
    *("--version", "--verbosity", "--settings", "--pythonpath", "--traceback"),
    *("--no-color", "--force-color"),
)
"""Options of every command of Django that mean nothing to whoever runs a town."""
WIDTH: Final = 96


ASKING: Final = ("-h", "--help")


def asked_about(words: Sequence[str]) -> str | None:
    """The command whose explanation is wanted, if one is."""
    asked = [word for word in words if word not in ASKING]
    if asked[:1] == ["help"]:
        return asked[1] if len(asked) > 1 else None
    return asked[0] if asked and len(asked) < len(words) else None


def is_ours(package: str) -> bool:
    """Whether a command of this package is one of Llajta."""
    return package.partition(".")[0] in OURS


def speak(language: str) -> None:
    """Let argparse say its own words in `language`, as Python's manual has it."""
    os.environ["LANGUAGE"] = language
    standard.bindtextdomain("argparse", str(Path(__file__).parent / "locale"))
    standard.textdomain("argparse")


def help_text(command: BaseCommand, program: str, name: str) -> str:
    """One command with its options, each explained."""
    parser = command.create_parser(program, name)
    parser.prog = f"{program} {name}"
    if parser.description:
        parser.description = _(cleandoc(parser.description))
    for action in parser._actions:  # argparse has no other way to what it has been told
        if action.dest == "skip_checks":
            action.help = SUPPRESS
        elif action.help:
            action.help = _(action.help)
    return parser.format_help()


def listing(program: str) -> str:
    """Every command of ours in a line, then the names of Django's."""
    packages = get_commands()
    own = {name: pack for name, pack in sorted(packages.items()) if is_ours(pack)}
    width = max(map(len, own))
    lines = [
        *(f"  {name:<{width}}  {_short(pack, name)}" for name, pack in own.items()),
        "",
        *_wrapped(_("Of Django: %s") % ", ".join(sorted(packages.keys() - own.keys()))),
        "  " + _("More on one of them: %s") % " ".join([program, "help", _("COMMAND")]),
    ]
    return "\n".join(lines) + "\n"


def _short(package: str, name: str) -> str:
    """The first paragraph of a command, read without importing what it needs."""
    spec = find_spec(f"{package}.management.commands.{name}")
    assert spec is not None and spec.origin is not None, "Django has just found it"
    told = ast.get_docstring(ast.parse(Path(spec.origin).read_text(encoding="utf-8")))
    return textwrap.shorten(_(told).partition("\n\n")[0] if told else "", WIDTH)


def _wrapped(text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")
