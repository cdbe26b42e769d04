"""Shapes that people draw on a form's map or hand over in a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import (
    GeometryCollection,
    GEOSException,
    GEOSGeometry,
    MultiPolygon,
    Point,
    Polygon,
)
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from geo import crs
from geo.exchange.opening import open_features
from geo.exchange.positions import conversion
from geo.exchange.reading import Reading
from geo.exchange.refusals import NotImportable
from geo.exchange.shapes import prepare
from geo.importing.uploads import harmless_name

LARGEST_FILE: Final = 5_000_000
"""Bytes of a file with the outline of one thing."""
MOST_SHAPES: Final = 5_000


def shape_in(text: str) -> GEOSGeometry | None:
    """The geometry (EPSG:4326) that a GeoJSON text says; None if it says none."""
    try:
        shape = GEOSGeometry(text, srid=crs.STORAGE)
    except (GEOSException, GDALException, ValueError, TypeError, RecursionError):
        return None
    return None if shape.empty or not _is_on_earth(shape) else shape


def point_in(text: str) -> Point | None:
    """The point (EPSG:4326, without a height) that a GeoJSON text says; None if none."""
    shape = shape_in(text)
    return Point(shape.x, shape.y, srid=crs.STORAGE) if isinstance(shape, Point) else None


def _is_on_earth(shape: GEOSGeometry) -> bool:
    west, south, east, north = shape.extent
    return -180 <= west <= east <= 180 and -90 <= south <= north <= 90


def ground_of(shapes: Iterable[GEOSGeometry]) -> MultiPolygon | None:
    """The areas among some shapes as one ground (EPSG:4326); None if there is no area.

    Where areas overlap it is covered once; rings that cross themselves are mended.
    """
    areas = [polygon for shape in shapes for polygon in _polygons(shape.make_valid())]
    if not areas:
        return None
    together = MultiPolygon(areas, srid=crs.STORAGE).unary_union
    return MultiPolygon(_polygons(together.make_valid()), srid=crs.STORAGE)


def _polygons(shape: GEOSGeometry) -> list[Polygon]:
    if isinstance(shape, GeometryCollection):  # the multiple shapes are such, too
        return [area for part in shape for area in _polygons(part)]
    return [shape] if isinstance(shape, Polygon) and not shape.empty else []


def shapes_in_file(sent: UploadedFile[Any]) -> list[GEOSGeometry]:
    """Every shape of a file, in EPSG:4326: GeoJSON, KML, Shapefile in a ZIP, GeoPackage.

    Raises:
        NotImportable: it cannot be read, is too large, or does not say where it lies.
    """
    if not sent.size or sent.size > LARGEST_FILE:
        raise NotImportable(
            _("The file is empty or has more than %(most)d MB. Nothing was read of it.")
            % {"most": LARGEST_FILE // 10**6}
        )
    with TemporaryDirectory(prefix="llajta-drawn-") as folder:
        file = Path(folder) / harmless_name(sent.name or "")
        file.write_bytes(sent.read())
        return _read(file)


def _read(file: Path) -> list[GEOSGeometry]:
    shapes: list[GEOSGeometry] = []
    with open_features(file, Reading()) as features:
        if features.crs is None:
            raise NotImportable(
                _(
                    "The file does not say in which CRS it is. Add its .prj, or save it "
                    "as KML."
                )
            )
        convert = conversion(features.crs)
        for batch in features.batches([]):
            found = prepare(batch.shapes, convert, mend=True).shapes.values()
            shapes += [GEOSGeometry(memoryview(value)) for value in found if value]
            if len(shapes) > MOST_SHAPES:
                raise NotImportable(_("The file has too many shapes for one outline."))
    return shapes
