"""Shapefiles: files that must come together, in an encoding nobody writes down."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from geo.exchange.encodings import guessed, likelier
from geo.exchange.reading import Reading
from geo.exchange.refusals import Damaged, MissingPart, UnknownCrs
from geo.exchange.vector import VectorFeatures, open_vector

SAMPLE: Final = 4 << 20
HEADER_BYTES: Final = 32
LANGUAGE_BYTE: Final = 29
UNDECIDED: Final = {0x00, 0x57}
"""Language ids that say nothing ("ANSI" is whatever the writer's Windows used)."""


def open_shapefile(file: Path, reading: Reading) -> VectorFeatures:
    """Open a .shp whose companions are beside it.

    Raises:
        MissingPart: .shx or .dbf is not there.
        UnknownCrs: .prj is not there and no CRS was given.
        Damaged: .dbf is shorter than it says.
    """
    _need(file, ".shx")
    _judge_length(_need(file, ".dbf"))
    if _companion(file, ".prj") is None and reading.crs is None:
        raise UnknownCrs(
            _(
                "The Shapefile lacks its .prj file, so nobody knows where its coordinates "
                "are. Send it too, or say the CRS, for example --crs EPSG:32719."
            )
        )
    encoding, note = _encoding(file, reading)
    options = {"encoding": encoding} if encoding else {}
    features = open_vector(file, reading, **options)
    if note:
        features.notes.append(note)
    return features


def _need(file: Path, suffix: str) -> Path:
    companion = _companion(file, suffix)
    if companion is None:
        raise MissingPart(
            _("The Shapefile lacks its %(suffix)s file; send all its parts together.")
            % {"suffix": suffix}
        )
    return companion


def _judge_length(table: Path) -> None:
    """Refuse a table that was cut: GDAL would give its rows without their attributes.

    The header (dBASE III) holds the number of rows, its own length and that of a row.
    """
    with table.open("rb") as stream:
        header = stream.read(HEADER_BYTES)
    rows = int.from_bytes(header[4:8], "little")
    before, each = (int.from_bytes(header[at : at + 2], "little") for at in (8, 10))
    held = max(table.stat().st_size - before, 0) // max(each, 1)
    if held < rows:
        raise Damaged(
            _(
                "The table of the Shapefile (.dbf) announces %(told)d rows and holds "
                "%(held)d: it was cut or damaged. Copy all parts of the Shapefile again."
            )
            % {"told": rows, "held": held}
        )


def _companion(file: Path, suffix: str) -> Path | None:
    for name in (file.with_suffix(suffix), file.with_suffix(suffix.upper())):
        if name.is_file():
            return name
    return None


def _encoding(file: Path, reading: Reading) -> tuple[str, str]:
    """The attributes' encoding if the file does not say it; a note if it is guessed."""
    if reading.encoding:
        return reading.encoding, ""
    table = _companion(file, ".dbf")
    if table is None or _companion(file, ".cpg") is not None:
        return "", ""
    with table.open("rb") as stream:
        header = stream.read(HEADER_BYTES)
        stream.seek(int.from_bytes(header[8:10], "little"))  # past the field names
        sample = stream.read(SAMPLE)
    if header[LANGUAGE_BYTE] not in UNDECIDED or sample.isascii():
        return "", ""
    try:  # the sample may end inside a letter, hence no final decode
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        encoding = likelier(sample)
        return encoding, guessed(encoding)
    return "UTF-8", ""
