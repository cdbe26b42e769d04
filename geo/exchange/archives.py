"""Unpacking what people zip, without trusting what the archive says about itself."""

from __future__ import annotations

import gzip
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, Final

from django.utils.translation import gettext as _

from geo.exchange.refusals import Damaged, TooLarge, UnsafeFile

MOST_ENTRIES: Final = 1_000
MOST_BYTES: Final = 40 * 10**9
MOST_RATIO: Final = 200
"""Geographic text packs 5 to 30 times, padded DBF 100; a bomb over 1,000."""
FREE_RATIO_BYTES: Final = 20 * 10**6
"""Below this unpacked size nothing can be bombed, so any ratio will do."""
LONGEST_NAME: Final = 200
CHUNK: Final = 1 << 20
NESTED: Final = {
    ".zip",
    ".kmz",
    ".gz",
    ".tgz",
    ".tar",
    ".7z",
    ".rar",
    ".bz2",
    ".xz",
    ".zst",
}
IGNORED: Final = ("__MACOSX/", "._", "Thumbs.db", ".DS_Store")


class Truncated(Damaged):
    """The archive ends before its end."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The file is truncated or damaged: copy it again and compare its size "
                "with the original."
            )
        )


def unpack_zip(file: Path, into: Path) -> list[Path]:
    """Unpack every file of the archive into the empty folder `into`, without subfolders.

    Raises:
        UnsafeFile: a path that leaves the folder, a link.
        TooLarge: more entries or bytes than anybody needs, packed suspiciously well, or
            an archive inside, of which nobody knows.
        Truncated: the archive is cut or its checksums do not agree.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _judged(archive, file)
            wanted = [entry for entry in entries if not _ignored(entry.filename)]
            return [_extract(archive, entry, into) for entry in wanted]
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Truncated from error
    except (NotImplementedError, RuntimeError) as error:
        raise UnsafeFile(
            _("The archive is encrypted or packed in an unusual way; zip it again plainly.")
        ) from error


def judge_zip(file: Path) -> None:
    """Look at what the archive says it holds, and unpack nothing.

    Raises:
        UnsafeFile, TooLarge, Truncated: as when it is unpacked.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _judged(archive, file)
    except zipfile.BadZipFile as error:
        raise Truncated from error


def _judged(archive: zipfile.ZipFile, file: Path) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _judge(entries, packed=file.stat().st_size)
    return entries


def _ignored(name: str) -> bool:
    base = PurePosixPath(name).name
    return name.startswith(IGNORED) or base.startswith(IGNORED)


def _judge(entries: list[zipfile.ZipInfo], *, packed: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise TooLarge(
            _("The archive has %(count)d files; one layer needs a handful.")
            % {"count": len(entries)}
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_BYTES or unpacked > max(packed * MOST_RATIO, FREE_RATIO_BYTES):
        raise TooLarge(
            _("The archive would unpack to %(size)d MB from %(packed)d kB.")
            % {"size": unpacked // 10**6, "packed": packed // 1000}
        )
    for entry in entries:
        _judge_name(entry)


def _judge_name(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        raise UnsafeFile(_("The archive holds a path that leaves its folder."))
    if len(path.name.encode()) > LONGEST_NAME:
        raise UnsafeFile(_("The archive holds a file with too long a name."))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnsafeFile(_("The archive holds a link instead of a file."))
    if path.suffix.lower() in NESTED:
        raise TooLarge(_("The archive holds another archive; unpack that one first."))


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path) -> Path:
    target = into / PurePosixPath(entry.filename.replace("\\", "/")).name
    if target.exists():
        raise UnsafeFile(_("The archive holds %(file)s twice.") % {"file": target.name})
    with archive.open(entry) as source, target.open("wb") as sink:
        _copy(source, sink, most=entry.file_size)
    return target


def unpack_gzip(file: Path, into: Path) -> Path:
    """Unpack one gzipped file into the folder `into`.

    Raises:
        TooLarge: it grows beyond reason.
        Truncated: it ends before its end.
    """
    target = into / file.name.removesuffix(".gz")
    packed = file.stat().st_size
    most = min(MOST_BYTES, max(packed * MOST_RATIO, FREE_RATIO_BYTES))
    try:
        with gzip.open(file) as source, target.open("wb") as sink:
            _copy(source, sink, most=most)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Truncated from error
    return target


def _copy(source: IO[bytes] | gzip.GzipFile, sink: IO[bytes], *, most: int) -> None:
    """Copy, counting what really comes out: sizes in headers are only claims."""
    written = 0
    while chunk := source.read(CHUNK):
        written += len(chunk)
        if written > most:
            raise TooLarge(_("The archive holds more than it says."))
        sink.write(chunk)
