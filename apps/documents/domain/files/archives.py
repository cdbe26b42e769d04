"""ZIP and what is made of it: judged by its table of contents, then by what comes out."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from apps.documents.domain.files.sniffing import EICAR, HEAD, Type, type_of
from apps.documents.domain.files.verdicts import Cause, Judged, NotAccepted

MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 200 * 10**6
"""Unpacked, of all entries together."""
MOST_RATIO: Final = 120
FREE_RATIO_BYTES: Final = 10**6
"""An entry that unpacks to less cannot hurt, however well it is packed."""
CHUNK: Final = 1 << 16

OFFICE: Final = {
    "word/document.xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
    "xl/workbook.xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
    ),
}
OPEN_DOCUMENT: Final = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
PROGRAM_ENDINGS: Final = re.compile(
    r"\.(exe|dll|com|scr|msi|bat|cmd|ps1|vb[se]|jse?|wsf|hta|lnk|jar|sh|php\d?|phtml|py|pl"
    r"|cgi|aspx?|jsp|apk|reg|html?|svg)$"
)
ARCHIVE_ENDINGS: Final = re.compile(r"\.(zip|7z|rar|t?gz|tar|bz2|xz|zst|kmz|iso|cab)$")
MACRO_NAMES: Final = ("vbaproject.bin", "vbadata.xml")


def judge_archive(content: bytes) -> Judged:
    """Make sure that a ZIP, or an office document, holds only files that may be kept.

    Raises:
        NotAccepted: links, paths that leave the folder, bombs, archives inside, programs,
            macros, a password, or it cannot be read.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _judge_table(entries)
            office = _office_type(archive, entries)
            for entry in entries:
                if not entry.is_dir():
                    _judge_entry(archive, entry, is_office=office is not None)
    except (zipfile.BadZipFile, EOFError, zlib.error, OSError) as error:
        raise NotAccepted(Cause.BROKEN) from error
    except (NotImplementedError, RuntimeError) as error:
        raise NotAccepted(Cause.ENCRYPTED) from error
    media_type, extension = office or ("application/zip", "zip")
    return Judged(media_type=media_type, extension=extension)


def _judge_table(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise NotAccepted(Cause.EMPTY)
    if len(entries) > MOST_ENTRIES or sum(each.file_size for each in entries) > MOST_BYTES:
        raise NotAccepted(Cause.BOMB)
    if len({entry.filename for entry in entries}) < len(entries):
        raise NotAccepted(Cause.BROKEN)
    for entry in entries:
        _judge_row(entry)


def _judge_row(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        raise NotAccepted(Cause.PATH_IN_ARCHIVE)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise NotAccepted(Cause.LINK_IN_ARCHIVE)
    if entry.flag_bits & 1:
        raise NotAccepted(Cause.ENCRYPTED)
    is_large = entry.file_size > FREE_RATIO_BYTES
    if is_large and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise NotAccepted(Cause.BOMB)


def _office_type(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> tuple[str, str] | None:
    names = {entry.filename for entry in entries}
    if "mimetype" in names and archive.getinfo("mimetype").file_size < CHUNK:
        claimed = archive.read("mimetype").decode("ascii", "replace").strip()
        if claimed in OPEN_DOCUMENT:
            return claimed, OPEN_DOCUMENT[claimed]
    if "[Content_Types].xml" in names:
        return next((OFFICE[name] for name in OFFICE if name in names), None)
    return None


def _judge_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, is_office: bool
) -> None:
    name = entry.filename.lower()
    if PurePosixPath(name).name in MACRO_NAMES or name.startswith(("basic/", "scripts/")):
        raise NotAccepted(Cause.MACROS)
    if is_office and "/embeddings/" in name:
        raise NotAccepted(Cause.NESTED_ARCHIVE)
    _judge_ending(name)
    head = _unpacked_head(archive, entry)
    kind = type_of(head)
    if kind is Type.PROGRAM and not (is_office and name.endswith((".xml", ".rels"))):
        raise NotAccepted(Cause.PROGRAM)
    if kind is Type.ZIP:
        raise NotAccepted(Cause.NESTED_ARCHIVE)


def _judge_ending(name: str) -> None:
    if PROGRAM_ENDINGS.search(name):
        raise NotAccepted(Cause.PROGRAM)
    if ARCHIVE_ENDINGS.search(name):
        raise NotAccepted(Cause.NESTED_ARCHIVE)


def _unpacked_head(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack the whole entry, keep its beginning: sizes in a table are only claims."""
    head, tail, written = b"", b"", 0
    with archive.open(entry) as source:
        while chunk := source.read(CHUNK):
            written += len(chunk)
            if written > entry.file_size or written > MOST_BYTES:
                raise NotAccepted(Cause.BOMB)
            if EICAR in tail + chunk:
                raise NotAccepted(Cause.MALWARE)
            head = head or chunk[:HEAD]
            tail = chunk[-len(EICAR) :]
    return head
