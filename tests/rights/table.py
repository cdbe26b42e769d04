"""The table of rights in `docs/rights.md`: read, and written anew for review."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.databases import ROOT
from tests.rights.people import EVERYBODY, TITLES

FILE: Final = ROOT / "docs/rights.md"
BEGIN: Final = "<!-- the table: made by the test, read by people -->"

Marks = Mapping[str, str]
"""What everybody may at an address: two letters, reading and acting, by who asks."""


def written(file: Path = FILE) -> dict[str, Marks]:
    """What the document says of each address; of whom, its own header says."""
    _head, _begin, table = file.read_text(encoding="utf-8").partition(BEGIN)
    lines = [line for line in table.splitlines() if line.startswith(("| Address", "| `"))]
    header, *rows = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines
    )
    return {
        address.strip("`"): dict(zip(header[1:], marks, strict=True))
        for address, *marks in rows
    }


def write(rights: Mapping[str, Marks], file: Path = FILE) -> None:
    """Put the table into the document."""
    head, _begin, _table = file.read_text(encoding="utf-8").partition(BEGIN)
    lines = [f"| Address | {' | '.join(EVERYBODY)} |", "|---" * (len(EVERYBODY) + 1) + "|"]
    for address, marks in sorted(rights.items()):
        cells = " | ".join(marks[name] for name in EVERYBODY)
        lines.append(f"| `{address}` | {cells} |")
    told = f"{head}{BEGIN}\n\n" + "\n".join(lines) + "\n"
    file.write_text(told, encoding="utf-8")


def people() -> str:
    """Who the columns are."""
    return "\n".join(f"- **{name}**: {title}." for name, title in TITLES.items())
