"""Downloads hold exactly the rows that were asked for, whole and readable."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import openpyxl
import psycopg
import pyarrow.parquet as pq
import pyogrio
import pytest
import requests
from django.conf import settings

from tests import databases

ROWS: Final = 100_000
NASTY: Final = (
    *("=1+1", "+cmd", "-2", "@SUM(A1)", 'say "hello"', "two\nlines", "a;b,c", "ñandú ✓"),
    "<script>alert(1)</script>",
)


INSERT = """
INSERT INTO territory_place (name, kind, position, source, certainty)
SELECT %(name)s || n, %(kind)s, ST_SetSRID(ST_Point(-66.28 + n * 1e-7, -17.39), 4326),
  'prueba', 'drawn' FROM generate_series(1, %(rows)s) AS n
"""


def fill(database: str) -> None:
    """Many place names, and some that neither a spreadsheet nor a browser should run."""
    with psycopg.connect(databases.address(database), autocommit=True) as connection:
        connection.execute(INSERT, {"name": "Lugar ", "kind": "landmark", "rows": ROWS})
        for name in NASTY:
            connection.execute(INSERT, {"name": name, "kind": "school", "rows": 1})


@pytest.fixture(scope="module")
def many_url(serve: Callable[..., str]) -> str:
    return serve("many", databases.schema_template(), fill)


def table(answer: requests.Response) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_every_row_comes_once(many_url: str, encoding: str) -> None:
    address = f"{many_url}/descargas/place-names.geojson"
    answer = requests.get(address, headers={"Accept-Encoding": encoding}, timeout=120)
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    ids = re.findall(rb'"Feature","id":(\d+),', answer.content)
    assert len(ids) == len(set(ids)) == ROWS + len(NASTY)
    assert answer.content.endswith(b"}}\n]}\n")


def test_a_table_holds_the_filtered_rows(many_url: str) -> None:
    address = f"{many_url}/descargas/place-names.csv?kind=school"
    answer = requests.get(address, timeout=60)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert 'filename="place-names.csv"' in answer.headers["Content-Disposition"]
    names = [row["name"] for row in table(answer)]
    assert names == [f"'{name}1" if name[0] in "=+-@" else f"{name}1" for name in NASTY]


def test_a_page_shows_what_is_stored_as_text(many_url: str) -> None:
    address = f"{many_url}/ogc/collections/place-names/items?f=html&kind=school"
    answer = requests.get(address, timeout=60)
    assert "&lt;script&gt;" in answer.text
    assert "<script>alert" not in answer.text


def test_a_table_of_nothing_has_its_header(many_url: str) -> None:
    answer = requests.get(f"{many_url}/descargas/works.csv", timeout=60)
    assert answer.content.decode("utf-8-sig").startswith("id,code,object,kind,state")
    assert table(answer) == []
    empty = requests.get(f"{many_url}/descargas/works.geojson", timeout=60).json()
    assert empty == {"type": "FeatureCollection", "features": []}


def test_a_table_and_the_features_say_the_same(town_url: str) -> None:
    address = f"{town_url}/descargas/works"
    features = requests.get(f"{address}.geojson", timeout=60).json()["features"]
    rows = {row["id"]: row for row in table(requests.get(f"{address}.csv", timeout=60))}
    assert len(rows) == len(features) > 0
    for feature in features:
        row, told = rows[str(feature["id"])], feature["properties"]
        assert row["code"] == told["code"]
        assert row["year"] == str(told["year"])
        assert row["district"] == "; ".join(map(str, told["district"]))
        assert row["calls"] == "; ".join(told["calls"])
        assert (row["geometry"] == "") == (feature["geometry"] is None)


def test_a_file_comes_in_the_order_of_the_features(town_url: str, tmp_path: Path) -> None:
    order = "sortby=-year,code"
    items = f"{town_url}/ogc/collections/works/items?limit=10000&{order}"
    features = requests.get(items, timeout=60).json()["features"]
    wanted = [feature["properties"]["code"] for feature in features]
    assert wanted != sorted(wanted)
    address = f"{town_url}/descargas/works"
    rows = table(requests.get(f"{address}.csv?{order}", timeout=60))
    assert [row["code"] for row in rows] == wanted
    file = tmp_path / "works.parquet"
    file.write_bytes(requests.get(f"{address}.parquet?{order}", timeout=60).content)
    assert pq.read_table(file)["code"].to_pylist() == wanted
    refused = requests.get(f"{address}.csv?sortby=nobody", timeout=60)
    assert refused.status_code == 400


FILES: Final = {
    "fgb": "application/vnd.flatgeobuf",
    "gpkg": "application/geopackage+sqlite3",
    "html": "text/html; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "shp.zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pytest.mark.parametrize("f", ["csv", "json", "../../etc/passwd", ""])
def test_the_address_alone_says_the_format(town_url: str, f: str) -> None:
    address = f"{town_url}/descargas/districts.csv"
    answer = requests.get(address, params={"f": f, "lang": "es"}, timeout=30)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "«f»" in answer.json()["detail"] and "passwd" not in answer.text


@pytest.mark.parametrize("extension", FILES)
def test_a_file_says_what_it_is_and_is_sent_once(town_url: str, extension: str) -> None:
    address = f"{town_url}/descargas/works.{extension}?district=1"
    answer = requests.get(address, headers={"Accept-Language": "es"}, timeout=60)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == FILES[extension]
    assert int(answer.headers["Content-Length"]) == len(answer.content) > 0
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="works.{extension}"; '
        f"filename*=UTF-8''Obras_p%C3%BAblicas.{extension}"
    )
    held = {"If-None-Match": answer.headers["ETag"], "Accept-Language": "es"}
    again = requests.get(address, headers=held, timeout=60)
    assert (again.status_code, again.content) == (304, b"")
    assert requests.head(address, timeout=60).headers["Content-Type"] == FILES[extension]


def test_every_format_holds_as_many_rows_as_the_features(
    town_url: str, tmp_path: Path
) -> None:
    def content(extension: str) -> bytes:
        address = f"{town_url}/descargas/works.{extension}?district=1&kind=paving"
        return requests.get(address, timeout=60).content

    rows = len(json.loads(content("geojson"))["features"])
    assert rows > 0
    for extension in ("gpkg", "fgb"):
        file = tmp_path / f"works.{extension}"
        file.write_bytes(content(extension))
        assert pyogrio.read_info(file)["features"] == rows
    assert pq.read_metadata(io.BytesIO(content("parquet"))).num_rows == rows
    assert openpyxl.load_workbook(io.BytesIO(content("xlsx"))).active.max_row == rows + 1
    assert content("kml").count(b"<Placemark ") == rows


def test_too_many_places_for_a_map_are_refused_with_what_to_do(many_url: str) -> None:
    address = f"{many_url}/descargas/place-names.html"
    answer = requests.get(address, headers={"Accept-Language": "en"}, timeout=60)
    assert answer.status_code == 422
    assert "5000 rows at most" in answer.json()["detail"]
    assert "one district" in answer.json()["detail"]


def unfinished() -> list[Path]:
    """Folders in which files of this layer are being made."""
    return list((Path(settings.VAR) / "exports").glob("place-names-*"))


def test_who_leaves_while_a_file_is_made_leaves_nothing_behind(many_url: str) -> None:
    address = f"{many_url}/descargas/place-names.xlsx"
    with pytest.raises(requests.ReadTimeout):
        while True:  # until it takes longer than we wait
            requests.get(address, timeout=2)
    until = time.monotonic() + 20
    while (unfinished() or readers("llajta_many")) and time.monotonic() < until:
        time.sleep(0.1)
    assert unfinished() == []
    assert readers("llajta_many") == 0


def memory(server: int) -> int:
    """Bytes that a server and its workers hold at this moment."""
    pages = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if server in (int(status.parent.name), int(fields[1])):
            pages += int(fields[21])
    return pages * os.sysconf("SC_PAGE_SIZE")


def pid_of(url: str) -> int:
    """The process that listens at `url`."""
    port = f"{int(url.rpartition(':')[2]):04X}"
    lines = Path("/proc/net/tcp").read_text().splitlines()
    inodes = {line.split()[9] for line in lines if f":{port} " in line.split("0A")[0]}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if link.readlink().name.strip("socket:[]") in inodes:
                return int(link.parent.parent.name)
        except OSError:
            continue
    raise AssertionError("nobody listens there")


def readers(database_prefix: str) -> int:
    with databases.maintenance() as server:
        found = server.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname LIKE %s AND query LIKE '%%\"download\"%%'",
            [f"{database_prefix}%"],
        ).fetchone()
    return int(found[0]) if found else 0


def test_a_slow_reader_costs_no_memory_and_one_who_leaves_costs_nothing(
    many_url: str,
) -> None:
    server = pid_of(many_url)
    before = memory(server)
    address = f"{many_url}/descargas/place-names.geojson"
    plain = {"Accept-Encoding": "identity"}
    with requests.get(address, stream=True, headers=plain, timeout=60) as answer:
        pieces = answer.iter_content(64 * 1024)
        for _piece in range(20):
            next(pieces)
        assert memory(server) - before < 30 * 1024 * 1024
        assert readers("llajta_many") == 1
    nobody_reads()


def nobody_reads() -> None:
    """Wait until the server noticed that its readers left."""
    until = time.monotonic() + 20
    while (left := readers("llajta_many")) and time.monotonic() < until:
        pass
    assert left == 0


def test_more_downloads_than_fit_are_asked_to_wait(many_url: str) -> None:
    address = f"{many_url}/descargas/place-names.geojson"
    plain: dict[str, Any] = {"headers": {"Accept-Encoding": "identity"}, "timeout": 60}
    under_way = [requests.get(address, stream=True, **plain) for _ in range(4)]
    refused = requests.get(address, **plain)
    for answer in under_way:
        answer.close()
    nobody_reads()
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["Content-Type"] == "application/problem+json"
