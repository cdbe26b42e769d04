"""Nothing that an outsider sends makes the server call anybody, itself or others."""

from __future__ import annotations

import contextlib
import socketserver
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
import requests

from apps.documents.domain.paper.rendering import Fetched, render_pdf
from geo.errors import Refusal
from geo.exchange.opening import open_features
from geo.exchange.reading import Reading
from tests.effort import LONG

pytestmark = pytest.mark.bar("R65")

HOSTS = ("127.0.0.1", "localhost", "0x7f000001", "2130706433", "127.1")
"""Names of this machine, as forgers write them."""


@dataclass
class Listener:
    """Somebody who listens on this machine, and counts who calls."""

    port: int
    calls: list[bytes] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        at = [f"http://{host}:{self.port}/forged" for host in HOSTS]
        schemes = ("https", "ftp", "gopher", "ws", "dict")
        at += [f"{scheme}://127.0.0.1:{self.port}/forged" for scheme in schemes]
        return [*at, f"//127.0.0.1:{self.port}/forged", "file:///etc/passwd"]


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    class Hear(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            heard.calls.append(self.rfile.readline(200))
            self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n<kml/>")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Hear) as server:
        heard = Listener(port=server.server_address[1])
        Thread(target=server.serve_forever, daemon=True).start()
        yield heard
        server.shutdown()


@pytest.fixture
def nobody_calls(listener: Listener) -> Iterator[Listener]:
    """That nobody called, and that somebody would have been heard."""
    listener.calls.clear()
    yield listener
    assert listener.calls == []
    urllib.request.urlopen(f"http://127.0.0.1:{listener.port}/control", timeout=5).read()
    assert listener.calls == [b"GET /control HTTP/1.1\r\n"]


PLACE = "<Placemark><name>A</name><Point><coordinates>-66.28,-17.4</coordinates></Point>"


def kml(inside: str) -> str:
    """A KML of one place, and something more."""
    root = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    return f"{root}{inside}{PLACE}</Placemark></Document></kml>"


POINT = '"geometry":{"type":"Point","coordinates":[-66.28,-17.4]}'
ONE = '{"type":"Feature","properties":{"nombre":"{0}"},' + POINT + "}"
SHEET = (
    '<?xml version="1.0"?>{}<worksheet xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{}'
    "</t></is></c></row></sheetData></worksheet>"
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="x/{}" Target="{}" TargetMode="External"/></Relationships>'
)
DTD = '<!DOCTYPE a [<!ENTITY e SYSTEM "{0}">]>'
FILES: dict[str, str] = {
    "network.kml": kml("<NetworkLink><Link><href>{0}</href></Link></NetworkLink>"),
    "region.kml": kml("<NetworkLink><Url><href>{0}</href></Url></NetworkLink>"),
    "icon.kml": kml("<Style><IconStyle><Icon><href>{0}</href></Icon></IconStyle></Style>"),
    "overlay.kml": kml("<GroundOverlay><Icon><href>{0}</href></Icon></GroundOverlay>"),
    "schema.kml": kml('<Schema id="s" schemaUrl="{0}"/>'),
    "entity.kml": DTD + kml("<name>&e;</name>"),
    "dtd.kml": '<!DOCTYPE kml SYSTEM "{0}">' + kml(""),
    "parameter.kml": '<!DOCTYPE a [<!ENTITY % e SYSTEM "{0}"> %e;]>' + kml(""),
    "include.kml": kml('<a:include xmlns:a="http://www.w3.org/2001/XInclude" href="{0}"/>'),
    "style.kml": '<?xml-stylesheet type="text/xsl" href="{0}"?>' + kml(""),
    "a.gml": '<gml:Map xmlns:gml="http://www.opengis.net/gml" xlink:href="{0}"/>',
    "schema.gml": '<a xsi:schemaLocation="http://www.opengis.net/gml {0}"/>',
    "a.vrt": "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl/{0}",
    "vrt.geojson": "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>{0}",
    "vrt.csv": "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>{0}",
    "wfs.xml": "<OGRWFSDataSource><URL>{0}</URL></OGRWFSDataSource>",
    "link.geojson": '{"type":"FeatureCollection","crs":{"type":"link","properties":'
    '{"href":"{0}","type":"proj4"}},"features":[' + ONE + "]}",
    "reference.geojson": '{"$ref":"{0}","type":"FeatureCollection","features":['
    + ONE
    + "]}",
    "stac.json": '{"type":"Feature","assets":{"a":{"href":"/vsicurl/{0}"}},' + POINT + "}",
    "esri.json": '{"displayFieldName":"","spatialReference":{"wkt":"{0}"},"features":[]}',
    "only-an-address.geojson": "{0}",
    "address.csv": "nombre,lon,lat\n{0},-66.28,-17.4\n",
    "formula.csv": 'nombre,lon,lat\n"=WEBSERVICE(""{0}"")",-66.28,-17.4\n',
    "wkt.csv": "nombre,WKT\nA,/vsicurl/{0}\n",
}
"""Files that name somebody to be asked, by the name they come under."""
PACKED: dict[str, dict[str, str]] = {
    "entity.xlsx": {"xl/worksheets/sheet1.xml": SHEET.format(DTD, "&e;")},
    "external.xlsx": {
        "xl/worksheets/sheet1.xml": SHEET.format("", "=[1]S!A1"),
        "xl/externalLinks/_rels/externalLink1.xml.rels": RELS.format("oleObject", "{0}"),
    },
    "data.xlsx": {
        "xl/worksheets/sheet1.xml": SHEET.format("", "=WEBSERVICE(&quot;{0}&quot;)"),
        "xl/connections.xml": '<connections><webPr url="{0}"/></connections>',
    },
    "entity.ods": {"content.xml": f"{DTD}<a>&e;</a>"},
    "linked.ods": {"content.xml": '<a xlink:href="{0}" office:event-listeners="{0}"/>'},
    "doc.kmz": {"doc.kml": FILES["network.kml"]},
    "proj.zip": {"a.prj": 'PROJCS["{0}",GEOGCS["+nadgrids=@{0}"]]', "a.csv": "x"},
}
SHEETS = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
}


def some(addresses: list[str], turn: int) -> list[str]:
    """In a normal run another address at each turn."""
    return addresses if LONG else [addresses[turn % len(addresses)]]


def is_read_or_refused(file: Path) -> None:
    # What is no file of the importer's is refused; what it can read says nothing of it.
    with contextlib.suppress(Refusal), open_features(file, Reading()) as features:
        for _batch in features.batches(features.columns):
            pass


@pytest.mark.parametrize("name", [*FILES, *PACKED])
def test_no_file_is_asked_for_more(
    name: str, tmp_path: Path, nobody_calls: Listener
) -> None:
    for address in nobody_calls.addresses:
        file = tmp_path / name
        if name in FILES:
            file.write_text(FILES[name].replace("{0}", address))
        else:
            with zipfile.ZipFile(file, "w") as archive:
                for inner, text in ({**SHEETS, **PACKED[name]}).items():
                    archive.writestr(inner, text.replace("{0}", address))
        is_read_or_refused(file)


PAPERS = (
    '<img src="{0}">',
    '<img srcset="{0} 2x">',
    '<link rel="stylesheet" href="{0}">',
    '<link rel="attachment" href="{0}">',
    '<style>@import url("{0}");</style>',
    "<style>@font-face {font-family: a; src: url({0})} p {font: 9px a}</style>",
    '<p style="background: url({0})">a</p>',
    '<p style="list-style-image: url({0}); display: list-item">a</p>',
    '<p style="content: url({0})">a</p>',
    '<object data="{0}"></object><embed src="{0}">',
    '<iframe src="{0}"></iframe>',
    '<base href="{0}"><img src="a.png">',
    '<svg><image xlink:href="{0}" href="{0}" width="9" height="9"/></svg>',
    '<svg><use href="{0}#a"/></svg>',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>"
    "<image href='{0}' width='9' height='9'/></svg>\">",
    '<input type="image" src="{0}"><video poster="{0}"></video>',
    '<a href="{0}">a</a>',
    '<meta http-equiv="refresh" content="0;url={0}">',
)


@pytest.mark.parametrize("paper", PAPERS)
def test_no_paper_fetches_anything(paper: str, nobody_calls: Listener) -> None:
    for address in (nobody_calls.addresses[0], nobody_calls.addresses[-1]):
        with contextlib.suppress(Fetched):
            render_pdf(paper.replace("{0}", address))


POINT_AREA = {"type": "Point", "coordinates": [-66.28, -17.4]}
ORDERS: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
    ("conflicts", "area", lambda at: {"href": at}),
    ("conflicts", "area", lambda at: [{"href": at, "type": "application/json"}]),
    ("conflicts", "area", lambda at: {"value": {"href": at}}),
    ("conflicts", "area", lambda at: {"$ref": at}),
    ("conflicts", "area", lambda at: {"bbox": [0, 0, 1, 1], "crs": at}),
    ("conflicts", "area", lambda at: {**POINT_AREA, "crs": {"properties": {"href": at}}}),
    ("conflicts", "area", str),
    ("conflicts", "layers", lambda at: [{"href": at}]),
    ("conflicts", "layers", lambda at: [at]),
    ("elevation-profile", "line", lambda at: {"href": at}),
    ("summarise", "layer", lambda at: {"href": at}),
    ("summarise", "layer", str),
    ("summarise", "filter", lambda at: {"href": at}),
    ("summarise", "filter", str),
    ("locate", "places", lambda at: {"href": at}),
    ("locate", "places", lambda at: [{"href": at}]),
    ("locate", "places", lambda at: [at, f"/vsicurl/{at}"]),
)
INPUTS: dict[str, dict[str, Any]] = {
    "conflicts": {"area": POINT_AREA},
    "elevation-profile": {},
    "summarise": {"layer": "works"},
    "locate": {"places": ["a"]},
}


def order(process: str, name: str, value: Any, at: str) -> dict[str, Any]:
    """An order that names somebody wherever one may be named."""
    told = {each: at for each in ("successUri", "failedUri", "inProgressUri")}
    output = {"transmissionMode": "reference", "format": {"schema": at}}
    return {
        "process": at,
        "inputs": {**INPUTS[process], name: value},
        "subscriber": told,
        "outputs": {"result": output},
    }


def test_no_process_asks_for_its_inputs_or_tells_anybody(
    town_url: str, nobody_calls: Listener
) -> None:
    for turn, (process, name, made) in enumerate(ORDERS):
        for address in some(nobody_calls.addresses, turn):
            where = f"{town_url}/ogc/processes/{process}/execution"
            whole = order(process, name, made(address), address)
            only = {"inputs": whole["inputs"]}
            for sent in (whole, only):
                answer = requests.post(where, json=sent, timeout=30)
                assert answer.status_code < 500, (sent, answer.text)


QUESTIONS = (
    *("/ogc/collections/works/items?crs=", "/ogc/collections/works/items?filter-lang="),
    "/ogc/collections/works/items?bbox=0,0,1,1&bbox-crs=",
    "/ogc/collections/works/items?filter=true&filter-crs=",
    *("/ogc/collections/works/items?profile=", "/ogc/collections/works/items?q="),
    *("/ogc/collections/dem/coverage?subset-crs=", "/ogc/collections/catalogue/items?q="),
    *("/buscar/?q=", "/aqui/?lon=", "/obras/?q=", "/elevation?lon=0&lat="),
    *("/descargas/works.csv?filter=", "/tiles/works/12/1294/2249?filter="),
    *("/entrar/?next=", "/qgis/llajta.qgs?url=", "/ogc/collections/"),
)


def test_no_question_is_passed_on(town_url: str, nobody_calls: Listener) -> None:
    for turn, question in enumerate(QUESTIONS):
        for address in some(nobody_calls.addresses, turn):
            at = quote(address, safe="")
            answer = requests.get(
                town_url + question + at, timeout=30, allow_redirects=False
            )
            assert answer.status_code < 500, question
            assert str(nobody_calls.port) not in answer.headers.get("Location", "")


HEADERS = {
    "Host": "{0}",
    "X-Forwarded-Host": "{0}",
    "Forwarded": "host={0}",
    "Referer": "http://{0}/",
    "Origin": "http://{0}",
}
VISITED = ("/", "/ogc", "/ogc/collections/works/items?limit=1", "/entrar/")


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_leads_the_server_elsewhere(
    header: str, town_url: str, nobody_calls: Listener
) -> None:
    told = {header: HEADERS[header].replace("{0}", f"127.0.0.1:{nobody_calls.port}")}
    for path in VISITED:
        answer = requests.get(
            town_url + path, headers=told, timeout=30, allow_redirects=False
        )
        assert answer.status_code < 500
