"""Opens whatever file a municipality hands over, after looking at what it really is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.utils.translation import gettext as _

from geo.exchange.archives import unpack_gzip, unpack_zip
from geo.exchange.features import Features
from geo.exchange.geojson import open_geojson
from geo.exchange.kml import open_kml
from geo.exchange.reading import Reading
from geo.exchange.refusals import (
    NotImportable,
    OtherLetters,
    TooLarge,
    UnknownFormat,
    WrongMapping,
    listed,
)
from geo.exchange.sniffing import Format, format_of
from geo.exchange.table import open_table
from geo.exchange.workbook import is_workbook, open_workbook
from geo.machine import reason_of

Opener = Callable[[Path, Reading], Features]
PACKED: Final = {Format.ZIP, Format.GZIP}
_OPENERS: Final[dict[Format, Opener]] = {
    Format.GEOJSON: open_geojson,
    Format.KML: open_kml,
    Format.TABLE: open_table,
}
LAYERED: Final = {".gpkg", ".shp", ".fgb", ".geojson", ".json", ".kml", ".csv", ".tsv"}
"""Files in an archive that may be the layer; the rest are companions."""


@contextmanager
def open_features(file: Path, reading: Reading) -> Iterator[Features]:
    """Open `file`, unpacking it into a folder of its own when it is packed.

    Raises:
        NotImportable: one of its kinds, saying what is wrong and what to do.
    """
    try:
        with _opened(file, reading) as features:
            yield features
    except UnicodeError as error:  # here, or in one of its batches
        raise OtherLetters from error


@contextmanager
def _opened(file: Path, reading: Reading) -> Iterator[Features]:
    kind = format_of(file)
    if kind not in PACKED | {Format.WORKBOOK}:
        yield _opener(kind)(file, reading)
        return
    with TemporaryDirectory(prefix="llajta-import-") as folder:
        if kind is Format.WORKBOOK or (kind is Format.ZIP and is_workbook(file)):
            yield open_workbook(file, reading, Path(folder))
            return
        inner = _unpacked(file, kind, Path(folder), reading.layer)
        kind = format_of(inner)
        if kind in PACKED:
            raise TooLarge(_("The archive holds another archive; unpack that one first."))
        yield _opener(kind)(inner, reading)


def _opener(kind: Format) -> Opener:
    """What opens files of this kind."""
    if kind in _OPENERS:
        return _OPENERS[kind]
    # Imported where they are used: GDAL's bindings bring pandas along, which takes longer
    # to load than all the rest of the platform, and most processes open no such file.
    from geo.exchange.geopackage import open_geopackage
    from geo.exchange.shapefile import open_shapefile
    from geo.exchange.vector import open_vector

    by_gdal: dict[Format, Opener] = {
        Format.GEOPACKAGE: open_geopackage,
        Format.SHAPEFILE: open_shapefile,
        Format.FLATGEOBUF: open_vector,
    }
    return by_gdal[kind]


def _unpacked(file: Path, kind: Format, folder: Path, layer: str) -> Path:
    """The one file of the archive that is a layer, or the one called `layer`."""
    try:
        if kind is Format.GZIP:
            return unpack_gzip(file, folder)
        unpacked = unpack_zip(file, folder)
    except OSError as error:
        raise NotImportable(
            _("The archive cannot be unpacked: %(why)s.") % {"why": reason_of(error)}
        ) from error
    found = [path for path in unpacked if path.suffix.lower() in LAYERED]
    if not found:
        raise UnknownFormat(_("The archive holds no layer."))
    named = [path for path in found if path.stem == layer]
    if len(found) > 1 and not named:
        raise WrongMapping(
            _("The archive holds several layers: %(layers)s. Say which with --layer.")
            % {"layers": listed(sorted(path.stem for path in found))}
        )
    return (named or found)[0]
