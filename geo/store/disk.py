"""A store of files in a folder of the instance."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from geo.store.port import Missing, StoreAway, checked, digest_of, key_of


@dataclass(frozen=True, kw_only=True)
class DiskStore:
    """Files under `root`, each written whole and to the disk before it has its name."""

    root: Path

    def put(self, content: bytes) -> str:
        """Keep `content`; a file of that digest that is there already stays.

        Raises:
            StoreAway: the disk is full or not writable.
        """
        digest = digest_of(content)
        target = self.root / key_of(digest)
        try:
            if not target.is_file() or target.stat().st_size != len(content):
                self._write(target, content)
        except OSError as error:
            raise StoreAway from error
        return digest

    def _write(self, target: Path, content: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as sink:
                sink.write(content)
                sink.flush()
                os.fsync(sink.fileno())
            Path(name).chmod(0o440)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync(target.parent)

    def get(self, digest: str) -> bytes:
        """The bytes under `digest`.

        Raises:
            Missing, Damaged: they are not there, or not what was put.
            StoreAway: the disk cannot be read.
        """
        try:
            return checked(digest, (self.root / key_of(digest)).read_bytes())
        except FileNotFoundError as error:
            raise Missing(digest) from error
        except OSError as error:
            raise StoreAway from error

    def has(self, digest: str) -> bool:
        """Whether there is a file under `digest`."""
        return (self.root / key_of(digest)).is_file()


def _sync(folder: Path) -> None:
    """Have the folder's entries on the disk too: a name is lost as easily as bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
