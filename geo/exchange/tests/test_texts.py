"""Text arrives as it was meant, and what had to be guessed is said."""

from __future__ import annotations

import pytest
import shapely

from geo.exchange.options import Outside
from geo.exchange.refusals import WrongMapping
from geo.exchange.tests.conftest import (
    collection,
    feature,
    rows_of,
    table,
    write_with_gdal,
)
from geo.testing import Grid

GRID = Grid("a b")
NAME = "Plaza Ñuñoa, «día»"
SPANISH = "Señora de Urkupiña"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"])
def test_a_table_is_read_in_its_encoding(take, tmp_path, encoding) -> None:
    text = f"nombre,lon,lat\n{SPANISH},-66.278,-17.399"
    report = take(table(tmp_path / "a.csv", text, encoding=encoding))

    assert rows_of("place-names")[0].name == SPANISH
    said = any(encoding in note for note in report.notes)
    assert said == encoding.startswith("cp")


def test_latin_1_far_down_in_a_table_is_still_noticed(take, tmp_path) -> None:
    rows = "\n".join(f"lugar {index},-66.278,-17.399" for index in range(20_000))
    text = f"nombre,lon,lat\n{rows}\n{SPANISH},-66.278,-17.399"
    take(table(tmp_path / "a.csv", text, encoding="latin-1"))

    assert rows_of("place-names")[-1].name == SPANISH


def test_a_geojson_in_latin_1_is_read_and_said(take, tmp_path) -> None:
    text = collection(feature(GRID.point("a"), nombre=SPANISH))
    file = tmp_path / "a.geojson"
    file.write_bytes(text.encode().decode("unicode_escape").encode("latin-1"))
    report = take(file)

    assert rows_of("place-names")[0].name == SPANISH
    assert any("cp1252" in note for note in report.notes)


@pytest.mark.parametrize("encoding", ["UTF-8", "cp1252", "cp850"])
@pytest.mark.parametrize("told", [True, False], ids=["with .cpg", "without .cpg"])
def test_a_shapefile_is_read_in_its_encoding(take, tmp_path, encoding, told) -> None:
    file = write_with_gdal(
        tmp_path / "a.shp",
        [shapely.Point(GRID.points["a"])],
        driver="ESRI Shapefile",
        columns={"nombre": [SPANISH]},
        encoding=encoding,
    )
    if not told:
        file.with_suffix(".cpg").unlink(missing_ok=True)
        dbf = file.with_suffix(".dbf")
        content = bytearray(dbf.read_bytes())
        content[29] = 0
        dbf.write_bytes(content)
    take(file)

    assert rows_of("place-names")[0].name == SPANISH


def test_an_encoding_in_the_mapping_wins(take, tmp_path) -> None:
    text = "nombre,lon,lat\nPozo ¢,-66.278,-17.399"
    file = table(tmp_path / "a.csv", text, encoding="cp850")
    take(file, mapping='[file]\nencoding = "cp850"')

    assert rows_of("place-names")[0].name == "Pozo ¢"


def test_an_encoding_that_is_none(take, tmp_path) -> None:
    file = table(tmp_path / "a.csv", "nombre,lon,lat\nPozo,-66.278,-17.399")

    with pytest.raises(WrongMapping, match="latin-99"):
        take(file, mapping='[file]\nencoding = "latin-99"')


def test_the_nul_character_is_dropped(take, geojson) -> None:
    take(geojson(feature(GRID.point("a"), nombre="Pla\0za")))

    assert rows_of("place-names")[0].name == "Plaza"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("nombre,lon,lat\nA,-66.2785,-17.3995", id="comma"),
        pytest.param("nombre;lon;lat\nA;-66.2785;-17.3995", id="semicolon"),
        pytest.param("nombre;lon;lat\nA;-66,2785;-17,3995", id="decimal comma"),
        pytest.param("nombre\tLONGITUD\tLATITUD\nA\t-66.2785\t-17.3995", id="tab"),
        pytest.param('nombre|"lng"|"lat"\n"A"|-66.2785|-17.3995', id="bar, quoted"),
        pytest.param("lat,lon,nombre\r\n-17.3995,-66.2785,A\r\n", id="Windows lines"),
        pytest.param(
            'nombre,lon,lat\n"A\nde abajo",-66.2785,-17.3995', id="line in quotes"
        ),
    ],
)
def test_a_table_is_read_however_it_is_written(take, tmp_path, text) -> None:
    report = take(table(tmp_path / "a.csv", text))

    assert report.loaded == 1
    assert rows_of("place-names")[0].position.coords == pytest.approx((-66.2785, -17.3995))


@pytest.mark.parametrize("x", ["789123.5", "789.123,5", "789123,5", " 789 123,5"])
def test_metres_are_read_however_they_are_written(take, tmp_path, x) -> None:
    y = x.replace("789", "8074").replace("123", "912")
    file = table(tmp_path / "a.csv", f"nombre;este;norte\nA;{x};{y}")
    report = take(file, crs="EPSG:32719", outside=Outside.KEEP)

    assert report.loaded == 1
    x_m, y_m = rows_of("place-names")[0].position.transform(32719, clone=True).coords
    assert (x_m, y_m) == pytest.approx((789123.5, 8074912.5), abs=0.01)


@pytest.mark.parametrize("said", ["", '[file]\ndecimal = ","'], ids=["guessed", "said"])
def test_the_last_of_two_marks_is_the_decimal_one(take, tmp_path, said) -> None:
    text = "nombre;este;norte\nA;789,123.5;8,074,912.5\nB;789,124.5;8,074,913.5"
    file = table(tmp_path / "a.csv", text)
    report = take(file, mapping=said, crs="EPSG:32719", outside=Outside.KEEP)

    assert report.loaded == 2
    x_m, y_m = rows_of("place-names")[0].position.transform(32719, clone=True).coords
    assert (x_m, y_m) == pytest.approx((789123.5, 8074912.5), abs=0.01)


def test_unusual_coordinate_columns_can_be_named(take, tmp_path) -> None:
    file = table(tmp_path / "a.csv", "nombre,oeste,sur\nA,-66.278,-17.399")

    with pytest.raises(WrongMapping, match="“oeste”"):
        take(file)
    named = '[file]\nx = "oeste"\ny = "sur"\ncrs = "EPSG:4326"'
    assert take(file, mapping=named).loaded == 1


def test_the_line_of_a_table_is_the_one_an_editor_shows(take, tmp_path) -> None:
    text = 'nombre,lon,lat\n"A\n\nb",-66.278,-17.399\n\n,-66.278,-17.399'
    report = take(table(tmp_path / "a.csv", text))

    assert report.refusals.first[0].line == 6
