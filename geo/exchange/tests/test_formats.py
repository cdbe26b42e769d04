"""The same three places come out of every format a municipality may send."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from geo.exchange.faults import Fault
from geo.exchange.options import Outside
from geo.exchange.refusals import NotImportable, WrongMapping
from geo.exchange.tests.conftest import (
    collection,
    feature,
    rows_of,
    table,
    write_with_gdal,
    zipped,
)
from geo.testing import Grid

PLACES = Grid("""
    . u . . . .
    . . . v . .
    . . w . . .
    . . . . . .
""")
NAMES = {"u": "Peña Ñuñoa", "v": "Mercado “Central”", "w": "Plaza 15, norte"}
POINTS = {letter: PLACES.points[letter] for letter in NAMES}


def geopackage(folder: Path) -> Path:
    shapes = [shapely.Point(at) for at in POINTS.values()]
    columns = {"nombre": list(NAMES.values())}
    return write_with_gdal(folder / "a.gpkg", shapes, driver="GPKG", columns=columns)


def flatgeobuf(folder: Path) -> Path:
    shapes = [shapely.Point(at) for at in POINTS.values()]
    columns = {"nombre": list(NAMES.values())}
    file = folder / "a.fgb"
    # Without its index FlatGeobuf keeps the order of the rows.
    return write_with_gdal(
        file, shapes, driver="FlatGeobuf", columns=columns, SPATIAL_INDEX="NO"
    )


def shapefile(folder: Path) -> Path:
    shapes = [shapely.Point(at) for at in POINTS.values()]
    columns = {"nombre": list(NAMES.values())}
    return write_with_gdal(
        folder / "a.shp", shapes, driver="ESRI Shapefile", columns=columns, encoding="UTF-8"
    )


def zipped_shapefile(folder: Path) -> Path:
    shapefile(folder)
    parts = [folder / f"a.{end}" for end in ("shp", "shx", "dbf", "prj", "cpg")]
    return zipped(folder / "layer.zip", *parts)


def geojson(folder: Path) -> Path:
    features = [feature(PLACES.point(letter), nombre=NAMES[letter]) for letter in NAMES]
    file = folder / "a.geojson"
    file.write_text(collection(*features), encoding="utf-8")
    return file


def gzipped_geojson(folder: Path) -> Path:
    file = folder / "a.geojson.gz"
    with geojson(folder).open("rb") as plain, gzip.open(file, "wb") as packed:
        shutil.copyfileobj(plain, packed)
    return file


def newline_delimited(folder: Path) -> Path:
    features = [feature(PLACES.point(letter), nombre=NAMES[letter]) for letter in NAMES]
    file = folder / "a.geojsonl"
    file.write_text("\n".join(map(json.dumps, features)), encoding="utf-8")
    return file


def kml(folder: Path) -> Path:
    placemarks = "".join(
        f"<Placemark><name>{NAMES[letter]}</name><Point><coordinates>{x},{y},2550"
        "</coordinates></Point></Placemark>"
        for letter, (x, y) in POINTS.items()
    )
    file = folder / "doc.kml"
    file.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document><Folder><name>Lugares</name>{placemarks}</Folder></Document></kml>",
        encoding="utf-8",
    )
    return file


def kmz(folder: Path) -> Path:
    return zipped(folder / "a.kmz", kml(folder))


def commas(folder: Path) -> Path:
    rows = "\n".join(
        f'"{NAMES[letter].replace(chr(34), chr(34) * 2)}",{y},{x}'
        for letter, (x, y) in POINTS.items()
    )
    return table(folder / "a.csv", f"nombre,latitud,longitud\n{rows}")


def semicolons(folder: Path) -> Path:
    rows = "\n".join(
        f"{NAMES[letter]};{x};{y}".replace(".", ",") for letter, (x, y) in POINTS.items()
    )
    return table(folder / "a.csv", f"NOMBRE;Longitud;Latitud\n{rows}", encoding="cp1252")


@pytest.mark.parametrize(
    "written",
    [
        geopackage,
        flatgeobuf,
        shapefile,
        zipped_shapefile,
        geojson,
        gzipped_geojson,
        newline_delimited,
        kml,
        kmz,
        commas,
        semicolons,
    ],
)
def test_every_format_brings_the_same_rows(
    take, tmp_path: Path, written: Callable[[Path], Path]
) -> None:
    report = take(written(tmp_path))

    assert (report.read, report.loaded, report.refusals.rows) == (3, 3, 0)
    found = {row.name: row.position.coords for row in rows_of("place-names")}
    assert found == {
        NAMES[letter]: pytest.approx(POINTS[letter], abs=1e-9) for letter in NAMES
    }


def test_longitude_comes_first_in_every_row(take, tmp_path: Path) -> None:
    take(geojson(tmp_path))

    for row in rows_of("place-names"):
        assert row.position.x < -60 < -20 < row.position.y < -15


def test_a_file_with_several_layers_asks_which(take, tmp_path: Path) -> None:
    file = geopackage(tmp_path)
    shapes = [shapely.Point(POINTS["u"])]
    write_with_gdal(
        file, shapes, driver="GPKG", columns={"nombre": ["Otra"]}, layer="otra", append=True
    )

    with pytest.raises(WrongMapping, match="--layer"):
        take(file)
    assert take(file, layer="otra").loaded == 1


def test_an_archive_with_several_layers_asks_which(take, tmp_path: Path) -> None:
    other = tmp_path / "b.geojson"
    other.write_text(collection(feature(PLACES.point("u"), nombre="Otra")))
    file = zipped(tmp_path / "two.zip", geojson(tmp_path), other)

    with pytest.raises(WrongMapping, match="--layer"):
        take(file)
    assert take(file, layer="b").loaded == 1


@pytest.mark.parametrize(
    "coordinates",
    [
        "-66.28,-17.39,0 -66.27,-17.38,0",
        "-66.28, -17.39, 0 -66.27, -17.38, 0",
        "-66.28,-17.39, 0\n-66.27,-17.38, 0",
        "-66.28 ,-17.39  -66.27 , -17.38",
        "-66.28,-17.39, -66.27,-17.38,",
    ],
)
def test_blanks_after_the_commas_of_a_kml_part_nothing(take, tmp_path, coordinates) -> None:
    file = tmp_path / "a.kml"
    file.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Calle</name>'
        f"<LineString><coordinates>{coordinates}</coordinates></LineString>"
        "</Placemark></kml>"
    )
    take(file, "streets", outside=Outside.KEEP)

    (row,) = rows_of("streets")
    assert [at for line in row.axis.coords for at in line] == [
        (-66.28, -17.39),
        (-66.27, -17.38),
    ]


def test_positions_of_a_kml_that_only_commas_part_are_not_guessed(take, tmp_path) -> None:
    file = tmp_path / "a.kml"
    file.write_text(
        "<kml><Placemark><name>Calle</name><LineString><coordinates>"
        "-66.28,-17.39, -66.27, -17.38</coordinates></LineString></Placemark></kml>"
    )

    assert dict(take(file, "streets").refusals.reasons) == {Fault.BROKEN_SHAPE: 1}


@pytest.mark.parametrize("packed", [False, True], ids=["alone", "one on each line"])
def test_a_geometry_alone_is_a_row_without_properties(take, tmp_path, packed) -> None:
    shape = json.dumps({"coordinates": POINTS["u"], "type": "Point"})
    file = tmp_path / "a.geojson"
    file.write_text(f"{shape}\n{shape}" if packed else shape)
    report = take(file, mapping='[generate]\nname = "Pozo {line}"')

    assert (report.read, report.loaded) == (1 + packed, 1 + packed)
    assert rows_of("place-names")[-1].position.coords == POINTS["u"]


def test_a_topology_is_no_geometry(take, tmp_path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"type": "Topology", "objects": {}, "arcs": []}')

    with pytest.raises(NotImportable, match="no features"):
        take(file)
