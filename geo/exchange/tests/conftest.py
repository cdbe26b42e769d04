"""A small town to import into, and files as municipalities hand them over."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.utils import translation
from pyogrio.raw import write as write_vector

from geo.exchange.importing import import_features
from geo.exchange.mapping import Mapping, read_mapping
from geo.exchange.opening import open_features
from geo.exchange.options import ImportOptions
from geo.exchange.positions import crs_named
from geo.exchange.register import get_importable
from geo.exchange.report import ImportReport
from geo.testing import Grid

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TOWN = Grid("""
    a . . . . b
    . . . . . .
    . . . . . .
    d . . . . c
""")
"""The municipality: five cells wide, three high, from (-66.28, -17.40)."""

PROVENANCE = {"source": "test", "certainty": "official"}


def rows_of(layer: str) -> list[Any]:
    """The rows of a layer's table, in order of insertion."""
    return list(get_importable(layer).model._default_manager.order_by("pk"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages as they are written in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def town(db: None) -> Any:
    """The municipality alone."""
    model = get_importable("municipality").model
    outline = MultiPolygon(TOWN.polygon("abcd"), srid=4326)
    return model._default_manager.create(
        ine_code="030901", name="Town", outline=outline, **PROVENANCE
    )


@pytest.fixture
def take(town: Any) -> Callable[..., ImportReport]:
    """Import a file: `take(file, "blocks", repair=True)`; places unless told otherwise."""

    def importing(
        file: Path,
        to: str = "place-names",
        *,
        crs: str = "",
        layer: str = "",
        mapping: Mapping | str = "",
        **options: Any,
    ) -> ImportReport:
        if isinstance(mapping, str):
            written = file.with_name("mapping.toml")
            written.write_text(mapping, encoding="utf-8")
            mapping = read_mapping(written)
        said: dict[str, Any] = {"layer": layer, "crs": crs_named(crs) if crs else None}
        reading = replace(mapping.reading, **{k: v for k, v in said.items() if v})
        mapping = replace(mapping, reading=reading)
        decided = ImportOptions(
            now=NOW, mapping=mapping, constants=PROVENANCE, settle=False, **options
        )
        with open_features(file, reading) as source:
            return import_features(source, get_importable(to), decided)

    return importing


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature of a GEOS geometry, a dict, or nothing."""
    if isinstance(geometry, GEOSGeometry):
        geometry = json.loads(geometry.json)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any], **members: Any) -> str:
    """The text of a FeatureCollection."""
    return json.dumps({"type": "FeatureCollection", **members, "features": features})


@pytest.fixture
def geojson(tmp_path: Path) -> Callable[..., Path]:
    """Write features to a GeoJSON file."""

    def writing(*features: dict[str, Any], **members: Any) -> Path:
        file = tmp_path / "layer.geojson"
        file.write_text(collection(*features, **members), encoding="utf-8")
        return file

    return writing


def write_with_gdal(
    file: Path,
    shapes: Sequence[Any],
    *,
    driver: str,
    crs: str | None = "EPSG:4326",
    columns: dict[str, list[Any]],
    **options: Any,
) -> Path:
    """Write shapely shapes and columns with one of GDAL's drivers."""
    geometries = np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object)
    kind = next(shape.geom_type for shape in shapes if shape is not None)
    write_vector(
        file,
        geometries,
        [np.array(values, dtype=object) for values in columns.values()],
        list(columns),
        crs=crs,
        geometry_type=kind,
        driver=driver,
        **options,
    )
    return file


def zipped(file: Path, *members: Path) -> Path:
    """Pack files into a ZIP."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.write(member, member.name)
    return file


def table(file: Path, text: str, *, encoding: str = "utf-8") -> Path:
    """Write a table, its lines without the indentation of the test."""
    lines = [line.strip(" ") for line in text.strip("\n ").split("\n")]
    file.write_bytes("\n".join(lines).encode(encoding))
    return file
