"""The OGC API keeps what its conformance page promises, judged by others than itself."""

from __future__ import annotations

import base64
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import requests
from openapi_spec_validator import OpenAPIV30SpecValidator
from owslib.ogcapi.features import Features

from geo.access import Audience
from geo.layers import Layer, published
from geo.ogc.links import CATALOGUE
from tests import staff
from tests.effort import LONG, many
from tests.workers import working

REQUIRED = (
    *("ogcapi-features-1/*", "ogcapi-features-2/crs", "ogcapi-features-3/*", "cql2/*"),
    *("ogcapi-tiles-1/*", "ogcapi-processes-1/core", "ogcapi-processes-1/dismiss"),
    "ogcapi-records-1/*",
)
LAYERS = [layer.name for layer in published(Audience.ANYONE)]


def traits(layer: Layer) -> set[object]:
    """What makes the answers about a layer differ from those about another."""
    return {layer.geometry_type, *(field.kind for field in layer.fields)}


def telling(layers: Iterable[Layer]) -> list[str]:
    """Names of few layers that have all the traits of all of them."""
    chosen, seen = [], set[object]()
    for layer in sorted(layers, key=lambda each: -len(traits(each))):
        if traits(layer) - seen:
            chosen.append(layer.name)
            seen |= traits(layer)
    return chosen


def get(url: str, **parameters: str) -> requests.Response:
    return requests.get(url, params=parameters, timeout=30)


@pytest.fixture(scope="module")
def lively_url(
    serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of a server whose jobs a worker does."""
    names: list[str] = []

    url = serve("conformance", staff.office_template(), names.append)
    log = tmp_path_factory.mktemp("worker") / "worker.log"
    with working(names[0], log=log):
        yield url


def checked(checks: Path, url: str, *arguments: str) -> None:
    command = [sys.executable, str(checks / "ogcapi_check.py"), f"{url}/ogc", "--quiet"]
    done = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.bar("R1", "R4", "R5", "R6", "R7")
def test_an_independent_checker_finds_no_fault(lively_url: str, checks: Path) -> None:
    wanted = [word for each in REQUIRED for word in ("--require", each)]
    # A long run asks every collection, another those that differ from each other.
    layers = LAYERS if LONG else telling(published(Audience.ANYONE))
    assert len(layers) >= 4
    chosen = ["--collections", ",".join([*layers, CATALOGUE])]
    checked(checks, lively_url, "--strict", *chosen, *wanted)


@pytest.mark.bar("R6", "R7")
def test_it_finds_none_in_the_jobs_of_staff(lively_url: str, checks: Path) -> None:
    signature = base64.b64encode(
        f"{staff.CLERK}:{staff.program_password(staff.CLERK)}".encode()
    ).decode()
    checked(
        checks,
        lively_url,
        *("--header", f"Authorization: Basic {signature}"),
        *("--only", "ogcapi-processes-1/*", "--require", "ogcapi-processes-1/job-list"),
    )


# Not its two checks of whether what is sent fits the description: OGC API Features wants
# more than the documented most of "limit" to be taken, and that of two parameters one
# needs the other cannot be described. Nor whether what was deleted is gone: a job that runs
# is dismissed by it, and whoever asked for the job may read that it was.
UNCHECKED = "positive_data_acceptance,negative_data_rejection,use_after_free"


@pytest.mark.bar("R12")
def test_nothing_a_machine_thinks_up_ends_in_a_fault_or_an_answer_not_described(
    lively_url: str, tmp_path: Path
) -> None:
    program = Path(sys.executable).with_name("schemathesis")
    # Collections are read and written by the same code: a long run asks about some.
    some = "catalogue|works" + ("|place-names|spaces" if LONG else "")
    asked = f"^/((?!collections/)|collections/({some})(/|$))"
    done = subprocess.run(
        [
            *(program, "run", f"{lively_url}/ogc/openapi?f=json", "--no-color"),
            *("--checks", "all", "--exclude-checks", UNCHECKED, "--workers", "2"),
            *("--phases", "examples,coverage,fuzzing,stateful" if LONG else "fuzzing"),
            *("--max-examples", str(many(5, 200)), "--include-path-regex", asked),
            *("--continue-on-failure", "--seed", str(random.randrange(10**9))),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-20_000:]


@pytest.mark.bar("R8")
@pytest.mark.parametrize("layer", LAYERS)
def test_gdal_reads_every_collection_without_a_word(town_url: str, layer: str) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.skip("ogrinfo (gdal-bin) is not installed")
    # GDAL's own data, not that of the wheels, which have another version.
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [ogrinfo, "-ro", "-so", f"OAPIF:{town_url}/ogc", layer],
        capture_output=True,
        text=True,
        check=False,
        env=clean,
    )
    assert done.stderr == ""
    items = get(f"{town_url}/ogc/collections/{layer}/items", limit="1").json()
    assert f"Feature Count: {items['numberMatched']}\n" in done.stdout


@pytest.mark.bar("R8")
def test_owslib_finds_its_way(town_url: str) -> None:
    service = Features(f"{town_url}/ogc/")
    assert sorted(service.feature_collections()) == sorted(LAYERS)
    assert "kind" in service.collection_queryables("works")["properties"]
    page = service.collection_items("works", limit=2)
    one = service.collection_item("works", page["features"][0]["id"])
    assert one["properties"] == page["features"][0]["properties"]


@pytest.mark.bar("R11")
def test_the_description_it_serves_is_valid(town_url: str) -> None:
    answer = get(f"{town_url}/ogc/openapi")
    assert answer.headers["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert list(OpenAPIV30SpecValidator(answer.json()).iter_errors()) == []


PAGES = [
    "",
    "/conformance",
    "/openapi",
    "/collections",
    "/collections/works",
    "/collections/works/items",
    "/collections/works/items/{one}",
    "/collections/works/queryables",
    "/collections/works/schema",
    "/collections/works/tiles",
    "/tiles",
    "/TileMatrixSets",
    "/jobs",
]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_are_whole_and_call_no_other_server(
    town_url: str, page: str, language: str
) -> None:
    items = get(f"{town_url}/ogc/collections/works/items", limit="1").json()
    address = f"{town_url}/ogc{page}".replace("{one}", str(items["features"][0]["id"]))
    answer = get(address, f="html", lang=language)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert f'<html lang="{language}"' in answer.text
    for foreign in ('src="http', "src='http", 'rel="stylesheet" href="http', "@import"):
        assert foreign not in answer.text
    assert "<script>" not in answer.text


class Exactly(str):
    """A method that is sent as it is written; `requests` makes it large otherwise."""

    __slots__ = ()

    def upper(self) -> str:
        return self


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "get"])
@pytest.mark.parametrize(
    "path",
    [
        "/ogc",
        "/ogc/collections",
        "/ogc/collections/works",
        "/ogc/collections/works/items",
        "/ogc/collections/works/items/1",
        "/ogc/collections/works/tiles/WebMercatorQuad/12/2249/1294",
        "/ogc/collections/catalogue/items",
        "/ogc/collections/catalogue/items/works",
        "/ogc/collections/dem/schema",
        "/tiles/works/12/1294/2249",
        "/descargas/works.csv",
    ],
)
def test_nobody_writes(town_url: str, path: str, method: str) -> None:
    answer = requests.request(Exactly(method), town_url + path, json={}, timeout=30)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert requests.options(town_url + path, timeout=30).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "DELETE", "FETCH"])
@pytest.mark.parametrize(
    "path",
    [
        *("/ogc/no-such-thing", "/ogc/collections/works/no-such-thing"),
        *("/ogc/collections/no-such", "/ogc/collections/no-such/items"),
        *("/ogc/collections/works/items/1/more", "/ogc/collections/dem/items"),
        "/ogc/collections/no-such/tiles/WebMercatorQuad/12/2249/1294",
        "/ogc/collections/works/tiles/WebMercatorQuad/0/1/0",
        *("/ogc/processes/no-such", "/ogc/processes/no-such/execution"),
        *("/ogc/processes/locate/no-such", "/ogc/styles/no-such", "/tiles/no-such"),
        *("/tiles/no-such/12/1294/2249", "/descargas/no-such.csv"),
    ],
)
def test_where_nothing_is_nothing_can_be_done(
    town_url: str, path: str, method: str
) -> None:
    answer = requests.request(method, town_url + path, timeout=30)
    assert answer.status_code == 404
    assert "Allow" not in answer.headers


def test_in_which_format_one_reads_matters_for_reading_only(town_url: str) -> None:
    for path in ("items", "tiles", "queryables"):
        address = f"{town_url}/ogc/collections/works/{path}?f=shp"
        odd = {"Accept": "text/turtle"}
        assert requests.get(address, headers=odd, timeout=30).status_code == 400
        assert requests.options(address, headers=odd, timeout=30).status_code == 200


@pytest.mark.parametrize("path", ["/ogc/collections/works/items", "/tiles/works/8/80/140"])
def test_other_pages_may_ask_first(town_url: str, path: str) -> None:
    answer = requests.options(town_url + path, timeout=30)
    # OGC 20-002r1, /req/create-replace-delete/options-response: 200, not 204.
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    "path",
    [
        *("", "/collections", "/collections/works", "/conformance", "/openapi"),
        *("/collections/works/items?limit=2", "/collections/works/items/1"),
        *("/collections/works/tiles", "/TileMatrixSets", "/processes", "/styles/light"),
        *("/collections/works/queryables", "/collections/works/schema"),
        "/collections/catalogue/items",
    ],
)
def test_what_the_client_holds_is_not_sent_again(town_url: str, path: str) -> None:
    whole = get(f"{town_url}/ogc{path}")
    held = {"If-None-Match": f'"other", {whole.headers["ETag"]}'}
    again = requests.get(f"{town_url}/ogc{path}", headers=held, timeout=30)
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control"):  # RFC 9110, 15.4.5
        assert again.headers[name] == whole.headers[name], name


def test_a_language_that_is_not_spoken_is_an_invalid_value(town_url: str) -> None:
    for path in ("", "/collections/works/items", "/collections/works/schema"):
        answer = requests.get(f"{town_url}/ogc{path}?lang=qu", timeout=30)
        assert answer.status_code == 400, path
        assert "es, en" in answer.json()["detail"]


def test_head_says_what_get_would(town_url: str) -> None:
    address = f"{town_url}/ogc/collections/works/items?limit=3"
    head, whole = requests.head(address, timeout=30), get(address)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_who_keeps_answers_keeps_pages_and_data_apart(town_url: str) -> None:
    for path in ("", "/collections", "/collections/works/items", "/processes/locate"):
        for media in ("text/html", "application/json"):
            answer = requests.get(
                f"{town_url}/ogc{path}", headers={"Accept": media}, timeout=30
            )
            kept = {name.strip() for name in answer.headers["Vary"].split(",")}
            assert "Accept" in kept, (path, media)  # RFC 9110, 12.5.5


def test_what_has_changed_since_is_sent_again(town_url: str) -> None:
    address = f"{town_url}/ogc/collections/works/items?limit=3"
    tag = get(address).headers["ETag"]
    again = requests.get(address, headers={"If-None-Match": tag}, timeout=30)
    assert again.status_code == 304
    assert again.content == b""
    other = requests.get(
        f"{address}&kind=paving", headers={"If-None-Match": tag}, timeout=30
    )
    assert other.status_code == 200


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_large_answers_are_compressed_for_those_who_can(
    town_url: str, encoding: str
) -> None:
    address = f"{town_url}/ogc/collections/blocks/items?limit=500"
    answer = requests.get(address, headers={"Accept-Encoding": encoding}, timeout=30)
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    if encoding != "identity":
        plain = requests.get(address, headers={"Accept-Encoding": "identity"}, timeout=30)
        assert int(answer.headers["Content-Length"]) < len(plain.content) / 4
        assert answer.json()["features"] == plain.json()["features"]


def test_links_name_only_a_host_that_is_ours(town_url: str) -> None:
    answer = requests.get(
        f"{town_url}/ogc/collections/works/items",
        headers={"Host": "evil.example"},
        timeout=30,
    )
    assert answer.status_code == 400
    assert "evil.example" not in answer.text
