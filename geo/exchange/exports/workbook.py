"""Workbooks for spreadsheets: real numbers and dates, titles and words people read.

Cells are written as what they are, so a text that looks like a formula stays a text;
the quote prefix keeps it one even after somebody edits the cell.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import shapely
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geo.exchange.exports.order import Column, Order
from geo.exchange.exports.rows import Reader, joined, rows
from geo.layers import Kind

LONGEST_CELL: Final = 32_767
"""Letters a cell may hold."""
LONGEST_SHEET_NAME: Final = 31
MOST_DIGITS: Final = 10**15
"""Larger whole numbers would lose their last digits: such a number becomes a text."""
FIRST_DAY: Final = dt.date(1900, 3, 1)
"""Earlier days are texts: spreadsheets count a 29 February 1900 that never was."""
FORMULA: Final = frozenset("=+@-\t\r")
WIDTHS: Final = (8, 60)
"""Narrowest and widest column, in letters."""
FIXED_WIDTHS: Final = {Kind.DATE: 12, Kind.DATETIME: 18}
MADE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (the file format has no time zone)
"""Written into every workbook as its birthday, so that equal rows give equal files."""

Cell = Callable[[int, int, Any], object]
"""Writes a value that is not null into row and column."""


def write(connection: Reader, order: Order, summary: Sequence[int]) -> int:
    """Write the order's rows, of which `summary` tells the lengths; returns how many."""
    (part,) = order.parts
    options = {
        "constant_memory": True,
        "tmpdir": str(order.file.parent),
        "default_date_format": "yyyy-mm-dd",
    }
    total = 0
    with xlsxwriter.Workbook(str(order.file), options) as book:
        book.use_zip64()
        book.set_properties({"title": order.title, "created": MADE})
        sheet = book.add_worksheet(_sheet_name(order.title))
        titles = _titles(order, part.geometry_type)
        _begin(book, sheet, titles, _widths(order, titles, summary))
        cells = _cells(book, sheet, order)
        for block in rows(connection, order, part):
            spots = _spots([row[-1] for row in block])
            for row, spot in zip(block, spots, strict=True):
                total += 1
                for place, value in enumerate((*row[:-1], *spot)):
                    if value is not None:
                        cells[place](total, place, value)
        sheet.autofilter(0, 0, total, len(titles) - 1)
    return total


def _sheet_name(title: str) -> str:
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in title)
    return plain[:LONGEST_SHEET_NAME].strip("' ") or "Llajta"


def _titles(order: Order, geometry_type: str) -> list[str]:
    on_it = "" if geometry_type == "Point" else "_inside"
    return [
        order.words["id"],
        *(column.title for column in order.columns),
        order.words[f"longitude{on_it}"],
        order.words[f"latitude{on_it}"],
    ]


def _widths(order: Order, titles: Sequence[str], summary: Sequence[int]) -> list[int]:
    """Room for the longest text of each column, within reason."""
    letters = iter(summary[3::3])
    longest = [8]
    for column in order.columns:
        told = next(letters) if column.is_text else FIXED_WIDTHS.get(column.kind, 0)
        longest.append(max([told, *map(len, column.words.values())]))
    longest += [12, 12]
    least, most = WIDTHS
    pairs = zip(longest, titles, strict=True)
    # The filter's button stands on the title.
    return [max(least, min(most, max(width, len(title) + 3))) for width, title in pairs]


def _begin(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    titles: Sequence[str],
    widths: Sequence[int],
) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for place, (title, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, bold)


def _cells(book: xlsxwriter.Workbook, sheet: Worksheet, order: Order) -> list[Cell]:
    """What writes a cell of each column."""
    degrees = book.add_format({"num_format": "0.0000000"})
    text = _text_writer(sheet, book.add_format({"quote_prefix": True}))
    number = _number_writer(sheet, text)
    date, time = _time_writers(book, sheet, text, ZoneInfo(order.time_zone))
    writers: Mapping[Kind, Cell] = {
        Kind.INTEGER: number,
        Kind.NUMBER: number,
        Kind.BOOLEAN: sheet.write_boolean,
        Kind.DATE: date,
        Kind.DATETIME: time,
    }

    def coordinate(row: int, place: int, value: float) -> None:
        sheet.write_number(row, place, value, degrees)

    columns = [
        writers.get(column.kind) or _worded(column, text) for column in order.columns
    ]
    return [number, *columns, coordinate, coordinate]


def _number_writer(sheet: Worksheet, text: Cell) -> Cell:
    def number(row: int, place: int, value: float) -> None:
        if math.isfinite(value) and abs(value) < MOST_DIGITS:
            sheet.write_number(row, place, value)
        else:
            text(row, place, str(value))

    return number


def _time_writers(
    book: xlsxwriter.Workbook, sheet: Worksheet, text: Cell, zone: ZoneInfo
) -> tuple[Cell, Cell]:
    """What writes a day, and what writes a moment as the clocks in `zone` showed it."""
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})

    def date(row: int, place: int, value: dt.date) -> None:
        if value < FIRST_DAY:
            text(row, place, value.isoformat())
        else:
            sheet.write_datetime(row, place, value, day)

    def time(row: int, place: int, value: dt.datetime) -> None:
        local = value.astimezone(zone).replace(tzinfo=None)
        if local.date() < FIRST_DAY:
            text(row, place, local.isoformat(sep=" ", timespec="minutes"))
        else:
            sheet.write_datetime(row, place, local, moment)

    return date, time


def _text_writer(sheet: Worksheet, quoted: Format) -> Cell:
    def text(row: int, place: int, value: str) -> None:
        if len(value) > LONGEST_CELL:
            value = f"{value[: LONGEST_CELL - 1]}…"
        risky = value[:1] in FORMULA
        sheet.write_string(row, place, value, quoted if risky else None)

    return text


def _worded(column: Column, text: Cell) -> Cell:
    """Writes the word people read for a stored value, and lists as one text."""
    words = column.words
    if column.kind is Kind.TEXT:
        return lambda row, place, value: text(row, place, words.get(value, value))

    def several(row: int, place: int, values: Sequence[Any]) -> object:
        return text(row, place, joined([words.get(each, each) for each in values]))

    return several


def _spots(shapes: Sequence[bytes | None]) -> list[tuple[float | None, float | None]]:
    """Longitude and latitude of a point on each shape."""
    points = shapely.point_on_surface(shapely.from_wkb(np.array(shapes, dtype=object)))
    pairs = zip(shapely.get_x(points).tolist(), shapely.get_y(points).tolist(), strict=True)
    return [(None, None) if math.isnan(x) else (round(x, 7), round(y, 7)) for x, y in pairs]
