"""Each format holds the rows as they are, where they are, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geo.access import Audience
from geo.exchange.exports.formats import FORMATS
from geo.exchange.exports.tests.conftest import BENCHES, LONG, ROWS, Written

KML = "{http://www.opengis.net/kml/2.2}"
DAY = dt.date(2024, 2, 29)
MOMENT = dt.datetime(2024, 2, 29, 16, 30, tzinfo=dt.UTC)
Row = dict[str, Any]


def from_gdal(file: Path | str) -> list[Row]:
    """Rows as GDAL reads them, the shape as `at`."""
    info, _ids, shapes, columns = pyogrio.raw.read(file)
    rows = []
    for shape, *values in zip(shapes, *columns, strict=True):
        row = {
            name: _plain(value) for name, value in zip(info["fields"], values, strict=True)
        }
        row["at"] = _spot(shape)
        rows.append(row)
    return rows


def _spot(shape: bytes | None) -> tuple[float, ...] | None:
    return None if shape is None else shapely.from_wkb(shape).coords[0]


def _plain(value: Any) -> Any:
    """A value of numpy as one of Python; not a number and not a time are nothing."""
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else value.item()
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else float(value)
    return value


def from_parquet(file: Path) -> list[Row]:
    rows: list[Row] = pq.read_table(file).to_pylist()
    for row in rows:
        shape = row.pop("geometry")
        row["at"] = _spot(shape)
    return rows


def from_geojson(file: Path) -> list[Row]:
    found = json.loads(file.read_bytes())["features"]
    return [
        {
            **each["properties"],
            "id": each["id"],
            "at": each["geometry"] and tuple(each["geometry"]["coordinates"]),
        }
        for each in found
    ]


def from_csv(file: Path) -> list[Row]:
    text = file.read_text(encoding="utf-8-sig")
    rows: list[Row] = list(csv.DictReader(io.StringIO(text, newline="")))
    for row in rows:
        x, y = row.pop("longitude"), row.pop("latitude")
        row |= {"id": int(row["id"]), "at": (float(x), float(y)) if x else None}
    return rows


def from_kml(file: Path) -> list[Row]:
    rows = []
    for placemark in ElementTree.parse(file).iter(f"{KML}Placemark"):
        row: Row = {"id": int(placemark.attrib["id"].rpartition(".")[2]), "at": None}
        for each in placemark.iter(f"{KML}Data"):
            row[each.attrib["name"]] = each.findtext(f"{KML}value")
        if spot := placemark.findtext(f"{KML}Point/{KML}coordinates"):
            row["at"] = tuple(map(float, spot.split(",")))
        rows.append(row)
    return rows


def from_shapefile(file: Path) -> list[Row]:
    return from_gdal(f"/vsizip/{file}/benches.shp")


def from_xlsx(file: Path) -> list[Row]:
    header, *cells = openpyxl.load_workbook(file).active.iter_rows(values_only=True)
    names = [field.name for field in BENCHES.fields_for(Audience.ANYONE)]
    rows = []
    for each in cells:
        *row, x, y = each
        at = None if x is None else (x, y)
        rows.append({**dict(zip(["id", *names], row, strict=False)), "at": at})
    assert header[1:3] == ("Nombre", "Material")
    return rows


READERS: dict[str, Callable[[Path], list[Row]]] = {
    "csv": from_csv,
    "fgb": from_gdal,
    "geojson": from_geojson,
    "gpkg": from_gdal,
    "kml": from_kml,
    "parquet": from_parquet,
    "shp.zip": from_shapefile,
    "xlsx": from_xlsx,
}


@pytest.fixture(params=READERS)
def extension(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(file: Path) -> list[Row]:
    """The file's rows by id, whatever its format."""
    found = READERS[file.name.partition(".")[2]](file)
    return sorted(found, key=lambda row: int(row["id"]))


def test_every_format_but_the_map_is_read_back_here() -> None:
    assert {*READERS, "html"} == set(FORMATS)


def test_each_row_stands_where_it_is_longitude_first(
    written: Written, extension: str
) -> None:
    rows = read(written(extension))
    assert [row["id"] for row in rows] == [1, 2, 3, 4, 5]
    for row, told in zip(rows, ROWS, strict=True):
        expected = None if told[-1] is None else (told[-2], told[-1])
        assert row["at"] == pytest.approx(expected, abs=1e-7)


def test_letters_beyond_ascii_arrive(written: Written, extension: str) -> None:
    assert read(written(extension))[0]["name"] == "Ñandú 🦤"


def test_what_is_not_known_is_empty(written: Written, extension: str) -> None:
    row = read(written(extension))[1]
    assert {value for name, value in row.items() if name != "id"} <= {None, ""}


def test_a_selection_is_all_there_is(written: Written, extension: str) -> None:
    rows = read(written(extension, "material=wood&bbox=-66.3,-17.4,-66.255,-17.3"))
    assert [row["id"] for row in rows] == [1, 4]


def test_a_file_of_nothing_can_be_read(written: Written, extension: str) -> None:
    assert read(written(extension, "name=nobody")) == []


def test_what_only_staff_may_see_is_in_no_other_file(
    written: Written, extension: str
) -> None:
    def content(audience: Audience) -> bytes:
        file = written(extension, "", audience)
        if not zipfile.is_zipfile(file):
            return file.read_bytes()
        with zipfile.ZipFile(file) as archive:
            return b"".join(map(archive.read, archive.namelist()))

    def tells(text: bytes) -> bool:
        return b"Juana Secreta" in text or b"keeper" in text or b"Cuidador" in text

    assert not tells(content(Audience.ANYONE))
    if extension != "parquet":  # packed: judged by its columns below
        assert tells(content(Audience.STAFF))


def test_equal_rows_give_equal_files(written: Written, extension: str) -> None:
    assert written(extension).read_bytes() == written(extension).read_bytes()


def test_a_parquet_has_the_columns_of_its_audience(written: Written) -> None:
    assert "keeper" in pq.read_schema(written("parquet", "", Audience.STAFF)).names
    assert "keeper" not in pq.read_schema(written("parquet")).names


@pytest.mark.parametrize("extension", ["gpkg", "fgb", "parquet"])
def test_values_keep_their_types(written: Written, extension: str) -> None:
    first, *_rest = rows = read(written(extension))
    assert (first["seats"], first["weight"], first["shaded"]) == (4, 12.5, True)
    # numpy, which reads a column with gaps, has no whole numbers with gaps
    assert float(rows[3]["seats"]) == float(9_007_199_254_740_993)
    day = first["placed_on_day"]
    assert (day.date() if isinstance(day, dt.datetime) else day) == DAY
    assert first["placed_on_time"].replace(tzinfo=dt.UTC) == MOMENT
    assert rows[3]["name"] == LONG


def test_a_geopackage_joins_lists_and_knows_its_crs(written: Written) -> None:
    file = written("gpkg")
    assert from_gdal(file)[0]["users"] == "leer; mate"
    info = pyogrio.read_info(file)
    assert (info["crs"], info["geometry_type"]) == ("EPSG:4326", "Point")


def test_a_parquet_keeps_lists_and_describes_its_shapes(written: Written) -> None:
    file = written("parquet")
    first, second, third, *_rest = from_parquet(file)
    assert (first["users"], first["districts"]) == (["leer", "mate"], [1, 4])
    assert (second["users"], third["users"]) == (None, [])
    about = json.loads(pq.read_metadata(file).metadata[b"geo"])
    column = about["columns"]["geometry"]
    assert (about["version"], about["primary_column"]) == ("1.1.0", "geometry")
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    assert column["bbox"] == pytest.approx([-66.28, -17.39, -66.25, -17.36])
    assert first["bbox"] == {"xmin": -66.28, "ymin": -17.39, "xmax": -66.28, "ymax": -17.39}
    assert second["bbox"] is None


def test_a_kml_says_words_and_titles_and_is_xml_whatever_it_holds(written: Written) -> None:
    file = written("kml")
    rows = from_kml(file)
    assert (rows[0]["material"], rows[0]["users"]) == ("madera", "leer; mate")
    assert rows[4]["name"] == 'a "b" <i>&amp;</i>\n</script>'
    document = ElementTree.parse(file)
    assert document.findtext(f".//{KML}Document/{KML}name") == str(BENCHES.title)
    titles = {each.text for each in document.iter(f"{KML}displayName")}
    assert {"Nombre", "Peso (kg)"} <= titles
