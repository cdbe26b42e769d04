"""The public folder of the open data: replaced whole, in one step.

It is a link to a folder beside it. A new build is made in another such folder and the
link is exchanged, so a reader finds the old files or the new ones and never a mixture.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.utils.translation import gettext as _

from geo.errors import Refusal


class FolderInUse(Refusal):
    """The folder holds other things, or another build is under way in it."""

    def __init__(self, folder: Path, *, busy: bool = False) -> None:
        sentence = _(
            "%(folder)s holds other things. Name a folder that does not exist yet."
        )
        if busy:
            sentence = _("Another build is under way in %(folder)s. Try again later.")
        super().__init__(sentence % {"folder": folder})


def public_folder() -> Path:
    """Where this instance serves its open data from."""
    return Path(settings.VAR) / "open-data"


@contextmanager
def replacing(public: Path) -> Iterator[Path]:
    """A new folder to build in; it takes the place of `public` unless the block fails.

    Raises:
        FolderInUse: `public` is a folder with other things, or is being built.
    """
    if not public.is_symlink() and public.exists() and any(public.iterdir()):
        raise FolderInUse(public)
    public.parent.mkdir(parents=True, exist_ok=True)
    with (public.parent / f".{public.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderInUse(public, busy=True) from error
        new = Path(mkdtemp(prefix=f".{public.name}-", dir=public.parent))
        try:
            yield new
            new.chmod(0o755)
            _exchange(public, new)
        finally:
            _tidy(public)


def _exchange(public: Path, new: Path) -> None:
    link = new.with_name(f"{new.name}.link")
    link.symlink_to(new.name)
    if public.is_dir() and not public.is_symlink():
        public.rmdir()  # an empty folder, made in advance
    os.replace(link, public)  # noqa: PTH105  (a link is replaced, not what it leads to)


def _tidy(public: Path) -> None:
    """Remove builds that the link does not lead to; open files stay readable."""
    for build in public.parent.glob(f".{public.name}-*"):
        if build.is_dir() and not (public.exists() and build.samefile(public)):
            shutil.rmtree(build)
