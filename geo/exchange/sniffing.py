"""What a file is, by its content: the name alone is never believed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final
from xml.parsers import expat

from django.utils.translation import gettext as _

from geo.exchange.refusals import NoSuchFile, UnknownFormat, UnsafeFile
from geo.machine import reason_of

HEAD_BYTES: Final = 65_536
SQLITE: Final = b"SQLite format 3\0"
GEOPACKAGE_IDS: Final = {b"GPKG", b"GP10", b"GP11"}
GEOPACKAGE_ID_AT: Final = slice(68, 72)
TABLE_SUFFIXES: Final = {".csv", ".tsv", ".txt", ".tab"}


class Format(StrEnum):
    """Formats the importer tells apart."""

    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    FLATGEOBUF = "FlatGeobuf"
    GEOJSON = "GeoJSON"
    KML = "KML"
    TABLE = "CSV"
    WORKBOOK = "XLS"
    ZIP = "ZIP"
    GZIP = "gzip"


_MAGIC: Final = (
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"\x1f\x8b", Format.GZIP),
    (b"fgb\x03fgb", Format.FLATGEOBUF),
    (b"\x00\x00\x27\x0a", Format.SHAPEFILE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.WORKBOOK),
)


def head_of(file: Path) -> bytes:
    """The first bytes of `file`.

    Raises:
        NoSuchFile: it is missing, no plain file, empty or not readable.
    """
    if file.is_dir():
        raise NoSuchFile(_("%(file)s is a folder; name one file.") % {"file": file.name})
    if not file.is_file():
        raise NoSuchFile(_("There is no file %(file)s.") % {"file": file.name})
    try:
        with file.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        raise NoSuchFile(
            _("%(file)s cannot be read: %(why)s.")
            % {"file": file.name, "why": reason_of(error)}
        ) from error
    if not head:
        raise NoSuchFile(_("%(file)s is empty.") % {"file": file.name})
    return head


def format_of(file: Path) -> Format:
    """Tell the format of `file` by its first bytes.

    Raises:
        NoSuchFile: see `head_of`.
        UnknownFormat: none of the formats that are read.
        UnsafeFile: XML with a document type, the vehicle of entity bombs.
    """
    head = head_of(file)
    for magic, known in _MAGIC:
        if head.startswith(magic):
            return known
    if head.startswith(SQLITE):
        return _database(head)
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if text.startswith(b"{"):
        return Format.GEOJSON
    if text.startswith(b"<"):
        return _markup(head)
    if file.suffix.lower() in TABLE_SUFFIXES and _looks_like_text(head):
        return Format.TABLE
    raise UnknownFormat


def _database(head: bytes) -> Format:
    if head[GEOPACKAGE_ID_AT] not in GEOPACKAGE_IDS:
        raise UnknownFormat(_("It is a SQLite database, but no GeoPackage."))
    return Format.GEOPACKAGE


def _looks_like_text(head: bytes) -> bool:
    """Whether a table could begin like this; UTF-16 has its mark, else no NUL."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head


NO_ENCODING: Final = (LookupError, ValueError)
"""What the parser raises of an encoding that Python does not know, or not byte by byte."""


class _RootFound(Exception):
    """Stops the parser once the first element is known."""


def _markup(head: bytes) -> Format:
    """Accept KML without a document type; VRT, GML, GPX and the rest are not read."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def root(name: str, attributes: dict[str, str]) -> None:
        raise _RootFound(name.rpartition(" ")[2])

    def doctype(*_parts: object) -> None:
        raise UnsafeFile(
            _("The XML declares a document type (DTD), which may hide an entity bomb.")
        )

    parser.StartElementHandler = root
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(head, False)
    except _RootFound as found:
        if str(found) == "kml":
            return Format.KML
        raise UnknownFormat(
            _("Its XML begins with <%(root)s>.") % {"root": found}
        ) from found
    except (expat.ExpatError, *NO_ENCODING) as error:
        raise UnknownFormat from error
    raise UnknownFormat
