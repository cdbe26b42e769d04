"""A file that appears under its name when it is whole and on the disk, or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from config.launch.console import Problem
from config.launch.messages import gettext as _

UNFINISHED: Final = ".unfinished"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A file being written."""

    stream: BinaryIO
    path: Path

    def settle(self) -> None:
        """Have all that was written on the disk."""
        self.stream.flush()
        os.fsync(self.stream.fileno())


@contextmanager
def appearing(target: Path) -> Iterator[Draft]:
    """A draft beside `target` that takes its name at the end; only its owner reads it.

    Raises:
        Problem: there is such a file already, or it cannot be written (a full disk).
    """
    refuse_to_overwrite(target)
    path = target.with_name(f".{target.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "r+b") as stream:
            draft = Draft(stream=stream, path=path)
            yield draft
            draft.settle()
        _name(path, target)
        sync_folder(target.parent)
    except OSError as error:
        raise Problem(
            _("{file} could not be written: {reason}.").format(
                file=target, reason=error.strerror
            ),
            todo=_("Nothing is left of it. Make room or choose another folder."),
        ) from error
    finally:
        path.unlink(missing_ok=True)


def refuse_to_overwrite(target: Path) -> None:
    """Refuse a name that is taken.

    Raises:
        Problem: it is.
    """
    if target.exists() or target.is_symlink():
        raise Problem(
            _("{file} exists already and is not overwritten.").format(file=target),
            todo=_("Choose another name, or a folder: then a name is found."),
        )


def sync_folder(folder: Path) -> None:
    """Have the folder's entries on the disk too: a name is lost as easily as bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name(draft: Path, target: Path) -> None:
    """Give the draft its name, unless somebody took it meanwhile."""
    try:
        os.link(draft, target)
    except FileExistsError:
        refuse_to_overwrite(target)
        raise
    except OSError:  # a disk without links, as most sticks are
        refuse_to_overwrite(target)
        draft.replace(target)
