"""The open data are served whole and in parts, and their page says what there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests
from django.conf import settings
from django.utils.http import parse_http_date

from tests import databases

BUILD = ("build_open_data", "--layer", "districts")


@pytest.fixture(scope="module")
def built(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A server with a build of its districts, in a folder of its own."""
    var = tmp_path_factory.mktemp("var")
    (var / "static").symlink_to(settings.STATIC_ROOT)

    def build(database: str) -> None:
        databases.manage(database, *BUILD, str(var / "open-data"), LLAJTA_VAR=str(var))

    return serve("files", databases.town_template(), build, LLAJTA_VAR=str(var))


def test_the_page_lists_the_files_in_both_languages(built: str) -> None:
    for language, words in (("es", "Distritos"), ("en", "Districts")):
        headers = {"Accept-Language": language}
        page = requests.get(f"{built}/datos/", headers=headers, timeout=30).text
        assert words in page
        for extension in ("csv", "gpkg", "parquet", "pmtiles"):
            assert f'href="districts.{extension}"' in page


def test_the_catalogue_leads_to_the_files(built: str) -> None:
    found = requests.get(f"{built}/datos/data.json", timeout=30)
    assert found.headers["Content-Type"] == "application/json"
    (districts,) = found.json()["dataset"]
    *files, interface = districts["distribution"]
    assert len(files) == 4
    assert requests.get(interface["accessURL"], timeout=30).json()["features"]
    assert requests.get(districts["landingPage"], timeout=30).ok
    dictionary = requests.get(districts["describedBy"], timeout=30)
    assert dictionary.headers["Content-Type"] == districts["describedByType"]
    for each in files:
        assert each["downloadURL"].startswith(f"{built}/datos/")
        answer = requests.get(each["downloadURL"], timeout=30)
        assert answer.headers["Content-Type"] == each["mediaType"]
        assert int(answer.headers["Content-Length"]) == each["byteSize"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        pytest.param("bytes=0-6", slice(0, 7), id="from the start"),
        pytest.param("bytes=7-", slice(7, None), id="to the end"),
        pytest.param("bytes=-20", slice(-20, None), id="the last bytes"),
        pytest.param("bytes=5-99999999", slice(5, None), id="beyond the end"),
    ],
)
def test_a_part_is_answered_with_that_part(built: str, asked: str, part: slice) -> None:
    address = f"{built}/datos/districts.pmtiles"
    whole = requests.get(address, timeout=30)
    assert whole.headers["Accept-Ranges"] == "bytes"
    tag = whole.headers["ETag"]
    headers = {"Range": asked, "If-Range": tag}
    answer = requests.get(address, headers=headers, timeout=30)
    assert answer.status_code == 206
    assert answer.content == whole.content[part]
    assert answer.headers["Content-Range"].endswith(f"/{len(whole.content)}")
    older = requests.get(address, headers={**headers, "If-Range": '"x"'}, timeout=30)
    assert (older.status_code, older.content) == (200, whole.content)


def test_what_is_not_there_is_said_plainly(built: str) -> None:
    address = f"{built}/datos/districts.csv"
    beyond = requests.get(address, headers={"Range": "bytes=99999999-"}, timeout=30)
    assert beyond.status_code == 416
    assert beyond.headers["Content-Type"] == "application/problem+json"
    for name in ("no-such.csv", "..%2fsecret_key", ".open-data.lock", "a/b.csv"):
        assert requests.get(f"{built}/datos/{name}", timeout=30).status_code == 404
    tag = requests.get(address, timeout=30).headers["ETag"]
    again = requests.get(address, headers={"If-None-Match": tag}, timeout=30)
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["districts.csv", "data.json"])
def test_what_did_not_change_since_is_not_sent_again(built: str, name: str) -> None:
    address = f"{built}/datos/{name}"
    first = requests.get(address, timeout=30)
    written = first.headers["Last-Modified"]
    assert parse_http_date(written) <= parse_http_date(first.headers["Date"])

    def ask(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.get(address, headers=named, timeout=30).status_code

    assert ask(If_Modified_Since=written) == 304
    assert ask(If_Modified_Since="Thu, 01 Jan 2026 00:00:00 GMT") == 200
    assert ask(If_Modified_Since="yesterday") == 200
    # A tag is exact, so a time beside it says nothing (RFC 9110, 13.1.3).
    assert ask(If_Modified_Since=written, If_None_Match='"other"') == 200
