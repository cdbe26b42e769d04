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
from geo.exchange.geopackage import open_geopackage
from geo.exchange.kml import open_kml
from geo.exchange.reading import Reading
from geo.exchange.refusals import (
    NotImportable,
    UnknownFormat,
    UnsafeFile,
    WrongMapping,
    listed,
)
from geo.exchange.shapefile import open_shapefile
from geo.exchange.sniffing import Format, format_of
from geo.exchange.table import open_table
from geo.exchange.vector import open_vector

_OPENERS: Final[dict[Format, Callable[[Path, Reading], Features]]] = {
    Format.GEOPACKAGE: open_geopackage,
    Format.SHAPEFILE: open_shapefile,
    Format.FLATGEOBUF: open_vector,
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
    kind = format_of(file)
    if kind not in {Format.ZIP, Format.GZIP}:
        yield _OPENERS[kind](file, reading)
        return
    with TemporaryDirectory(prefix="llajta-import-") as folder:
        inner = _unpacked(file, kind, Path(folder), reading.layer)
        kind = format_of(inner)
        if kind not in _OPENERS:
            raise UnsafeFile(_("The archive holds another archive; unpack that one first."))
        yield _OPENERS[kind](inner, reading)


def _unpacked(file: Path, kind: Format, folder: Path, layer: str) -> Path:
    """The one file of the archive that is a layer, or the one called `layer`."""
    try:
        if kind is Format.GZIP:
            return unpack_gzip(file, folder)
        unpacked = unpack_zip(file, folder)
    except OSError as error:
        raise NotImportable(
            _("The archive cannot be unpacked: %(why)s.") % {"why": error.strerror}
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
