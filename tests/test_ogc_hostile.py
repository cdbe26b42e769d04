"""Hostile and careless requests get a plain refusal, never a fault and never a secret.

The table of bad inputs itself is in `test_hostile_table.py`; here its families go further.
"""

from __future__ import annotations

import re
import time

import pytest
import requests

from tests import databases

pytestmark = pytest.mark.bar("R60")

WORKS = "/ogc/collections/works/items"
CRS = "http://www.opengis.net/def/crs/EPSG/0/999999"

REFUSED = [
    pytest.param(f"{WORKS}?after=x", id="after a word"),
    pytest.param(f"{WORKS}?after=3&offset=3", id="two beginnings"),
    pytest.param(f"{WORKS}?bbox-crs={CRS}", id="bbox-crs alone"),
    pytest.param(f"{WORKS}?crs={CRS}", id="unknown crs"),
    pytest.param(f"{WORKS}?filter={'(' * 5000}", id="5000 parentheses"),
    pytest.param(f"{WORKS}?filter={'NOT ' * 5000}true", id="5000 NOT"),
    pytest.param(f"{WORKS}?filter=year='2020'", id="a text compared with a number"),
    pytest.param(f"{WORKS}?filter=published_on=DATE('2021-02-30')", id="a day that is not"),
    pytest.param(
        f"{WORKS}?filter=S_INTERSECTS(geometry,POINT(NaN 0))", id="NaN in a point"
    ),
    pytest.param(f"{WORKS}?filter=year^4000>1", id="a number no row can bear"),
    pytest.param(f"{WORKS}?filter=(0-year)^0.5>1", id="a root of less than nothing"),
    pytest.param(f"{WORKS}?filter=true&filter=true", id="two filters"),
    pytest.param(f"{WORKS}?filter=[&filter-lang=cql2-json", id="half a list as JSON"),
    pytest.param(f"{WORKS}?filter=true&filter-lang=", id="a filter in no language"),
    pytest.param(f"{WORKS}?filter-lang=", id="no language of no filter"),
    pytest.param(f"{WORKS}?f=html&filter=year", id="a page with a bad filter"),
    pytest.param(f"{WORKS}?sortby=year&after=3", id="an id after a sorted page"),
    pytest.param(f"{WORKS}?after=WzFd", id="a cursor without sortby"),
    pytest.param("/tiles/works/12/1294/2249?filter=x", id="a tile with a bad filter"),
    pytest.param("/tiles/works/12/1294/2249?filter=year^4000>1", id="and with a dear one"),
    pytest.param("/tiles/works/12/1294/2249?sortby=year", id="tiles have no order"),
    pytest.param("/descargas/works.csv?filter=x", id="a download with a bad filter"),
    pytest.param("/descargas/works.csv?filter=year^4000>1", id="and with a dear one too"),
    pytest.param(f"{WORKS}?year=abc", id="a word as year"),
    pytest.param(f"{WORKS}?year=1%20OR%201=1", id="SQL as year"),
    pytest.param(f"{WORKS}?district=4.5", id="half a district"),
    pytest.param(f"{WORKS}?year={'9' * 40}", id="forty digits as year"),
    pytest.param(f"{WORKS}?code=%00", id="a zero byte"),
    pytest.param(f"{WORKS}?code=%ff%fe", id="not UTF-8"),
    pytest.param(f"{WORKS}?{'&'.join('code=x' for _ in range(500))}", id="500 values"),
    pytest.param("/ogc/collections/works?x=1", id="unknown parameter of a collection"),
    pytest.param("/ogc?x=1", id="unknown parameter of the start"),
    pytest.param(f"{WORKS}?f=html&limit=x", id="a page with a bad limit"),
    pytest.param("/tiles/works/12/1294/2249?kind=paving&x=1", id="unknown tile filter"),
    pytest.param("/tiles/works/12/1294/2249?year=x", id="bad tile filter"),
    pytest.param("/tiles/basemap/12/1294/2249?kind=paving", id="the basemap has no filter"),
    pytest.param("/descargas/works.csv?year=x", id="bad download filter"),
    pytest.param("/descargas/works.geojson?limit=3", id="a download has no limit"),
]

ABSENT = [
    pytest.param("/ogc/collections/no-such-thing/items", id="its items"),
    pytest.param("/ogc/collections/works;--/items", id="SQL as collection"),
    pytest.param("/ogc/collections/works/items/no-such-thing", id="a word as item"),
    pytest.param("/ogc/collections/works/items/999999999999", id="an item too far"),
    pytest.param("/ogc/collections/works/items/01", id="another address of the first"),
    pytest.param(f"/ogc/collections/works/items/{'9' * 30}", id="thirty digits as item"),
    pytest.param("/ogc/collections/works/items/-1", id="a negative item"),
    pytest.param("/ogc/collections/works/items/1'--", id="SQL as item"),
    pytest.param("/ogc/collections/works/items/x?f=html", id="the page of no item"),
    pytest.param("/ogc/records", id="nothing we serve"),
    pytest.param("/ogc/../../etc/passwd", id="a path"),
    pytest.param("/ogc/collections/%2e%2e/%2e%2e/items", id="an encoded path"),
    pytest.param("/descargas/works.shp", id="another format"),
    pytest.param("/descargas/no-such-thing.csv", id="another layer"),
    pytest.param("/descargas/..%2f..%2fetc%2fpasswd.csv", id="a path as layer"),
    pytest.param("/tiles/no-such-thing/0/0/0", id="another tile layer"),
    pytest.param("/ogc/collections/works/tiles/WebMercatorQuad/2/4/0", id="an OGC row"),
    pytest.param("/ogc/collections/works/tiles/NoSuchQuad/2/1/0", id="another scheme"),
]

EMPTY = [
    pytest.param(f"{WORKS}?code=x'; DROP TABLE works_work; --", id="a command"),
    pytest.param(f"{WORKS}?filter=year/0=1", id="divided by nothing"),
    pytest.param(f"{WORKS}?kind=%25", id="a wildcard"),
    pytest.param(f"{WORKS}?otb=%7B1,2%7D", id="an array as text"),
    pytest.param(f"{WORKS}?code={{0}}%25(limit)s", id="a placeholder"),
]

SECRETS = re.compile(
    r"SELECT|psycopg|Traceback|site-packages|published_(anyone|staff)|works_work|\.py\b|"
    + re.escape(str(databases.ROOT))
)


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=30)


def is_a_plain_problem(answer: requests.Response, kind: str = "about:blank") -> None:
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert set(document) == {"type", "title", "status", "detail"}
    assert document["type"] == kind
    assert document["status"] == answer.status_code
    assert document["detail"]
    assert not SECRETS.search(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", REFUSED)
def test_what_cannot_be_understood_is_400(town_url: str, path: str) -> None:
    answer = get(town_url + path)
    assert answer.status_code == 400
    is_a_plain_problem(answer)


@pytest.mark.parametrize("path", ABSENT)
def test_what_does_not_exist_is_404(town_url: str, path: str) -> None:
    session = requests.Session()
    asked = requests.Request("GET", town_url).prepare()
    asked.url = town_url + path  # as it is: the library would tidy the path
    answer = session.send(asked, timeout=30)
    assert answer.status_code == 404
    if not path.endswith("passwd"):  # that one is the site's own page
        is_a_plain_problem(answer)


@pytest.mark.parametrize("path", EMPTY)
def test_odd_values_match_nothing(town_url: str, path: str) -> None:
    answer = get(town_url + path)
    assert answer.status_code == 200
    assert answer.json()["numberMatched"] == 0
    assert answer.json()["features"] == []


@pytest.mark.parametrize("box", ["-180,-90,180,90", "0,0,0,0"])
def test_unusual_boxes_are_boxes(town_url: str, box: str) -> None:
    found = get(f"{town_url}{WORKS}?bbox={box}").json()["numberMatched"]
    like = "" if box.startswith("-180") else "place_level=none"
    assert found == get(f"{town_url}{WORKS}?{like}").json()["numberMatched"]


def test_an_unknown_type_is_not_acceptable(town_url: str) -> None:
    for path in ("/ogc/collections", "/tiles/works/8/80/140"):
        answer = get(town_url + path, Accept="application/x-nonsense")
        assert answer.status_code == 406
        is_a_plain_problem(answer)


@pytest.mark.parametrize(
    ("language", "word"),
    [("es-BO,es;q=0.9", "parámetro"), ("en", "parameter"), ("qu", "parámetro")],
)
def test_a_refusal_speaks_the_readers_language(
    town_url: str, language: str, word: str
) -> None:
    answer = get(f"{town_url}{WORKS}?colour=red", **{"Accept-Language": language})
    assert word in answer.json()["detail"]


def test_a_page_shows_text_as_text(town_url: str) -> None:
    answer = get(f"{town_url}{WORKS}?f=html&code=<script>alert(1)</script>")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_the_dearest_requests_stay_cheap(town_url: str) -> None:
    for path in (
        "/ogc/collections/parcels/items?limit=1000000000",
        "/ogc/collections/parcels/items?bbox=-180,-90,180,90&limit=10000",
        "/tiles/basemap/0/0/0",
        "/tiles/parcels/15/10350/17992",
    ):
        began = time.monotonic()
        answer = get(town_url + path)
        assert answer.status_code in (200, 204)
        assert time.monotonic() - began < 5
        assert int(answer.headers.get("Content-Length", 0)) < 2_000_000
