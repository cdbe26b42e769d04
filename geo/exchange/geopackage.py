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
        NotImportable: it is damaged, or the layer is a view.
    """
    views = _inspect(file)
    features = open_vector(file, reading, IMMUTABLE="YES")
    if features.layer in views:
        raise NotImportable(
            _("Layer “%(layer)s” is a view; export it as a table first.")
            % {"layer": features.layer}
        )
    return features


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
