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

from django.utils.translation import gettext as _
from pyproj import CRS

from geo import crs as stored
from geo.exchange import rowwise
from geo.exchange.encodings import checked, encoding_of, guessed
from geo.exchange.features import Batch, written
from geo.exchange.jsonstream import FeatureStream
from geo.exchange.positions import crs_named
from geo.exchange.reading import Reading
from geo.exchange.refusals import NotImportable, TooLarge, UnknownCrs
from geo.exchange.rowwise import SCHEMA_FEATURES, columns_among
from geo.nesting import DEEPEST_JSON, json_is_deeper

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
            Damaged: the JSON breaks off.
        """
        with self.file.open(encoding=self.encoding, newline="") as stream:
            yield from rowwise.batches(
                _weighed(FeatureStream(stream)),
                columns,
                shape=lambda feature: feature.get("geometry"),
                text=lambda feature, name: _text(_properties(feature).get(name)),
            )


def open_geojson(file: Path, reading: Reading) -> GeoJsonFeatures:
    """Open a GeoJSON file; without a `crs` member it is WGS 84 (RFC 7946, section 4).

    Raises:
        NotImportable: there is no feature in it.
        TooLarge: it has too many columns.
        UnknownCrs: its `crs` member does not name a CRS.
    """
    encoding = checked(reading.encoding) if reading.encoding else encoding_of(file)
    with file.open(encoding=encoding, newline="") as stream:
        features = FeatureStream(stream)
        first = list(islice(features, SCHEMA_FEATURES))
        members = features.members
    if not first:
        raise NotImportable(_("The GeoJSON holds no features."))
    return GeoJsonFeatures(
        file=file,
        name=file.name,
        encoding=encoding,
        columns=columns_among(name for each in first for name in _properties(each)),
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


def _weighed(features: FeatureStream) -> Iterator[tuple[dict[str, Any], int]]:
    """Features with the letters that each took."""
    begun = features.read
    for feature in features:
        yield feature, features.read - begun
        begun = features.read


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str | None:
    """A property as text; what is no single value stays JSON.

    Raises:
        TooLarge: it is nested deeper than anybody needs.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return written(value)
    if json_is_deeper(value):
        raise TooLarge(
            _("A property of the GeoJSON has lists or objects more than %(most)d deep.")
            % {"most": DEEPEST_JSON}
        )
    return json.dumps(value, ensure_ascii=False)
