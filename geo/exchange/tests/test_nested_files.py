"""Shapes, lists and elements without bottom are refused, not fallen into."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.exchange.faults import Fault
from geo.exchange.refusals import TooLarge
from geo.exchange.tests.conftest import collection, feature
from geo.exchange.tests.test_hostile_files import AT, KML, POINT, geopackage

pytestmark = pytest.mark.bar("R64")

NOTES = '[fields]\nname = "notas"'
DEEP = 330


def nested(levels: int, inner: Any = POINT) -> dict[str, Any]:
    """A place within so many collections."""
    shape: dict[str, Any] = feature(inner)["geometry"]
    for _level in range(levels):
        shape = {"type": "GeometryCollection", "geometries": [shape]}
    return shape


def nested_geojson(folder: Path) -> Path:
    file = folder / "a.geojson"
    file.write_text(collection(feature(nested(DEEP), nombre="A")))
    return file


def nested_kml(folder: Path) -> Path:
    """Groups within groups, each of two shapes, so that they stay collections."""
    point = "<Point><coordinates>-66.28,-17.4</coordinates></Point>"
    line = "<LineString><coordinates>0,0 1,1</coordinates></LineString>"
    groups = f"<MultiGeometry>{line}" * DEEP + point + "</MultiGeometry>" * DEEP
    file = folder / "a.kml"
    file.write_text(KML.format(name="A").replace(point, groups))
    return file


def nested_geopackage(folder: Path) -> Path:
    """Deep enough to end the process of whoever reads it level by level."""
    file = geopackage(folder)
    deep = struct.pack("<BII", 1, 7, 1) * 100 * DEEP + shapely.to_wkb(shapely.Point(AT))
    with closing(sqlite3.connect(file)) as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        ((column,),) = database.execute(
            "SELECT column_name FROM gpkg_geometry_columns"
        ).fetchall()
        head = b"GP\0\1" + struct.pack("<i", 4326)
        database.execute(f"UPDATE a SET {column} = ?", [head + deep])
        database.commit()
    return file


@pytest.mark.parametrize("written", [nested_geojson, nested_kml, nested_geopackage])
def test_collections_without_bottom_are_refused_row_by_row(
    take, tmp_path, written: Callable[[Path], Path]
) -> None:
    report = take(written(tmp_path))

    assert dict(report.refusals.reasons) == {Fault.TOO_DEEP: 1}
    assert "take them apart" in report.refusals.first[0].reason


@pytest.mark.parametrize("levels", [1, 4, 16])
def test_collections_as_people_draw_them_are_read(take, geojson, levels) -> None:
    report = take(geojson(feature(nested(levels), nombre="A")))

    assert set(dict(report.refusals.reasons)) <= {Fault.WRONG_TYPE}, "a place is a point"


def test_lists_without_bottom_in_a_property_are_refused(take, geojson) -> None:
    deep: Any = []
    for _level in range(DEEP):
        deep = [deep]
    with pytest.raises(TooLarge, match="deep"):
        take(geojson(feature(POINT, nombre="A", notas=deep)), mapping=NOTES)


def test_elements_without_bottom_are_refused_as_they_are_read(take, tmp_path) -> None:
    file = tmp_path / "a.kml"
    file.write_text('<kml xmlns="http://www.opengis.net/kml/2.2">' + "<a>" * 200_000)
    with pytest.raises(TooLarge, match="deep"):
        take(file)


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Point", "coordinates": [10**400, -17.4]},
        {"type": "LineString", "coordinates": [[-66.28, -17.4], [-(10**400), -17.4]]},
    ],
    ids=["point", "line"],
)
def test_a_number_beyond_all_numbers_is_no_coordinate(take, geojson, shape) -> None:
    report = take(geojson(feature(shape, nombre="A"), feature(POINT, nombre="B")))

    assert dict(report.refusals.reasons) == {Fault.BROKEN_SHAPE: 1}
    assert report.loaded == 1
