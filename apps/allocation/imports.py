"""Reading the list of an association, with what reads every other file that is imported.

XLSX, ODS, XLS and CSV are opened by `geo.exchange`: bombs, passwords, titles above the
header and encodings are its business.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from apps.allocation.domain.lists import Row, split_name
from geo.errors import Refusal
from geo.exchange.opening import open_features
from geo.exchange.reading import Reading
from geo.exchange.refusals import WrongMapping

MOST_ROWS: Final = 3000
MOST_BYTES: Final = 5 * 10**6

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "card": ("ci", "cedula", "cedula de identidad", "carnet", "nro ci", "documento"),
    "complement": ("complemento", "compl", "comp"),
    "issued_in": ("expedido", "exp", "extension", "ext"),
    "given_names": ("nombres", "nombre"),
    "full_name": ("nombre completo", "nombres y apellidos", "nombre y apellido", "socio"),
    "first_surname": ("primer apellido", "apellido paterno", "paterno", "apellidos"),
    "second_surname": ("segundo apellido", "apellido materno", "materno"),
    "module": ("modulo", "puesto", "sitio", "codigo", "espacio"),
    "trade": ("rubro", "actividad", "categoria"),
}
"""What columns are usually called, without accents, points and capitals."""


class TooManyRows(Refusal):
    """A list that is longer than one act takes."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The list has more than %(most)d rows. Nothing was read; divide it, each "
                "part is booked on its own."
            )
            % {"most": MOST_ROWS}
        )


def read_list(file: Path) -> list[Row]:
    """The rows of a list, numbered as the file numbers them.

    Raises:
        NotImportable: it is no table that can be read.
        WrongMapping: a column that is needed has a name that nobody knows.
        TooManyRows: it has more than `MOST_ROWS`.
    """
    rows: list[Row] = []
    with open_features(file, Reading(placeless=True)) as table:
        found = _columns(table.columns)
        for batch in table.batches(list(found.values())):
            texts = {what: batch.columns[name].texts() for what, name in found.items()}
            for n, line in enumerate(batch.lines.tolist()):
                cells = {what: _cell(column[n]) for what, column in texts.items()}
                rows.append(_row(int(line), cells))
            if len(rows) > MOST_ROWS:
                raise TooManyRows
    return [row for row in rows if row.card or row.given_names or row.wish]


def _cell(text: str | None) -> str:
    return " ".join((text or "").replace("\0", "").split())


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(bare.replace(".", "").replace("_", " ").casefold().split())


def _columns(names: Sequence[str]) -> dict[str, str]:
    """Which column says what."""
    plain = {_plain(name): name for name in reversed(names)}
    found = {
        what: next(plain[word] for word in words if word in plain)
        for what, words in HEADERS.items()
        if any(word in plain for word in words)
    }
    named = "module" in found or "trade" in found
    if "card" not in found or not named:
        raise WrongMapping(
            _(
                "The first row needs a column “CI” and a column “módulo” or “rubro”; names "
                "in “nombres” and “apellidos”, or in “nombre completo”. It has %(columns)s."
            )
            % {"columns": ", ".join(names)}
        )
    return found


def _row(line: int, cells: Mapping[str, str]) -> Row:
    card = "-".join(filter(None, (cells["card"], cells.get("complement", ""))))
    given, surnames = cells.get("given_names", ""), cells.get("first_surname", "")
    surnames = f"{surnames} {cells.get('second_surname', '')}".strip()
    if not surnames:
        given, surnames = split_name(cells.get("full_name") or given)
    return Row(
        line=line,
        card=f"{card} {cells.get('issued_in', '')}".strip()[:40],
        given_names=given[:90],
        surnames=surnames[:110],
        wish=(cells.get("module") or cells.get("trade", ""))[:60],
    )
