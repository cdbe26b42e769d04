"""Workbooks are read as the table on their one sheet with rows."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from geo.exchange import workbook
from geo.exchange.refusals import NotImportable, TooLarge, WrongMapping
from geo.exchange.tests.conftest import rows_of

HEADER = ["nombre", "lon", "lat"]
PLAZA = ["Plaza", -66.278, -17.399]

pytestmark = pytest.mark.django_db


def write(file: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    with xlsxwriter.Workbook(str(file), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return file


def test_rows_come_in_whatever_stands_above_the_header(take, tmp_path) -> None:
    rows: list[list[Any]] = [["LUGARES 2026"], [], HEADER, PLAZA, [], ["Cancha", "x", "y"]]
    report = take(write(tmp_path / "a.xlsx", lugares=rows, notas=[["nada"]]))

    assert [row.name for row in rows_of("place-names")] == ["Plaza"]
    assert report.file == "a.xlsx"
    assert [refused.line for refused in report.refusals.first] == [6]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param(12.0, "12", id="a whole number"),
        pytest.param(12.5, "12.5", id="a number"),
        pytest.param(dt.date(2026, 3, 31), "2026-03-31", id="a day"),
        pytest.param("dos\nlíneas", "dos líneas", id="two lines"),
        pytest.param(True, "1", id="true"),
    ],
)
def test_cells_are_read_as_people_see_them(take, tmp_path, cell, text) -> None:
    take(write(tmp_path / "a.xlsx", hoja=[HEADER, [cell, *PLAZA[1:]]]))
    assert rows_of("place-names")[0].name == text


def test_numbers_keep_the_decimal_mark_that_was_said(take, tmp_path) -> None:
    mapping = '[file]\ndecimal = ","'
    take(write(tmp_path / "a.xlsx", hoja=[HEADER, PLAZA]), mapping=mapping)
    assert rows_of("place-names")[0].position.x == pytest.approx(-66.278)


def test_several_sheets_must_be_told_apart(take, tmp_path) -> None:
    file = write(
        tmp_path / "a.xlsx", uno=[HEADER, PLAZA], dos=[HEADER, ["Dos", *PLAZA[1:]]]
    )
    with pytest.raises(WrongMapping, match=r"uno.*dos"):
        take(file)
    with pytest.raises(WrongMapping, match="There is no sheet"):
        take(file, layer="tres")
    take(file, layer="dos")
    assert [row.name for row in rows_of("place-names")] == ["Dos"]


def test_an_empty_workbook_says_so(take, tmp_path) -> None:
    with pytest.raises(NotImportable, match="No sheet"):
        take(write(tmp_path / "a.xlsx", hoja=[["nombre"]]))


def test_a_workbook_that_is_cut_short_is_refused(take, tmp_path) -> None:
    file = write(tmp_path / "a.xlsx", hoja=[HEADER, PLAZA])
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as cut:
        for entry in whole.infolist():
            cut.writestr(entry, whole.read(entry)[: entry.file_size // 2])
    with pytest.raises(NotImportable, match="damaged"):
        take(tmp_path / "b.xlsx")
    file.write_bytes(file.read_bytes()[:-60])
    with pytest.raises(NotImportable):
        take(file)


def test_a_workbook_that_would_burst_is_refused(take, tmp_path, monkeypatch) -> None:
    file = write(tmp_path / "a.xlsx", hoja=[HEADER, *[PLAZA] * 2_000])
    monkeypatch.setattr(workbook, "MOST_BYTES", 10_000)
    with pytest.raises(TooLarge):
        take(file)


def test_an_old_workbook_that_is_none_is_refused(take, tmp_path) -> None:
    file = tmp_path / "a.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(NotImportable):
        take(file)
