"""The container of a backup: a plain ZIP that ends with the digest of all before its end.

It is written without going back and read from anywhere. Nothing in it is packed once more:
the database and papers are packed already.
"""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final, Self, cast
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from config.safekeeping.age import Sink, Unsealable
from config.safekeeping.manifest import (
    DATABASE,
    FOLDERS,
    NAME,
    SECRETS,
    TOWN,
    Manifest,
    Member,
)

BLOCK: Final = 1024 * 1024
DIGITS: Final = 64
UNKNOWN: Final = b"0" * DIGITS
"""Stands in the comment of the ZIP until the digest is known."""


UNREADABLE: Final = (
    *(BadZipFile, EOFError, KeyError, RuntimeError, ValueError, OSError),
    Unsealable,
)
"""What ZipFile says of a ZIP that was not written by us, and a disk that fails."""


class Broken(Exception):
    """What is read is no backup, or not as it was written."""


class Summed:
    """Writes on to `out` and puts the SHA-256 of everything into the last 64 bytes."""

    def __init__(self, out: Sink) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._tail = b""

    def write(self, data: bytes, /) -> int:
        """Pass on all but the last bytes, which may be the end."""
        joined = self._tail + bytes(data)
        self._pass_on(joined[:-DIGITS])
        self._tail = joined[-DIGITS:]
        return len(data)

    def flush(self) -> None:
        """Nothing: the end is written by `finish`."""

    def finish(self) -> None:
        """Write the digest in place of the end."""
        assert self._tail == UNKNOWN, "a ZIP ends with its comment"
        self._out.write(self._digest.hexdigest().encode())

    def give_up(self) -> None:
        """Let what is still written go nowhere: a ZIP ends itself when it is forgotten."""
        self._out = io.BytesIO()

    def _pass_on(self, data: bytes) -> None:
        self._digest.update(data)
        self._out.write(data)


class Packer:
    """Puts one part after the other into a backup, and gives it up when that fails."""

    def __init__(self, out: Summed) -> None:
        self.members: dict[str, Member] = {}
        self._out = out
        # All that a ZipFile asks of what it writes to is to be written to.
        self._zip = ZipFile(cast("BinaryIO", out), "w", ZIP_STORED)
        self._zip.comment = UNKNOWN

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure: object, *_where: object) -> None:
        if failure is not None:
            self._out.give_up()
            self._zip.close()

    def add(self, name: str, content: Iterable[bytes]) -> Member:
        """Add a part, whose digest is worked out on the way."""
        digest, size = hashlib.sha256(), 0
        info = ZipInfo(name, time.gmtime()[:6])
        info.external_attr = 0o100600 << 16
        with self._zip.open(info, "w", force_zip64=True) as sink:
            for block in content:
                digest.update(block)
                size += len(block)
                sink.write(block)
        self.members[name] = Member(size=size, sha256=digest.hexdigest())
        return self.members[name]

    def close(self, manifest: Manifest) -> None:
        """Add what the backup says of itself, and end it."""
        self.add(NAME, [manifest.as_text().encode()])
        self._zip.close()
        self._out.finish()


def prove(source: BinaryIO) -> Iterator[int]:
    """Read a backup from end to end against the digest it ends with.

    Gives how many bytes were read, again and again. Comes before anything else that is
    asked of the file.

    Raises:
        Broken: it is another one, or not whole.
    """
    digest, read = hashlib.sha256(), 0
    try:
        end = source.seek(0, io.SEEK_END) - DIGITS
        source.seek(0)
        while block := source.read(max(0, min(BLOCK, end - read))):
            digest.update(block)
            read += len(block)
            yield read
        told = source.read(DIGITS)
    except (Unsealable, OSError) as error:
        raise Broken from error
    if told != digest.hexdigest().encode():
        raise Broken


class Unpacker:
    """The parts of a backup; each is proved while it is read.

    Raises:
        Broken: no such file, or not as it was written.
    """

    def __init__(self, source: BinaryIO) -> None:
        try:
            self._zip = ZipFile(source)
            self.manifest = Manifest.read(self._zip.read(NAME))
        except UNREADABLE as error:
            raise Broken from error
        told = {NAME, *self.manifest.members}
        if set(self._zip.namelist()) != told or not all(map(_is_expected, told)):
            raise Broken

    def read(self, name: str) -> Iterator[bytes]:
        """A part, block by block; the last one is given when all of it was right."""
        member, digest, size, held = self.manifest.members[name], hashlib.sha256(), 0, b""
        try:
            with self._zip.open(name) as stream:
                while block := stream.read(BLOCK):
                    if held:
                        yield held
                    digest.update(block)
                    size += len(block)
                    held = block
        except UNREADABLE as error:
            raise Broken from error
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise Broken
        yield held


def _is_expected(name: str) -> bool:
    """Whether a part of this name belongs in a backup; none may lead out of its folder."""
    path = PurePosixPath(name)
    if ".." in path.parts or path.is_absolute() or str(path) != name:
        return False
    return name in {NAME, DATABASE, TOWN, *SECRETS} or (
        path.parts[0] in FOLDERS and len(path.parts) > 1
    )
