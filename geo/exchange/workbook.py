"""Workbooks of spreadsheets (XLSX, ODS, XLS), read as the table on one of their sheets.

Cells are written out as a plain table first, one line for each row, so that whatever is
true of tables is true of sheets: lines are row numbers, and the same columns are found.
"""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    load_workbook,
)

from geo.exchange.archives import Truncated
from geo.exchange.features import written
from geo.exchange.reading import Reading
from geo.exchange.refusals import (
    Damaged,
    NotImportable,
    TooLarge,
    UnsafeFile,
    WrongMapping,
    listed,
)
from geo.exchange.table import TableFeatures, open_table

MOST_BYTES: Final = 600 * 10**6
"""Of a workbook unpacked: about a full sheet of twenty columns; it is held in memory."""

MEMBERS: Final = ("xl/workbook.xml", "content.xml")
"""What makes a ZIP a workbook: of XLSX and of ODS."""


def is_workbook(file: Path) -> bool:
    """Whether an archive is a workbook; a damaged one is left to those who unpack it."""
    try:
        with zipfile.ZipFile(file) as archive:
            return any(name in MEMBERS for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def open_workbook(file: Path, reading: Reading, folder: Path) -> TableFeatures:
    """Open the one sheet of a workbook that holds rows, or the one `reading` names.

    The table it is written out as lies in the empty `folder`.

    Raises:
        UnsafeFile: it is made to burst, or closed with a password.
        Damaged: it cannot be read.
        NotImportable: it has no rows.
        WrongMapping: several sheets hold rows and none is named, or there is no such one.
    """
    if zipfile.is_zipfile(file):
        _refuse_bomb(file)
    mark = reading.decimal or "."
    try:
        with load_workbook(file) as book:
            sheet = _sheet(book, reading.layer)
            table = folder / "sheet.csv"
            with table.open("w", encoding="utf-8", newline="") as sink:
                csv.writer(sink).writerows(_rows(sheet, mark))
    except PasswordError as error:
        raise UnsafeFile(
            _("The workbook is closed with a password; save it without one.")
        ) from error
    except CalamineError as error:
        raise Damaged(
            _("%(file)s cannot be read: it is damaged or cut short.") % {"file": file.name}
        ) from error
    plain = replace(reading, encoding="utf-8", separator=",")
    return replace(open_table(table, plain), name=file.name)


def _refuse_bomb(file: Path) -> None:
    """Unpack it once, counting what comes out: sizes in headers are only claims."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise TooLarge(_("The workbook is too large; save the sheet as CSV."))
            for entry in archive.infolist():
                _count(archive, entry)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Truncated from error
    except (NotImplementedError, RuntimeError) as error:
        raise UnsafeFile(
            _("The archive is encrypted or packed in an unusual way; zip it again plainly.")
        ) from error


def _count(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    left = entry.file_size
    with archive.open(entry) as source:
        while chunk := source.read(1 << 20):
            if left == entry.file_size and b"<!ENTITY" in chunk:  # they come first
                raise UnsafeFile(
                    _(
                        "The XML declares a document type (DTD), which may hide an entity "
                        "bomb."
                    )
                )
            left -= len(chunk)
            if left < 0:
                raise TooLarge(_("The archive holds more than it says."))


def _sheet(book: CalamineWorkbook, wanted: str) -> CalamineSheet:
    names = list(book.sheet_names)
    if wanted:
        if wanted not in names:
            raise WrongMapping(
                _("There is no sheet “%(sheet)s”; the workbook has %(sheets)s.")
                % {"sheet": wanted, "sheets": listed(names)}
            )
        return book.get_sheet_by_name(wanted)
    filled = [sheet for sheet in map(book.get_sheet_by_name, names) if sheet.height > 1]
    if not filled:
        raise NotImportable(_("No sheet of the workbook has a header and rows."))
    if len(filled) > 1:
        raise WrongMapping(
            _("Several sheets hold rows: %(sheets)s. Say which with --layer.")
            % {"sheets": listed([sheet.name for sheet in filled])}
        )
    return filled[0]


def _rows(sheet: CalamineSheet, mark: str) -> Iterator[list[str]]:
    """The rows as text, each on the line of its number; a title above is left blank."""
    for _blank in range(sheet.start[0] if sheet.start else 0):
        yield []
    titled = True
    for cells in sheet.iter_rows():
        texts = [_text(cell, mark) for cell in cells]
        filled = sum(map(bool, texts))
        titled = titled and filled < 2
        yield [] if titled or not filled else texts


def _text(cell: object, mark: str) -> str:
    """A cell as people see it, on one line."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, int | float):
        return written(cell).replace(".", mark)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return " ".join(str(cell).split())
