"""GeoPackages: opened read-only, and only their plain tables."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from geo.exchange.reading import Reading
from geo.exchange.refusals import Damaged, NotImportable, UnsafeFile, listed
from geo.exchange.vector import VectorFeatures, open_vector

DANGEROUS: Final = re.compile(
    r"load_extension|readfile|writefile|fts3_tokenizer|\bedit\s*\(|\battach\b", re.I
)
"""SQL that a data file has no business to hold."""


def open_geopackage(file: Path, reading: Reading) -> VectorFeatures:
    """Open a layer of a GeoPackage without writing a byte beside or into it.

    Raises:
        UnsafeFile: a trigger or view of it does more than keep data.
        NotImportable: it is damaged, still being edited, or the layer is a view.
    """
    _must_be_closed(file)
    views = _inspect(file)
    features = open_vector(file, reading, IMMUTABLE="YES")
    if features.layer in views:
        raise NotImportable(
            _("Layer “%(layer)s” is a view; export it as a table first.")
            % {"layer": features.layer}
        )
    return features


def _must_be_closed(file: Path) -> None:
    """Refuse a file whose newest edits stand beside it: read-only, they would be missed.

    SQLite keeps them in the write-ahead log until the last program closes the file.
    """
    beside = file.resolve()
    beside = beside.with_name(f"{beside.name}-wal")
    if beside.is_file() and beside.stat().st_size:
        raise NotImportable(
            _(
                "The newest edits of %(file)s still stand in %(beside)s and would be "
                "missed. Save them and close the file in QGIS, then try again."
            )
            % {"file": file.name, "beside": beside.name}
        )


def _inspect(file: Path) -> set[str]:
    """Views and virtual tables by name; reading those would run the file's own SQL."""
    try:
        with closing(sqlite3.connect(_read_only(file), uri=True)) as database:
            rows = database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    except sqlite3.DatabaseError as error:
        raise Damaged(
            _("%(file)s is damaged or no GeoPackage.") % {"file": file.name}
        ) from error
    hostile = [name for _kind, name, text in rows if text and DANGEROUS.search(text)]
    if hostile:
        raise UnsafeFile(
            _("The GeoPackage holds SQL that is not for data: %(names)s.")
            % {"names": listed(hostile)}
        )
    return {
        name
        for kind, name, text in rows
        if kind == "view" or (text or "").upper().startswith("CREATE VIRTUAL")
    }


def _read_only(file: Path) -> str:
    return f"{file.resolve().as_uri()}?mode=ro&immutable=1"
