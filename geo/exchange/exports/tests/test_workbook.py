"""A workbook that people can sort, filter and add up, and that runs nothing."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import Any

import openpyxl
import pytest

from geo.exchange.exports.tests.conftest import LONG, Written


@pytest.fixture
def sheet(written: Written) -> Any:
    return openpyxl.load_workbook(written("xlsx")).active


def column(sheet: Any, title: str) -> list[Any]:
    """The cells under a title."""
    (found,) = [each for each in sheet.iter_cols() if each[0].value == title]
    return list(found[1:])


def test_the_header_stays_and_filters(sheet: Any) -> None:
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:L6")
    assert sheet.title == "Bancos de plaza  100 % ñandú"
    titles = [cell.value for cell in sheet[1]]
    assert titles[4] == "Peso (kg)"
    assert titles[-2:] == ["Longitud", "Latitud"]
    assert 8 < sheet.column_dimensions["B"].width <= 61


def test_numbers_dates_and_truths_are_what_they_are(sheet: Any) -> None:
    assert [cell.value for cell in column(sheet, "Peso (kg)")][:3] == [12.5, None, -0.25]
    days = column(sheet, "Puesto el")
    assert days[0].value == dt.datetime(2024, 2, 29)  # noqa: DTZ001  (a day has no zone)
    assert days[0].is_date
    assert days[2].value == "1899-12-31"
    assert column(sheet, "Visto")[0].value == dt.datetime(2024, 2, 29, 12, 30)  # noqa: DTZ001
    shaded = [cell.value for cell in column(sheet, "Con sombra")]
    assert shaded == [True, None, False, True, None]
    assert [cell.value for cell in column(sheet, "Material")][:3] == [
        "madera",
        None,
        "stone",
    ]
    assert column(sheet, "Nombre")[3].value == LONG


def test_a_number_too_long_for_a_sheet_keeps_its_digits(sheet: Any) -> None:
    assert column(sheet, "Asientos")[3].value == "9007199254740993"


def test_what_looks_like_a_formula_is_a_text(sheet: Any, written: Written) -> None:
    cell = column(sheet, "Nombre")[2]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    with zipfile.ZipFile(written("xlsx")) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
