"""How a table is written: encoding, separator, header, decimal mark, coordinates."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from django.utils.translation import gettext as _

from geo.exchange.encodings import checked, encoding_of
from geo.exchange.features import BATCH_BYTES, MOST_COLUMNS
from geo.exchange.numbers import decimal_mark
from geo.exchange.reading import Reading
from geo.exchange.refusals import NotImportable, WrongMapping, listed
from geo.exchange.words import fold

if TYPE_CHECKING:
    import _csv

LONGEST_LINE: Final = 1 << 20
SEPARATORS: Final = ",;\t|"
SOME_ROWS: Final = 32
"""Rows read before it is asked how many bytes they were."""
SAMPLE_ROWS: Final = 200

DEGREES: Final = (
    {"lon", "long", "lng", "longitud", "longitude"},
    {"lat", "latitud", "latitude"},
)
"""Folded names of columns that can only be longitude and latitude in degrees."""

PLANE: Final = (
    {"x", "este", "easting", "east", "coordx", "coordenadax", "xcoord", "utmx", "utmeste"},
    {"y", "norte", "northing", "north", "coordy", "coordenaday", "ycoord", "utmy"},
)
"""Names that say which is which, but not in which CRS."""


TAB: Final = {"tab", r"\t"}
"""How people write a separator that cannot be seen."""


def separator_named(text: str) -> str:
    """The separator that a person names; empty stays empty.

    Raises:
        WrongMapping: it is not one mark.
    """
    if text.lower() in TAB:
        return "\t"
    is_mark = len(text) == 1 and text.isprintable() and not text.isalnum()
    if text and text != "\t" and (not is_mark or text == '"'):
        raise WrongMapping(
            _(
                "“%(mark)s” separates no columns; write one mark, such as ; , or |, or the "
                "word tab."
            )
            % {"mark": text[:80]}
        )
    return text


def decimal_named(text: str) -> str:
    """The decimal mark that a person names; empty stays empty.

    Raises:
        WrongMapping: it is neither a point nor a comma.
    """
    if text not in {"", ".", ","}:
        raise WrongMapping(
            _("“%(mark)s” is no decimal mark; write the mark itself, “.” or “,”.")
            % {"mark": text[:80]}
        )
    return text


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How one table is written."""

    encoding: str
    separator: str
    decimal: str
    columns: tuple[str, ...]
    x: int | None
    """Position of the column with longitude or easting; None where there is none."""
    y: int | None
    degrees: bool
    """Whether the names of the two say that they are longitude and latitude."""


def dialect_of(file: Path, reading: Reading) -> Dialect:
    """Find out how `file` is written; what `reading` says wins.

    Raises:
        NotImportable: it has no header and rows.
        WrongMapping: the columns with coordinates are not to be found.
    """
    encoding = checked(reading.encoding) if reading.encoding else encoding_of(file)
    refuse_endless_lines(file)
    separator = reading.separator or _separator(file, encoding)
    header, *sample = _first_rows(file, encoding, separator) or [[]]
    if not 1 < len(header) <= MOST_COLUMNS:
        raise NotImportable(_("The table needs a header and at least two columns."))
    columns = tuple(
        name.strip() or _("column %(number)d") % {"number": place}
        for place, name in enumerate(header, start=1)
    )
    x, y, degrees = _coordinates(columns, reading)
    places = [at for at in (x, y) if at is not None]
    cells = [row[at] for row in sample for at in places if at < len(row) and row[at]]
    return Dialect(
        encoding=encoding,
        separator=separator,
        decimal=reading.decimal or decimal_mark(cells),
        columns=columns,
        x=x,
        y=y,
        degrees=degrees,
    )


def rows_of(stream: TextIO, separator: str) -> _csv.Reader:
    """The rows of a table, blank lines as empty lists; it knows its `line_num`."""
    return csv.reader(stream, delimiter=separator)


def next_rows(rows: _csv.Reader, stream: TextIO, *, most: int) -> list[list[str]]:
    """The next `most` rows of `stream`; fewer where they are long, none at the end."""
    taken: list[list[str]] = []
    file = stream.buffer.raw  # type: ignore[attr-defined]  # every opened file has it
    begins = file.tell()
    while len(taken) < most and file.tell() - begins < BATCH_BYTES:
        some = list(islice(rows, min(SOME_ROWS, most - len(taken))))
        if not some:
            break
        taken += some
    return taken


def refuse_endless_lines(file: Path) -> None:
    """Make sure that reading line by line does not read the whole file at once.

    Raises:
        NotImportable: a megabyte and more without the end of a line.
    """
    with file.open("rb") as stream:
        while chunk := stream.read(LONGEST_LINE):
            full = len(chunk) == LONGEST_LINE
            if full and b"\n" not in chunk and b"\r" not in chunk:
                raise NotImportable(
                    _("The table has a line of more than a megabyte near byte %(place)d.")
                    % {"place": stream.tell()}
                )


def _first_rows(file: Path, encoding: str, separator: str) -> list[list[str]]:
    """The header and some rows after it."""
    with file.open(encoding=encoding, newline="") as stream:
        try:
            rows = next_rows(rows_of(stream, separator), stream, most=1 + SAMPLE_ROWS)
        except csv.Error as error:
            raise unclosed(1) from error
    return [row for row in rows if row]


def unclosed(line: int) -> NotImportable:
    """The refusal of a table that no longer falls into rows."""
    return NotImportable(
        _("The table cannot be read from line %(line)d on: a quote is not closed.")
        % {"line": line}
    )


def _separator(file: Path, encoding: str) -> str:
    """The separator that cuts the first rows into the most, and equally many, columns."""

    def columns(separator: str) -> int:
        widths = [len(row) for row in _first_rows(file, encoding, separator)]
        header = widths[0] if widths else 0
        return header if widths.count(header) * 2 > len(widths) else 1

    return max(SEPARATORS, key=columns)


def _coordinates(
    columns: tuple[str, ...], reading: Reading
) -> tuple[int | None, int | None, bool]:
    folded = [fold(name) for name in columns]
    if reading.x and reading.y:
        at = [_position(columns, name) for name in (reading.x, reading.y)]
        return at[0], at[1], _named(folded, DEGREES) == (at[0], at[1])
    for names in (DEGREES, PLANE):
        found = _named(folded, names)
        if found:
            return *found, names is DEGREES
    if reading.placeless:
        return None, None, False
    raise WrongMapping(
        _(
            'Which columns hold the coordinates? Say x = "…" and y = "…" under [file] '
            "in the mapping; the columns are %(columns)s."
        )
        % {"columns": listed(columns)}
    )


def _named(folded: list[str], names: tuple[set[str], set[str]]) -> tuple[int, int] | None:
    x, y = (
        [place for place, name in enumerate(folded) if name in wanted] for wanted in names
    )
    return (x[0], y[0]) if len(x) == len(y) == 1 else None


def _position(columns: tuple[str, ...], name: str) -> int:
    if name not in columns:
        raise WrongMapping(
            _("There is no column “%(name)s”; the columns are %(columns)s.")
            % {"name": name, "columns": listed(columns)}
        )
    return columns.index(name)
