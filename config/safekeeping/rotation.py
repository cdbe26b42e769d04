"""Names of nightly backups in one folder, and which of them are old enough to go."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Final

from config.launch.console import Problem
from config.launch.messages import gettext as _

OURS: Final = re.compile(r"llajta-\d{8}-\d{6}\.zip(\.age)?")


def named(file: Path, now: dt.datetime, *, sealed: bool) -> Path:
    """The file to write: the one that was named, or one with the time in a folder.

    Raises:
        Problem: the folder it belongs in is missing.
    """
    if file.is_dir():
        return file / f"llajta-{now:%Y%m%d-%H%M%S}.zip{'.age' if sealed else ''}"
    if not file.parent.is_dir():
        raise Problem(
            _("There is no folder {folder}.").format(folder=file.parent),
            todo=_("Make it, or look whether the disk is there (mount)."),
        )
    return file


def forget(folder: Path, keep: int | None) -> list[Path]:
    """Delete all but the newest `keep` backups that were named by us; which they were."""
    if keep is None:
        return []
    found = sorted(each for each in folder.iterdir() if OURS.fullmatch(each.name))
    old = found[: max(0, len(found) - keep)]
    for path in old:
        path.unlink()
    return old
