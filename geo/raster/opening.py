"""Opens a raster file that somebody hands over, trusting nothing it says about itself.

Drivers are on a list: formats that point to other files (VRT), that read the network or
that are pictures are none of them.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import rasterio
from django.utils.translation import gettext as _
from rasterio.crs import CRS
from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError
from rasterio.io import DatasetReader

from geo.crs import METRIC
from geo.exchange.archives import unpack_zip
from geo.exchange.refusals import NoSuchFile
from geo.raster.refusals import NotARaster, OddRaster, Unplaced

DRIVERS: Final = (
    *("GTiff", "SRTMHGT", "AAIGrid", "DTED", "EHdr", "ENVI", "HFA"),
    *("USGSDEM", "BT", "GSBG", "GS7BG", "SAGA", "JP2OpenJPEG"),
)
SURROUNDINGS: Final = {
    "GDAL_CACHEMAX": 64,  # megabytes
    "GDAL_PAM_ENABLED": "NO",  # neither believes nor writes side files
    "GDAL_NUM_THREADS": "1",
}
LARGEST_BLOCK: Final = 256 * 2**20
"""Bytes that decoding one block may take; a raster is read a block at a time."""
LEAST_SIDE: Final = 2


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How to read the file where it does not say, or says wrong."""

    crs: str = ""
    band: int = 0
    """0: the only one there is."""
    unit: str = ""
    nodata: float | None = None
    resolution_m: float = 0.0
    """0: as fine as the file."""


@dataclass(frozen=True, kw_only=True)
class Raster:
    """An opened raster of which the form has been judged."""

    dataset: DatasetReader
    band: int
    crs: CRS


@contextmanager
def opened(file: Path, reading: Reading) -> Iterator[Raster]:
    """Open a raster file, or the one raster of a zip archive.

    Raises:
        NoSuchFile: there is none.
        NotARaster: the content is none of the formats that are read.
        OddRaster: it has another form than heights on a grid.
        Unplaced: nobody says in which CRS it is.
        UnsafeFile, Truncated: the archive is not to be trusted, or damaged.
    """
    if not file.is_file():
        raise NoSuchFile(_("There is no file %(file)s.") % {"file": file.name})
    with (
        rasterio.Env(**SURROUNDINGS),
        TemporaryDirectory(prefix="llajta-dem-") as folder,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with _dataset(file, Path(folder)) as dataset:
            crs = _crs_of(dataset, reading.crs)
            _judge_form(dataset)
            yield Raster(dataset=dataset, band=_band_of(dataset, reading.band), crs=crs)


def _dataset(file: Path, folder: Path) -> DatasetReader:
    with file.open("rb") as beginning:
        is_zip = beginning.read(4) == b"PK\x03\x04"
    found = []
    for each in sorted(unpack_zip(file, folder)) if is_zip else [file]:
        try:
            found.append(DatasetReader(str(each), driver=list(DRIVERS)))
        except RasterioError:
            continue
    if len(found) == 1:
        return found[0]
    for each in found:
        each.close()
    if found:
        raise NotARaster(
            _("The archive holds %(count)d rasters; hand over the one that is meant.")
            % {"count": len(found)}
        )
    raise NotARaster(
        _(
            "%(file)s is no elevation model that can be read here, or it is damaged. These "
            "can: GeoTIFF, SRTM (.hgt), DTED, ASCII grid, ERDAS, ENVI, also in a zip."
        )
        % {"file": file.name}
    )


def _judge_form(dataset: DatasetReader) -> None:
    turned = dataset.transform
    if min(dataset.width, dataset.height) < LEAST_SIDE:
        raise OddRaster(
            _("The raster has %(columns)d × %(rows)d cells; that is no relief.")
            % {"columns": dataset.width, "rows": dataset.height}
        )
    if not all(map(math.isfinite, turned)) or not turned.a or not turned.e:
        raise OddRaster(_("The raster's place is written with impossible numbers."))
    if turned.b or turned.d or turned.a < 0 or turned.e > 0:
        raise OddRaster(
            _(
                "The raster is rotated: its rows do not run from west to east and from "
                "north to south. Turn it with “gdalwarp FILE straight.tif” and import that."
            )
        )
    rows, columns = dataset.block_shapes[0]
    if rows * columns * np.dtype(dataset.dtypes[0]).itemsize > LARGEST_BLOCK:
        raise OddRaster(
            _(
                "The raster is stored in one enormous block and would fill the memory. "
                "Write it in tiles: “gdal_translate -co TILED=YES FILE tiled.tif”."
            )
        )


def _band_of(dataset: DatasetReader, wanted: int) -> int:
    if not wanted and dataset.count > 1:
        raise OddRaster(
            _(
                "The raster has %(count)d bands; an elevation model has one. If one of "
                "them holds heights, say which: --band N."
            )
            % {"count": dataset.count}
        )
    band = wanted or 1
    if not 1 <= band <= dataset.count:
        raise OddRaster(
            _("There is no band %(band)d; the raster has %(count)d.")
            % {"band": band, "count": dataset.count}
        )
    kind = dataset.dtypes[band - 1]
    if kind in ("uint8", "int8") or kind.startswith("complex"):
        raise OddRaster(
            _(
                "The raster's numbers are of type %(kind)s: that is a picture, not "
                "heights. Ask for the elevation model itself."
            )
            % {"kind": kind}
        )
    return band


def _crs_of(dataset: DatasetReader, said: str) -> CRS:
    crs = dataset.crs
    if said:
        try:
            crs = CRS.from_user_input(said)
        except CRSError as error:
            raise Unplaced(_("“%(crs)s” is no known CRS.") % {"crs": said}) from error
    placed = crs is not None and (crs.is_geographic or crs.is_projected)
    if not placed or dataset.transform.is_identity:
        raise Unplaced(
            _(
                "The raster does not say where it lies or in which CRS. Ask its owner and "
                "say it, for example --crs EPSG:%(metric)d or --crs EPSG:4326; a raster "
                "without any coordinates cannot be used."
            )
            % {"metric": METRIC}
        )
    return crs
