"""The catalogue: a record about each layer, found by words, place, time and name."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
import requests

from geo.access import Audience
from geo.layers import published

Document = dict[str, Any]

PUBLIC = {layer.name for layer in published(Audience.ANYONE)}
CATALOG = "application/ogc-catalog+json"


def get(url: str, path: str = "", **given: str) -> requests.Response:
    address = f"{url}/ogc/collections/catalogue/items{path}"
    return requests.get(address, params=given, timeout=30)


def ids(url: str, **given: str) -> list[str]:
    answer = get(url, limit="100", **given)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["features"]]


def test_every_public_layer_has_a_record_whose_links_lead_somewhere(flat_url: str) -> None:
    assert set(ids(flat_url)) == PUBLIC
    record = get(flat_url, "/works").json()
    own = [each for each in record["links"] if each["href"].startswith(flat_url)]
    assert {"enclosure", "items", "describedby", "collection"} <= {
        each["rel"] for each in own
    }
    for each in own:
        answer = requests.head(each["href"], timeout=60)
        assert answer.status_code == 200, each
        assert answer.headers["Content-Type"].startswith(each["type"]), each


def test_the_elevation_model_has_a_record_where_there_is_one(
    hilly_url: str, flat_url: str
) -> None:
    assert set(ids(hilly_url)) == PUBLIC | {"dem"}
    assert "dem" not in ids(flat_url)
    assert get(flat_url, "/dem").status_code == 404
    assert ids(hilly_url, q="elevación") == ["dem"]
    record = get(hilly_url, "/dem").json()
    for each in record["links"]:
        if each["href"].startswith(hilly_url):
            answer = requests.get(each["href"], timeout=60)
            assert answer.status_code == 200, each
            assert answer.headers["Content-Type"].startswith(each["type"].partition(";")[0])
    assert [each["rel"] for each in record["links"]].count("enclosure") == 2
    page = get(hilly_url, "/dem", f="html")
    assert "Modelo de elevación" in page.text and "GeoTIFF" in page.text
    assert "/dem/items" not in page.text, "it has no features"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"q": "obras publicas"}, ["works"], id="words without accents"),
        pytest.param({"q": "PÚBLICAS"}, ["works"], id="in capitals"),
        pytest.param({"q": "obras públicas,zonas"}, ["works", "zones"], id="either word"),
        pytest.param({"q": "xyzzy"}, [], id="a word of no record"),
        pytest.param({"ids": "zones,works,nobody"}, ["works", "zones"], id="ids"),
        pytest.param({"externalIds": "streets"}, ["streets"], id="identifiers elsewhere"),
        pytest.param({"type": "service"}, [], id="another type"),
        pytest.param({"bbox": "0,0,1,1"}, [], id="another place"),
        pytest.param(
            {"bbox": "-66.28,-17.39,-66.28,-17.39", "ids": "works"}, ["works"], id="a click"
        ),
        pytest.param({"q": "obras   públicas"}, ["works"], id="words far apart"),
        pytest.param({"q": "publicas obras"}, [], id="words in another order"),
        pytest.param({"q": "públicas obras contratadas"}, [], id="across two texts"),
        pytest.param(
            {"datetime": "1900-01-01/1900-12-31", "ids": "works"},
            [],
            id="another time",
        ),
        # OGC 17-069r4, fc-time-response, C: what has no time matches every one.
        pytest.param(
            {"datetime": "1900-01-01", "ids": "works,streets"}, ["streets"], id="no time"
        ),
        pytest.param({"datetime": "../2099-01-01", "ids": "works"}, ["works"], id="time"),
        pytest.param({"ids": ""}, [], id="no id at all"),
    ],
)
def test_records_are_chosen(flat_url: str, asked: dict[str, str], found: list[str]) -> None:
    assert sorted(ids(flat_url, **asked)) == found


def test_words_may_be_sent_as_they_are(flat_url: str) -> None:
    host, _colon, port = flat_url.removeprefix("http://").partition(":")
    path = "/ogc/collections/catalogue/items?f=json&q=públicas"
    with socket.create_connection((host, int(port)), timeout=30) as line:
        told = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
        line.sendall(told.encode())
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["numberReturned"] == 1


def test_an_identifier_may_be_told_with_its_scheme_or_by_the_scheme_alone(
    flat_url: str,
) -> None:
    (told,) = get(flat_url, "/works").json()["properties"]["externalIds"]
    scheme, value = told["scheme"], told["value"]
    assert ids(flat_url, externalIds=f"{scheme}:{value}") == ["works"]
    assert ids(flat_url, externalIds=f"elsewhere:{value}") == []
    assert set(ids(flat_url, externalIds=scheme)) == PUBLIC


def test_records_and_their_catalogue_name_the_profile_they_keep_to(flat_url: str) -> None:
    def profiles(document: Document) -> list[str]:
        found = [each["href"] for each in document["links"] if each["rel"] == "profile"]
        return [href.rpartition("/")[2] for href in found]

    catalogue = requests.get(f"{flat_url}/ogc/collections/catalogue", timeout=30).json()
    assert catalogue["type"] == "Collection"
    assert profiles(catalogue) == ["ogc-catalog"]
    assert profiles(get(flat_url).json()) == ["ogc-record"]
    assert profiles(get(flat_url, "/works").json()) == ["ogc-record"]


def test_records_are_sorted_and_read_page_by_page(flat_url: str) -> None:
    upwards = ids(flat_url, sortby="title")
    assert ids(flat_url, sortby="-title") == upwards[::-1]
    address: str | None = f"{flat_url}/ogc/collections/catalogue/items?sortby=title&limit=3"
    read = []
    while address is not None:
        page = requests.get(address, timeout=30).json()
        assert page["numberMatched"] == len(PUBLIC)
        read += [each["id"] for each in page["features"]]
        following = [each["href"] for each in page["links"] if each["rel"] == "next"]
        address = following[0] if following else None
    assert read == upwards


@pytest.mark.parametrize(
    "asked",
    [
        {"bbox": "1,2,3"},
        {"datetime": "nope"},
        {"limit": "x"},
        {"offset": "-1"},
        {"sortby": "publisher"},
        {"filter": "title='x'"},
    ],
    ids=str,
)
def test_what_cannot_be_understood_is_refused(flat_url: str, asked: dict[str, str]) -> None:
    answer = get(flat_url, **asked)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_unknown_record_is_said_to_be_none(flat_url: str) -> None:
    assert get(flat_url, "/nobody").status_code == 404
    assert get(flat_url, "/nobody", f="html").status_code == 404


def test_records_and_their_pages_speak_the_readers_language(flat_url: str) -> None:
    for language, title in (("es", "Obras públicas"), ("en", "Public works")):
        record = get(flat_url, "/works", lang=language)
        assert record.json()["properties"]["title"] == title
        assert record.json()["properties"]["language"]["code"] == language
        for path in ("", "/works"):
            assert title in get(flat_url, path, f="html", lang=language).text


def test_the_catalogue_is_a_collection_in_two_media_types(flat_url: str) -> None:
    address = f"{flat_url}/ogc/collections/catalogue"
    for media in ("application/json", CATALOG):
        answer = requests.get(address, headers={"Accept": media}, timeout=30)
        assert answer.headers["Content-Type"] == media
        assert answer.json()["itemType"] == "record"
    sortables = requests.get(f"{address}/sortables", timeout=30).json()
    assert set(sortables["properties"]) == {"id", "title", "type"}


def test_a_record_that_has_not_changed_is_not_sent_again(flat_url: str) -> None:
    tag = get(flat_url, "/streets").headers["ETag"]
    address = f"{flat_url}/ogc/collections/catalogue/items/streets"
    again = requests.get(address, headers={"If-None-Match": tag}, timeout=30)
    assert again.status_code == 304
