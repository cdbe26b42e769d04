"""Rows of a CSV file, plain or gzipped, read in a stream however large it is."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _

from geo.errors import Refusal

LONGEST_LINE: Final = 65_536
"""Bytes; a longer line is no row of any register, but a file of another kind."""
_GZIP: Final = b"\x1f\x8b"
_OTHER_KINDS: Final = {
    b"PK": "ZIP",
    b"SQ": "SQLite",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"%P": "PDF",
}
"""First bytes of files that people hand over by mistake."""


class UnreadableFile(Refusal):
    """A file cannot be read as a table; the message says what is wrong with it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRow:
    """One row of a table, by column."""

    line: int
    """Number of the line it ends on, from 1 for the header."""
    values: dict[str, str]
    """Empty if the row has another number of fields than the header."""


def read_rows(
    file: Path,
    *,
    columns: Sequence[str],
    encoding: str = "utf-8",
    advance: Callable[[int], object] = int,
) -> Iterator[TextRow]:
    """Read the rows of `file`, which must have `columns`; further columns are ignored.

    `advance` is told how many bytes of the file were read since the last time. Memory
    does not grow with the file.

    Raises:
        UnreadableFile: the file is missing, empty, of another kind, damaged, not in
            `encoding`, or lacks columns.
    """
    with _opened(file) as stream:
        lines = _Lines(stream, file, encoding, advance)
        reader = csv.reader(lines, strict=True)
        try:
            header = _header(next(reader, []), columns, file)
            for fields in reader:
                if not fields:
                    continue
                fits = len(fields) == len(header)
                values = dict(zip(header, fields, strict=True)) if fits else {}
                yield TextRow(line=lines.number, values=values)
        except csv.Error as error:
            raise UnreadableFile(
                _("Line %(line)s of %(file)s is not CSV: a quotation mark is not closed.")
                % {"line": lines.number, "file": file.name}
            ) from error


@contextmanager
def _opened(file: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The file as it lies on disk, and the same uncompressed."""
    if not file.exists():
        raise UnreadableFile(_("There is no file %(file)s.") % {"file": file})
    if file.is_dir():
        raise UnreadableFile(_("%(file)s is a folder, not a file.") % {"file": file})
    try:
        raw = file.open("rb")
    except PermissionError as error:
        raise UnreadableFile(
            _("The file %(file)s may not be read by this user.") % {"file": file}
        ) from error
    with raw:
        first = raw.peek(2)[:2]
        _refuse_other_kinds(first, file)
        if first == _GZIP:
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield raw, unpacked  # type: ignore[misc]  # GzipFile is an IO[bytes] in all but name
        else:
            yield raw, raw


def _refuse_other_kinds(first: bytes, file: Path) -> None:
    if not first:
        raise UnreadableFile(_("The file %(file)s is empty.") % {"file": file.name})
    if file.suffix == ".gz" and first != _GZIP:
        raise UnreadableFile(
            _("%(file)s is called .gz but is not gzip. Unpack it, or take it off the name.")
            % {"file": file.name}
        )
    if first in _OTHER_KINDS:
        raise UnreadableFile(
            _("%(file)s is a %(kind)s file; a CSV file in UTF-8 is needed.")
            % {"file": file.name, "kind": _OTHER_KINDS[first]}
        )


class _Lines:
    """Decoded lines of a stream, counted, none longer than the limit."""

    def __init__(
        self,
        streams: tuple[IO[bytes], IO[bytes]],
        file: Path,
        encoding: str,
        advance: Callable[[int], object],
    ) -> None:
        self.raw, self.unpacked = streams
        self.file = file
        self.encoding = encoding
        self.advance = advance
        self.number = 0
        self.told = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._next():
            self.number += 1
            if self.number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            yield self._decoded(line)
            if self.number % 1000 == 0:
                self._tell()
        self._tell()

    def _next(self) -> bytes:
        problem = {"file": self.file.name, "line": self.number + 1}
        try:
            line = self.unpacked.readline(LONGEST_LINE + 1)
        except EOFError as error:
            raise UnreadableFile(
                _("%(file)s is cut off in the middle of line %(line)s. Fetch it again.")
                % problem
            ) from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise UnreadableFile(
                _("%(file)s is damaged after line %(line)s. Fetch it again.") % problem
            ) from error
        if len(line) > LONGEST_LINE:
            raise UnreadableFile(
                _("Line %(line)s of %(file)s is far too long for a row of a table.")
                % problem
            )
        return line

    def _decoded(self, line: bytes) -> str:
        try:
            return line.decode(self.encoding).replace("\0", "")
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                _(
                    "Line %(line)s of %(file)s is not %(encoding)s. If it is Latin-1, "
                    "run again with --encoding latin-1."
                )
                % {"line": self.number, "file": self.file.name, "encoding": self.encoding}
            ) from error

    def _tell(self) -> None:
        if self.raw.seekable():
            here = self.raw.tell()
            self.advance(here - self.told)
            self.told = here


def _header(fields: Sequence[str], columns: Sequence[str], file: Path) -> list[str]:
    header = [field.strip().lower() for field in fields]
    missing = [column for column in columns if column not in header]
    if missing:
        raise UnreadableFile(
            _("%(file)s lacks the columns %(columns)s. Is it a file of this source?")
            % {"file": file.name, "columns": ", ".join(missing)}
        )
    return header
