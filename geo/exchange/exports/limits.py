"""How much each way of handing out can take."""

from __future__ import annotations

from typing import Final

SHEET_ROWS: Final = 1_048_575
"""Rows of a workbook's sheet, less its header."""
MAP_ROWS: Final = 5_000
"""Places of a map to send: two or three megabytes, which a cheap phone still draws."""
LONGEST_TEXT: Final = 254
"""Bytes that a text of a dBASE table, the half of a Shapefile, may have."""
