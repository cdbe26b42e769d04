"""Files that are broken, wrong or hostile get one sentence, and nothing else happens.

Those of the table of bad inputs are in `tests/test_hostile_table.py`.
"""

from __future__ import annotations

import socketserver
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import pyogrio
import pytest
import shapely
from pyogrio.errors import DataSourceError

from geo.errors import Refusal
from geo.exchange.drivers import ALLOWED, restrict_gdal
from geo.exchange.faults import Fault
from geo.exchange.jsonstream import LARGEST_VALUE
from geo.exchange.refusals import (
    NoSuchFile,
    NotImportable,
    UnknownCrs,
    UnknownFormat,
    UnsafeFile,
)
from geo.exchange.tests.conftest import (
    collection,
    feature,
    rows_of,
    table,
    write_with_gdal,
)
from geo.testing import Grid

pytestmark = pytest.mark.bar("R64")

AT = Grid("a").points["a"]
POINT = Grid("a").point("a")
KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>{name}</name>'
    "<Point><coordinates>-66.28,-17.4</coordinates></Point></Placemark></kml>"
)

VRT = "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource>"


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        pytest.param("a.geojson", VRT, UnknownFormat, id="VRT called GeoJSON"),
        pytest.param(
            "a.kml", KML.format(name="A")[:-20], NotImportable, id="KML cut short"
        ),
        pytest.param("a.kml", "<kml/>", NotImportable, id="KML without placemarks"),
        pytest.param("a.geojson", "", NoSuchFile, id="empty file"),
        pytest.param("a.geojson", "[1, 2", UnknownFormat, id="no GeoJSON"),
        pytest.param("a.geojson", '{"type": "Fea', NotImportable, id="JSON cut short"),
        pytest.param("a.geojson", '{"a":' * 5000, NotImportable, id="JSON without bottom"),
        pytest.param("a.geojson", "{}", NotImportable, id="JSON without features"),
        pytest.param("a.geojson", collection(), NotImportable, id="no features"),
        pytest.param("a.csv", "nombre\n", NotImportable, id="a table of one column"),
        pytest.param("a.csv", "a\0b,lon,lat\n", UnknownFormat, id="bytes called CSV"),
        pytest.param(
            "a.csv", 'a,lon,lat\n"' + "x" * 200_000, NotImportable, id="open quote"
        ),
        pytest.param("a.csv", "x" * 2_000_000, NotImportable, id="a line without end"),
        pytest.param("a.pdf", "%PDF-1.7", UnknownFormat, id="another thing"),
        pytest.param(
            "a.gpkg", "SQLite format 3\0" + "\0" * 100, UnknownFormat, id="SQLite"
        ),
    ],
)
def test_a_file_that_is_not_what_it_should_be(
    take, tmp_path, name, content, refusal
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")

    with pytest.raises(refusal) as refused:
        take(file)
    assert str(tmp_path) not in str(refused.value)
    assert rows_of("place-names") == []


def test_a_missing_file_and_a_folder(take, tmp_path) -> None:
    with pytest.raises(NoSuchFile, match=r"missing.csv"):
        take(tmp_path / "missing.csv")
    with pytest.raises(NoSuchFile):
        take(tmp_path)


def test_a_feature_of_many_megabytes_is_refused(take, tmp_path) -> None:
    file = tmp_path / "a.geojson"
    file.write_text(collection(feature(POINT, nombre="x" * (LARGEST_VALUE + 2**21))))

    with pytest.raises(NotImportable, match="large"):
        take(file)


def test_a_feature_that_breaks_off_keeps_the_others_out(take, tmp_path) -> None:
    file = tmp_path / "a.geojson"
    whole = collection(*(feature(POINT, nombre=f"P{index}") for index in range(3000)))
    file.write_text(whole[: len(whole) // 2], encoding="utf-8")

    with pytest.raises(NotImportable, match="character"):
        take(file)
    assert rows_of("place-names") == []


SIGNED = b"\xef\xbb\xbf"
ROW = b"nombre,lon,lat\n%s,-66.278,-17.399\n"


@pytest.mark.parametrize(
    ("name", "content", "encoding"),
    [
        pytest.param("a.csv", SIGNED + ROW % b"\xd1", "", id="a mark that is not true"),
        pytest.param("a.csv", ROW % b"\xd1", "utf-8", id="not as somebody said"),
        pytest.param("a.csv", ROW % b"A", "hex", id="an encoding that is none of text"),
        pytest.param("a.csv", b"\xff\xfe" + ROW % b"A" + b"\xd8", "", id="half a letter"),
        pytest.param(
            "a.geojson",
            collection(feature(POINT, nombre="A")).replace("A", r"\ud800").encode(),
            "",
            id="half a pair",
        ),
        pytest.param(
            "a.geojson",
            collection(feature(POINT, nombre="A")).replace("nombre", r"\ud800").encode(),
            "",
            id="half a pair as a name",
        ),
        pytest.param(
            "a.kml",
            b'<?xml version="1.0" encoding="cp932"?>' + KML.encode(),
            "",
            id="XML in letters of two bytes",
        ),
        pytest.param(
            "a.kml",
            b'<?xml version="1.0" encoding="x-none"?>' + KML.encode(),
            "",
            id="XML in letters of nobody",
        ),
    ],
)
def test_letters_that_cannot_be_read_are_said(
    take, tmp_path, name, content, encoding
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    mapping = f'[file]\nencoding = "{encoding}"' if encoding else ""
    with pytest.raises(NotImportable):
        take(file, mapping=mapping)
    assert rows_of("place-names") == []


class Listener(socketserver.ThreadingTCPServer):
    """Counts who calls, and hangs up."""

    daemon_threads = True
    calls = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def finish_request(self, request: Any, client_address: Any) -> None:
        self.calls += 1


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "link", "properties": {"href": "{url}/crs"}},
        {"type": "url", "properties": {"url": "{url}/crs"}},
        {"type": "name", "properties": {"name": "{url}/crs"}},
    ],
    ids=["link", "url", "name"],
)
def test_an_address_in_a_file_is_never_followed(take, tmp_path, listener, crs) -> None:
    text = collection(feature(POINT, nombre="A"), crs=crs)
    file = tmp_path / "a.geojson"
    file.write_text(text.replace("{url}", listener.url))

    with pytest.raises(UnknownCrs):
        take(file)
    assert listener.calls == 0


def test_gdal_itself_reaches_no_network_and_opens_nothing_else(tmp_path, listener) -> None:
    restrict_gdal()

    assert set(pyogrio.list_drivers()) == ALLOWED
    for address in (
        f"/vsicurl/{listener.url}/a.fgb",
        f"/vsicurl_streaming/{listener.url}/a.fgb",
        f"WFS:{listener.url}/",
    ):
        with pytest.raises(DataSourceError):
            pyogrio.read_info(address)
    assert listener.calls == 0
    vrt = tmp_path / "a.vrt"
    vrt.write_text(VRT)
    with pytest.raises(DataSourceError):
        pyogrio.read_info(vrt)


def geopackage(folder: Path, **options: str) -> Path:
    columns = {"nombre": ["A"]}
    return write_with_gdal(
        folder / "a.gpkg", [shapely.Point(AT)], driver="GPKG", columns=columns, **options
    )


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW v AS SELECT load_extension('x') AS nombre",
        "CREATE VIEW v AS SELECT writefile('/tmp/x', 'y') AS nombre",
    ],
)
def test_a_geopackage_with_sql_that_is_no_data(take, tmp_path, statement) -> None:
    file = geopackage(tmp_path)
    with closing(sqlite3.connect(file)) as database:
        database.execute(statement)
        database.commit()

    with pytest.raises(UnsafeFile):
        take(file)


def test_a_geopackage_is_not_touched_by_reading_it(take, tmp_path) -> None:
    file = geopackage(tmp_path)
    before = file.read_bytes()

    take(file)

    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gpkg", "mapping.toml"]


def test_a_geopackage_with_edits_that_are_not_in_it_yet(take, tmp_path) -> None:
    # Without its index SQLite needs no functions of GDAL to change a row.
    file = geopackage(tmp_path, SPATIAL_INDEX="NO")
    with closing(sqlite3.connect(file)) as edited:
        edited.execute("PRAGMA journal_mode = WAL")
        edited.execute("UPDATE a SET nombre = 'Plaza nueva'")
        edited.commit()
        linked = tmp_path / "linked.gpkg"
        linked.symlink_to(file)
        for each in (file, linked):
            with pytest.raises(NotImportable, match=r"a\.gpkg-wal.*close the file"):
                take(each)
    take(file)

    assert {row.name for row in rows_of("place-names")} == {"Plaza nueva"}


def test_a_view_of_a_geopackage_is_not_run(take, tmp_path) -> None:
    file = geopackage(tmp_path)
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE VIEW v AS SELECT * FROM a")
        database.execute(
            "INSERT INTO gpkg_contents SELECT 'v', data_type, 'v', description, "
            "last_change, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents"
        )
        database.execute(
            "INSERT INTO gpkg_geometry_columns SELECT 'v', column_name, "
            "geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns"
        )
        database.commit()

    with pytest.raises(NotImportable, match="view"):
        take(file, layer="v")


def cut_short(file: Path) -> Path:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    return file


def flatgeobuf(folder: Path) -> Path:
    shapes = [shapely.Point(AT)] * 500
    columns = {"nombre": [f"P{index}" for index in range(500)]}
    return write_with_gdal(
        folder / "a.fgb", shapes, driver="FlatGeobuf", columns=columns, SPATIAL_INDEX="NO"
    )


@pytest.mark.parametrize("written", [geopackage, flatgeobuf])
def test_a_binary_file_cut_short_is_refused_as_a_whole(
    take, tmp_path, written: Callable[[Path], Path]
) -> None:
    with pytest.raises(Refusal):
        take(cut_short(written(tmp_path)))
    assert rows_of("place-names") == []


def test_a_row_with_too_few_columns_is_refused_alone(take, tmp_path) -> None:
    file = table(
        tmp_path / "a.csv",
        """
        nombre,lon,lat
        A,-66.278,-17.399
        B,-66.278

        C,-66.278,-17.399
        """,
    )
    report = take(file)

    assert dict(report.refusals.reasons) == {Fault.UNREADABLE: 1}
    assert report.refusals.first[0].line == 3
    assert report.loaded == 2
