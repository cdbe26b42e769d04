"""The table of bad inputs: what is sent or handed in, by its lasting name, and the answer.

Over HTTP a refusal is a problem document; the importer's command says one sentence. Either
way it comes within five seconds, betrays nothing and changes nothing. What the pages say of
the same files is in `test_hostile_uploads.py`.
"""

from __future__ import annotations

import dataclasses
import json
import re
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import requests
from django.core.management import CommandError, call_command

from geo.exchange.tests.conftest import english, rows_of, town
from tests import databases, staff
from tests.hostile_files import FILES, Handed
from tests.test_ogc_editing import ADMIN, HERE, place, signed
from tests.test_ogc_hostile import is_a_plain_problem

__all__ = ["english", "town"]

SECONDS: Final = 5
WORKS: Final = "/ogc/collections/works/items"
PLACES: Final = "/ogc/collections/place-names/items"
ZONES: Final = "/ogc/collections/zones/items"
LOCATE: Final = "/ogc/processes/locate/execution"
MEDIA: Final = {"Content-Type": "application/geo+json"}
NOWHERE: Final = "http://www.opengis.net/def/crs/EPSG/0/999999"
EXCEPTION: Final = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sent:
    """A request and what may be answered."""

    path: str
    statuses: tuple[int, ...]
    method: str = "GET"
    body: dict[str, Any] | bytes | None = None
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    says: str = ""
    """Pattern of the detail."""
    kind: str = "about:blank"
    """The problem's type."""
    matched: str | None = None
    """A question that finds as many features as this one."""


def case(name: str, what: Sent) -> Any:
    return pytest.param(what, id=name)


def asked(name: str, query: str, *statuses: int, **more: Any) -> Any:
    """A question about works; 400 unless told otherwise."""
    return case(name, Sent(path=f"{WORKS}?{query}", statuses=statuses or (400,), **more))


def changed(name: str, status: int, body: Any, **more: Any) -> Any:
    """A place name posted by somebody who may."""
    sent = {"method": "POST", "path": PLACES, "statuses": (status,), **more}
    return case(name, Sent(body=body, **{"headers": MEDIA, **sent}))


def ordered(name: str, body: Any) -> Any:
    """An order to the process that locates."""
    media = {"Content-Type": "application/json"}
    return changed(name, 400, body, path=LOCATE, headers=media)


def unknown(name: str, path: str, kind: str) -> Any:
    return case(name, Sent(path=f"/ogc/{path}", statuses=(404,), kind=EXCEPTION + kind))


READING = [
    asked("B01 three numbers", "bbox=1,2,3"),
    asked("B02 letters", "bbox=a,b,c,d"),
    asked("B03 five numbers", "bbox=1,2,3,4,5"),
    asked("B04 NaN", "bbox=NaN,0,1,1"),
    asked("B05 infinite", "bbox=0,0,1e400,1"),
    asked("B06 upside down", "bbox=0,10,1,-10"),
    # What has no place is in every box.
    asked("B07 antimeridian", "bbox=170,-20,-170,-10", 200, matched="place_level=none"),
    asked("B08 beyond the world", "bbox=-999,-999,999,999", 200, 400, matched="limit=1"),
    asked("B09 empty box", "bbox="),
    asked("B10 commas", "bbox=,,,"),
    asked("B11 SQL in a box", "bbox=0,0,1,1;DROP TABLE x"),
    asked("B12 two boxes", "bbox=0,0,1,1&bbox=0,0,2,2"),
    asked("B13 limit 0", "limit=0"),
    asked("B14 limit -1", "limit=-1"),
    asked("B15 limit of letters", "limit=abc"),
    asked("B16 half a limit", "limit=1.5"),
    asked("B17 empty limit", "limit="),
    asked("B18 an enormous limit", f"limit={10**9}", 200, matched="limit=1"),
    asked("B19 thirty digits as limit", f"limit={'9' * 30}", 200, 400),
    asked("B20 offset -1", "offset=-1"),
    asked("B21 an enormous offset", f"offset={10**9}", 200, 400, 404),
    asked("B22 yesterday", "datetime=ayer"),
    asked("B23 30 February", "datetime=2021-02-30"),
    asked("B24 no time zone", "datetime=2021-02-03T10:00:00"),
    asked("B35 unknown bbox-crs", f"bbox=0,0,1,1&bbox-crs={NOWHERE}"),
    asked("B36 unknown parameter", "llajta=1"),
    asked("B37 a path as format", "f=../../etc/passwd", 400, 406),
    asked("B38 nonsense accepted", "", 406, headers={"Accept": "application/x-nonsense"}),
    asked("B39 no such property", "properties=no_such"),
    asked("B40 no such order", "sortby=no_such"),
    asked("B41 SQL in sortby", "sortby=code;DROP TABLE x"),
    asked("B49 TRACE", "", 405, method="TRACE"),
    case("B50 unknown collection", Sent(path="/ogc/collections/no", statuses=(404,))),
    case(
        "B51 its queryables", Sent(path="/ogc/collections/no/queryables", statuses=(404,))
    ),
    asked("C01 half a filter", "filter=foo="),
    asked("C02 unknown property", "filter=no_such=1"),
    asked("C03 SQL in a filter", "filter=code='x';DROP TABLE x"),
    asked("C04 a tautology", "filter=code='x'' OR ''1''=''1'", 200, matched="code=%20"),
    asked("C07 200 wildcards", f"filter=object LIKE '{'%25q' * 200}'", 200, 400),
    asked("C11 pg_sleep", "filter=pg_sleep(10)=1"),
    asked("C15 filter-lang", "filter=true&filter-lang=xpath"),
    asked("C16 unknown filter-crs", f"filter=true&filter-crs={NOWHERE}"),
]

TILES = [
    case(
        f"{name} of {layer}",
        Sent(path=f"/tiles/{layer}/{numbers}", statuses=(400, 404)),
    )
    for layer in ("works", "basemap")
    for name, numbers in {
        "T01 zoom 99": "99/0/0",
        "T02 zoom -1": "-1/0/0",
        "T03 column 2^z": "2/4/0",
        "T04 row 2^z": "2/0/4",
        "T05 column -1": "2/-1/0",
        "T06 a word": "abc/0/0",
        "T07 half a zoom": "1.5/0/0",
        "T08 25 digits": f"2/{'9' * 25}/0",
    }.items()
]

BOW_TIE = [[-66.28, -17.40], [-66.27, -17.39], [-66.27, -17.40], [-66.28, -17.39]]


def zone(*ring: list[float]) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "geometry": shape, "properties": {"name": "Zona"}}


def shaped(**geometry: Any) -> dict[str, Any]:
    return {**place(), "geometry": geometry}


def nested(value: Any, levels: int, wrap: Callable[[Any], Any]) -> Any:
    for _level in range(levels):
        value = wrap(value)
    return value


def grouped(shape: dict[str, Any]) -> dict[str, Any]:
    return {"type": "GeometryCollection", "geometries": [shape]}


NESTED = {**place(), "geometry": nested(place()["geometry"], 200, grouped)}
DEEP_LISTS = shaped(type="Point", coordinates=nested([], 600, lambda inner: [inner]))
LINE = shaped(type="LineString", coordinates=[HERE, [0, 0]])
STALE, GONE = {**MEDIA, "If-Match": '"stale"'}, f"{PLACES}/99999999"

CHANGING = [
    changed("W01 no JSON", 400, b"{not json"),
    changed("W02 XML", 415, b"<a/>", headers={"Content-Type": "text/xml"}),
    changed("W03 nothing", 400, b""),
    changed("W04 a list", 400, b"[]"),
    changed("W09 a bow-tie", 422, zone(*BOW_TIE, BOW_TIE[0]), path=ZONES, says="-66.275"),
    changed("W10 an open ring", 422, zone(*BOW_TIE), path=ZONES, says="anillo"),
    changed("W11 a sphere", 422, shaped(type="Sphere", coordinates=[1])),
    changed("W11 collections without bottom", 422, NESTED, says="37 niveles"),
    changed("W11 lists without bottom", 422, DEEP_LISTS, says="37 niveles"),
    changed("W12 a line for a point", 422, LINE),
    changed("W15 unknown property", 422, place(colour="blue")),
    changed("W17 DELETE of nothing", 404, None, method="DELETE", path=GONE),
    changed("W18 PUT on nothing", 404, place(), method="PUT", path=GONE),
    changed("W19 a stale state", 412, place(), method="PUT", path="{one}", headers=STALE),
    changed("W20 a state of nothing", 412, place(), method="PUT", path=GONE, headers=STALE),
]  # fmt: skip

ORDERS = [
    ordered("P01 nothing", b""),
    ordered("P02 half an object", b"{"),
    ordered("P03 inputs are a number", {"inputs": 5}),
    ordered("P04 unknown input", {"inputs": {"places": "x", "colour": "red"}}),
    ordered("P05 an object for a text", {"inputs": {"places": {"a": [1]}}}),
    unknown("P10 unknown process", "processes/no-such-process", "no-such-process"),
    unknown("P11 unknown job", f"jobs/{uuid.UUID(int=4)}", "no-such-job"),
    unknown("P12 a path as job", "jobs/..%2F..%2Fetc%2Fpasswd", "no-such-job"),
]

CHANGES: Final = "geo/editing/tests/test_changes.py"
UPLOADS: Final = "geo/importing/tests/test_uploads.py"
PICTURES: Final = "apps/documents/tests/test_files.py"
BAD: Final = "test_a_bad_file_is_refused_for_what_it_is"
ELSEWHERE: Final = {
    "W16": (CHANGES, "test_a_text_is_no_date"),
    "W21": (CHANGES, "test_a_layer_may_demand_the_state_that_was_seen"),
    "U11": ("geo/exchange/tests/test_texts.py", "test_a_shapefile_is_read_in_its_encoding"),
    **{row: (PICTURES, BAD) for row in ("U16", "U18", "U21", "U22", "U23")},
    "U17": (PICTURES, "test_a_photo_keeps_its_colours_and_its_side_up_and_nothing_else"),
    "U19": (PICTURES, "test_a_good_file_is_known_by_its_content"),
    "U20": (PICTURES, "test_a_photo_keeps_its_colours_and_its_side_up_and_nothing_else"),
    "U24": (UPLOADS, "test_no_name_leads_out_of_the_folder_of_its_upload"),
    "U25": (UPLOADS, "test_an_empty_file_leaves_nothing"),
}
"""Rows that no request and no file can show, and pictures and documents, which are judged
as they are attached; the test that shows them."""
ROWS: Final = (
    "B01-24 B35-41 B49-51 C01-04 C07-07 C11-11 C15-16 T01-08 W01-04 W09-12 W15-21 "
    "P01-05 P10-12 U01-25"
)
TABLE = [*READING, *TILES, *CHANGING, *ORDERS, *FILES]


@pytest.fixture(scope="module")
def url(serve: Callable[..., str]) -> str:
    return serve("hostile", staff.office_template())


@pytest.fixture(scope="module")
def first_place(url: str) -> str:
    page = requests.get(url + PLACES, params={"limit": 1}, timeout=30).json()
    return f"{PLACES}/{page['features'][0]['id']}"


def ask(url: str, sent: Sent, one: str) -> requests.Response:
    session = signed(ADMIN) if sent.method != "GET" else requests.Session()
    body = json.dumps(sent.body).encode() if isinstance(sent.body, dict) else sent.body
    address = url + sent.path.replace("{one}", one)
    return session.request(
        sent.method, address, data=body, headers=dict(sent.headers), timeout=30
    )


def is_answered(sent: Sent, url: str, one: str) -> None:
    before = requests.get(url + one, timeout=30)
    answer = ask(url, sent, one)
    assert answer.status_code in sent.statuses, answer.text
    if answer.status_code >= 400:
        is_a_plain_problem(answer, sent.kind)
        assert re.search(sent.says, answer.json()["detail"])
    elif sent.matched is not None:
        like = requests.get(f"{url}{WORKS}?{sent.matched}", timeout=30).json()
        assert answer.json()["numberMatched"] == like["numberMatched"]
        assert answer.json()["numberReturned"] <= 10_000
    assert requests.get(url + one, timeout=30).text == before.text, "and is alive"


def is_refused(file: Handed, folder: Path) -> None:
    (folder / "in").mkdir()
    written = file.write(folder / "in")
    there = sorted(folder.rglob("*"))
    given = ["--to=place-names", "--no-settle", f"--report={folder / 'refused.csv'}"]
    with pytest.raises(CommandError, match=file.says) as refusal:
        call_command("import_layer", str(written), *given, verbosity=0)
    assert str(folder) not in str(refusal.value)
    assert set(folder.rglob("*")) - {folder / "refused.csv"} == set(there)
    assert rows_of("place-names") == []


@pytest.mark.bar("R60", "R64")
@pytest.mark.parametrize("row", TABLE)
def test_a_bad_input_gets_the_answer_of_its_row(
    row: Sent | Handed, request: pytest.FixtureRequest
) -> None:
    if isinstance(row, Sent):
        url, one = map(request.getfixturevalue, ("url", "first_place"))
        began = time.monotonic()
        is_answered(row, url, one)
    else:
        _town, folder = map(request.getfixturevalue, ("town", "tmp_path"))
        began = time.monotonic()
        is_refused(row, folder)
    assert time.monotonic() - began < SECONDS


def test_no_row_of_the_table_is_missing() -> None:
    wanted = {
        f"{rows[0]}{number:02}"
        for rows in ROWS.split()
        for number in range(int(rows[1:3]), int(rows[4:6]) + 1)
    }
    tried = {param.id[:3] for param in TABLE}
    assert tried | set(ELSEWHERE) == wanted
    assert not tried & set(ELSEWHERE)
    for file, name in ELSEWHERE.values():
        assert f"def {name}(" in (databases.ROOT / file).read_text(encoding="utf-8")
