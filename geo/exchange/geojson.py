"""GeoJSON read feature by feature, so that a file of any size fits in little memory.

GDAL's reader keeps every feature's id (500 MB for ten million), follows addresses in
the `crs` member and reads the file twice; this one does neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _
from pyproj import CRS

from geo import crs as stored
from geo.exchange.columns import Column
from geo.exchange.encodings import checked, encoding_of, guessed
from geo.exchange.faults import Fault
from geo.exchange.features import BATCH_BYTES, BATCH_ROWS, Batch, written
from geo.exchange.jsonstream import FeatureStream
from geo.exchange.positions import crs_named
from geo.exchange.reading import Reading
from geo.exchange.refusals import NotImportable, UnknownCrs
from geo.exchange.wkb import NotAGeometry, geometry

MOST_COLUMNS: Final = 2_000
SCHEMA_FEATURES: Final = 1_000
"""How many features are looked at to learn the names of the attributes."""
TAIL_BYTES: Final = 2_000


@dataclass(frozen=True, kw_only=True, eq=False)
class GeoJsonFeatures:
    """The features of one GeoJSON file."""

    file: Path
    name: str
    encoding: str
    columns: tuple[str, ...]
    crs: CRS | None
    total: int | None = None
    notes: list[str] = field(default_factory=list)

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """Read the features with these properties.

        Raises:
            NotImportable: the JSON breaks off.
        """
        with self.file.open(encoding=self.encoding, newline="") as stream:
            first = 1
            for rows in _groups(FeatureStream(stream)):
                yield _batch(rows, columns, first=first)
                first += len(rows)


def open_geojson(file: Path, reading: Reading) -> GeoJsonFeatures:
    """Open a GeoJSON file; without a `crs` member it is WGS 84 (RFC 7946, section 4).

    Raises:
        NotImportable: there is no feature in it, or too many columns.
        UnknownCrs: its `crs` member does not name a CRS.
    """
    encoding = checked(reading.encoding) if reading.encoding else encoding_of(file)
    with file.open(encoding=encoding, newline="") as stream:
        features = FeatureStream(stream)
        first = list(islice(features, SCHEMA_FEATURES))
        members = features.members
    if not first:
        raise NotImportable(_("The GeoJSON holds no features."))
    columns = dict.fromkeys(name for feature in first for name in _properties(feature))
    if len(columns) > MOST_COLUMNS:
        raise NotImportable(_("The file has %(count)d columns.") % {"count": len(columns)})
    return GeoJsonFeatures(
        file=file,
        name=file.name,
        encoding=encoding,
        columns=tuple(columns),
        crs=reading.crs or _crs(members.get("crs"), file),
        notes=[] if reading.encoding or encoding.startswith("utf") else [guessed(encoding)],
    )


def _crs(member: Any, file: Path) -> CRS:
    """The CRS of the file; an address is never followed."""
    if member is None:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - TAIL_BYTES))
            if b'"crs"' not in stream.read():
                return CRS.from_epsg(stored.STORAGE)
    name = member.get("properties", {}).get("name") if isinstance(member, dict) else None
    if not isinstance(name, str) or "://" in name:
        raise UnknownCrs(
            _("The GeoJSON does not name its CRS plainly; say it with --crs EPSG:….")
        )
    return crs_named(name)


def _groups(features: FeatureStream) -> Iterator[list[dict[str, Any]]]:
    """Features in groups that fit a batch, however large each of them is."""
    rows: list[dict[str, Any]] = []
    begun = features.read
    for feature in features:
        rows.append(feature)
        if len(rows) == BATCH_ROWS or features.read - begun > BATCH_BYTES:
            yield rows
            rows, begun = [], features.read
    if rows:
        yield rows


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _batch(rows: list[dict[str, Any]], columns: Sequence[str], *, first: int) -> Batch:
    shapes: list[bytes | None] = []
    faults: dict[int, tuple[Fault, str]] = {}
    for index, feature in enumerate(rows):
        try:
            shapes.append(geometry(feature.get("geometry")))
        except NotAGeometry as error:
            shapes.append(None)
            faults[index] = (Fault.BROKEN_SHAPE, str(error))
    properties = [_properties(feature) for feature in rows]
    return Batch(
        lines=np.arange(first, first + len(rows), dtype=np.int64),
        shapes=Column.of_bytes(shapes),
        columns={
            name: Column.of_texts(_text(values.get(name)) for values in properties)
            for name in columns
        },
        faults=faults,
    )


def _text(value: Any) -> str | None:
    """A property as text; what is no single value stays JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return written(value)
    return json.dumps(value, ensure_ascii=False)
