"""The passphrase a backup is sealed with, and what is wrong with too short a one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO, Final

from config.launch.console import Problem
from config.launch.messages import gettext as _
from config.safekeeping.age import MAGIC, Unsealable, Unsealed, WrongPassphrase

VARIABLE: Final = "LLAJTA_BACKUP_KEY"
SHORTEST: Final = 12


def passphrase() -> str:
    """The one this backup is to be sealed with.

    Raises:
        Problem: there is none, or it is guessed too easily.
    """
    told = os.environ.get(VARIABLE) or ""
    if not told:
        raise Problem(
            _("A backup holds personal data and keys, and there is no passphrase for it."),
            todo=_(
                "Set LLAJTA_BACKUP_KEY, and keep it elsewhere: without it nobody opens the "
                "backup. With --plain it is not sealed; keep such a file like the database."
            ),
        )
    if len(told) < SHORTEST:
        raise Problem(
            _(
                "LLAJTA_BACKUP_KEY is shorter than {count} signs: it is soon guessed."
            ).format(count=SHORTEST),
            todo=_("Use five or six words that nobody puts together."),
        )
    return told


def unsealed(stream: BinaryIO, file: Path) -> BinaryIO:
    """What stands in a backup, whether it was sealed or not.

    Raises:
        Problem: it was sealed, and not with this passphrase or was changed since.
    """
    sealed = stream.read(len(MAGIC)) == MAGIC
    stream.seek(0)
    if not sealed:
        return stream
    told = os.environ.get(VARIABLE) or ""
    if not told:
        raise Problem(
            _("{file} is sealed with a passphrase.").format(file=file),
            todo=_("Set LLAJTA_BACKUP_KEY to the one it was made with."),
        )
    try:
        return io_of(Unsealed(stream, told))
    except WrongPassphrase as error:
        raise Problem(
            _("LLAJTA_BACKUP_KEY does not open {file}.").format(file=file),
            todo=_("It was sealed with another passphrase. Nothing was touched."),
        ) from error
    except Unsealable as error:
        raise damaged(file) from error


def io_of(source: Unsealed) -> BinaryIO:
    """The same, as what reads in blocks likes it."""
    import io

    return io.BufferedReader(source, 1024 * 1024)


def damaged(file: Path) -> Problem:
    """The refusal of a file that is not as it was written."""
    return Problem(
        _("{file} is no whole backup: it was cut short or changed.").format(file=file),
        todo=_("Nothing was touched. Take another copy of it, or an older backup."),
    )
