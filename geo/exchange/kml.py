"""KML placemarks one after the other, by a parser that knows no entities and no links.

Source: OGC 07-147r2 (KML 2.2): coordinates are longitude, latitude[, height] in WGS 84.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final
from xml.parsers import expat

from django.utils.translation import gettext as _
from pyproj import CRS

from geo import crs as stored
from geo.exchange import rowwise
from geo.exchange.features import Batch
from geo.exchange.placemarks import LARGEST_PLACEMARK, Placemark, PlacemarkHandler
from geo.exchange.reading import Reading
from geo.exchange.refusals import Damaged, NotImportable, TooLarge, UnsafeFile
from geo.exchange.rowwise import SCHEMA_FEATURES, columns_among
from geo.exchange.sniffing import NO_ENCODING

CHUNK: Final = 1 << 16
DEEPEST_ELEMENT: Final = 200
"""Folders within folders and groups of shapes; each open element is held in memory."""


@dataclass(frozen=True, kw_only=True, eq=False)
class KmlFeatures:
    """The placemarks of one KML file, whatever folders they lie in."""

    file: Path
    name: str
    columns: tuple[str, ...]
    crs: CRS | None
    total: int | None = None
    notes: list[str] = field(default_factory=list)

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """Read the placemarks with these data.

        Raises:
            Damaged: the XML breaks off.
        """
        yield from rowwise.batches(
            ((placemark, placemark.size) for placemark in _placemarks(self.file)),
            columns,
            shape=lambda placemark: placemark.shape,
            text=lambda placemark, name: placemark.data.get(name),
        )


def open_kml(file: Path, reading: Reading) -> KmlFeatures:
    """Open a KML file.

    Raises:
        NotImportable: there is no placemark in it.
        Damaged: it is broken.
        UnsafeFile: it declares entities.
    """
    first = list(islice(_placemarks(file), SCHEMA_FEATURES))
    if not first:
        raise NotImportable(_("The KML holds no placemarks."))
    return KmlFeatures(
        file=file,
        name=file.name,
        columns=columns_among(name for placemark in first for name in placemark.data),
        crs=reading.crs or CRS.from_epsg(stored.STORAGE),
    )


def _placemarks(file: Path) -> Iterator[Placemark]:
    parser = expat.ParserCreate(namespace_separator=" ")
    handler = PlacemarkHandler()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
                yield from handler.finished()
                if len(handler.path) > DEEPEST_ELEMENT:
                    raise TooLarge(
                        _("The elements of the KML lie more than %(most)d deep.")
                        % {"most": DEEPEST_ELEMENT}
                    )
                if handler.held > LARGEST_PLACEMARK:
                    raise NotImportable(
                        _("A placemark near line %(line)d is too large.")
                        % {"line": parser.CurrentLineNumber}
                    )
        parser.Parse(b"", True)
    except (expat.ExpatError, *NO_ENCODING) as error:
        raise Damaged(
            _("The KML is broken or cut short on line %(line)d.")
            % {"line": parser.CurrentLineNumber}
        ) from error
    yield from handler.finished()


def _refuse(*_declaration: object) -> None:
    raise UnsafeFile(
        _("The XML declares a document type (DTD), which may hide an entity bomb.")
    )
