"""GeoPackage, Shapefile and FlatGeobuf, streamed by GDAL in Arrow batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
from django.utils.translation import gettext as _
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS

from geo import crs as stored
from geo.exchange import arrow
from geo.exchange.columns import Column
from geo.exchange.drivers import restrict_gdal
from geo.exchange.features import BATCH_BYTES, BATCH_ROWS, Batch, check_width
from geo.exchange.positions import crs_named
from geo.exchange.reading import Reading
from geo.exchange.refusals import Damaged, NotImportable, UnknownCrs, WrongMapping, listed

GDAL_MEMORY: Final = str(BATCH_BYTES)


@dataclass(frozen=True, kw_only=True, eq=False)
class VectorFeatures:
    """One layer of a file that GDAL reads."""

    file: Path
    layer: str
    name: str
    columns: tuple[str, ...]
    crs: CRS | None
    total: int | None
    batch_rows: int
    options: dict[str, Any]
    notes: list[str] = field(default_factory=list)

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """Read the rows with these columns.

        Raises:
            Damaged: the file is broken in the middle.
        """
        # FlatGeobuf's reader ends early under this limit; its rows are sized by average.
        limited = None if self.file.suffix.lower() == ".fgb" else GDAL_MEMORY
        # Without threads no batches are read ahead.
        pyogrio.set_gdal_config_options(
            {"OGR_ARROW_MEM_LIMIT": limited, "OGR_GPKG_NUM_THREADS": "1"}
        )
        try:
            with pyogrio.raw.open_arrow(
                self.file,
                layer=self.layer,
                columns=list(dict.fromkeys(columns)),
                batch_size=self.batch_rows,
                datetime_as_string=True,
                **self.options,
            ) as (meta, stream):
                shape = meta["geometry_name"] or "wkb_geometry"
                yield from _batches(stream, shape=shape, columns=columns)
        except (arrow.StreamBroken, DataSourceError) as error:
            raise _damaged(self.file) from error


def open_vector(file: Path, reading: Reading, **options: Any) -> VectorFeatures:
    """Open the one spatial layer of `file`, or the one that `reading` names.

    Raises:
        Damaged: GDAL cannot read it.
        TooLarge: it has too many columns.
        UnknownCrs: it states a local CRS, and `reading` names no other.
        WrongMapping: there are several layers and none is named, or no such layer.
    """
    restrict_gdal()
    try:
        layer = _layer(file, reading.layer, bare=reading.placeless)
        info = pyogrio.read_info(file, layer=layer, **options)
    except (DataSourceError, DataLayerError) as error:
        raise _damaged(file) from error
    check_width(len(info["fields"]))
    total = info["features"] if info["features"] >= 0 else None
    return VectorFeatures(
        file=file,
        layer=layer,
        name=file.name,
        columns=tuple(info["fields"].tolist()),
        crs=_crs(info, reading.crs),
        total=total,
        batch_rows=_batch_rows(file, total),
        options=options,
    )


def _crs(info: dict[str, Any], said: CRS | None) -> CRS | None:
    """The CRS that the layer states; that of what is stored, where it has no shapes.

    Raises:
        UnknownCrs: what it states is no place on Earth, and nobody `said` another.
    """
    if info["geometry_type"] is None:
        return CRS.from_epsg(stored.STORAGE)
    try:
        return crs_named(info["crs"]) if info["crs"] else None
    except UnknownCrs:
        if said is None:
            raise
        return said


def _layer(file: Path, wanted: str, *, bare: bool) -> str:
    """The layer called `wanted`, or the only one; `bare` takes tables without shapes."""
    rows = pyogrio.list_layers(file).tolist()
    spatial = [str(name) for name, geometry_type in rows if geometry_type]
    if bare and (wanted or not spatial):
        spatial = [str(name) for name, _geometry_type in rows]
    if wanted:
        if wanted not in spatial:
            raise WrongMapping(
                _("There is no layer “%(layer)s”; the file has %(layers)s.")
                % {"layer": wanted, "layers": listed(spatial)}
            )
        return wanted
    if not spatial:
        raise NotImportable(_("The file holds no layer with geometry."))
    if len(spatial) > 1:
        raise WrongMapping(
            _("The file has several layers: %(layers)s. Say which with --layer.")
            % {"layers": listed(spatial)}
        )
    return spatial[0]


def _batch_rows(file: Path, total: int | None) -> int:
    """Rows whose shapes fit a batch, taking them all for as large as the average."""
    average = file.stat().st_size / total if total else BATCH_BYTES
    return max(1, min(BATCH_ROWS, int(BATCH_BYTES / max(average, 1))))


def _batches(stream: Any, *, shape: str, columns: Sequence[str]) -> Iterator[Batch]:
    line = 1
    for rows, values in arrow.batches(stream):
        texts: dict[str, Column] = {}
        for name in columns:
            column = values[name].column()
            if column is None:
                raise WrongMapping(
                    _("Column “%(name)s” holds lists or files, which cannot be imported.")
                    % {"name": name}
                )
            texts[name] = column
        yield Batch(
            lines=np.arange(line, line + rows, dtype=np.int64),
            shapes=_shapes(values, shape) or Column.nulls(rows),
            columns=texts,
        )
        line += rows


def _shapes(values: dict[str, Any], name: str) -> Column | None:
    found: Column | None = values[name].column() if name in values else None
    return found


def _damaged(file: Path) -> Damaged:
    return Damaged(
        _("%(file)s cannot be read: it is damaged or cut short.") % {"file": file.name}
    )
