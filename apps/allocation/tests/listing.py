"""Lists of associations for tests: workbooks and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from apps.allocation.domain.lists import Row
from apps.allocation.imports import read_list

HEADER = ["C.I.", "Complemento", "Nombres", "Apellidos", "Módulo"]
ROWS: list[list[Any]] = [
    [5277123, "", "Juana", "Condori Mamani", "A-1"],
    [8123456, "1A", "Elías", "Choque", "A-2"],
]


def xlsx(rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    sink = BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        sheet = book.add_worksheet("socios")
        for place, row in enumerate([header, *rows]):
            sheet.write_row(place, 0, row)
    return sink.getvalue()


def read(folder: Path, rows: Sequence[Sequence[Any]], **more: Any) -> list[Row]:
    file = folder / "socios.xlsx"
    file.write_bytes(xlsx(rows, **more))
    return read_list(file)


def row(line: int, card: str, wish: str, name: str = "Ana") -> Row:
    return Row(line=line, card=card, given_names=name, surnames="Rojas", wish=wish)
