"""The app for the street: nothing of anybody in it, all of it kept, and light."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from django.test import Client

from geo.pages import assets

pytestmark = pytest.mark.django_db
KB = 1000
FIRST_SCREEN = 60 * KB
"""Page, style sheet and scripts until the list is there; over 3G some three seconds."""
ALL = 500 * KB
"""All that is kept to work without a network, the map's engine with it, letters apart."""


def built(address: str) -> Path:
    return assets.BUILT / address.rsplit("dist/", 1)[1]


def weight(address: str) -> int:
    """Bytes on the wire; letters are compressed as they are."""
    content = built(address).read_bytes()
    return len(content if address.endswith("woff2") else gzip.compress(content))


def kept(client: Client) -> dict[str, object]:
    script = client.get("/campo/sw.js").text
    found = re.match(r"self\.kept = (\{.*?\});\n", script)
    assert found, script[:200]
    told: dict[str, object] = json.loads(found[1])
    return told


def test_the_page_is_the_same_for_everybody_and_asks_nobody(client: Client) -> None:
    answer = client.get("/campo/")
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert "csrf" not in answer.text
    assert 'rel="manifest"' in answer.text
    assert "<script>" not in answer.text
    assert "style=" not in answer.text


def test_the_words_of_each_kind_of_work_are_in_the_page(client: Client) -> None:
    page = client.get("/campo/").text
    assert 'id="words"' in page
    assert 'data-word="all-sent"' in page


def test_everything_the_app_may_load_is_kept(client: Client) -> None:
    files = kept(client)["files"]
    assert isinstance(files, list)
    names = " ".join(files)
    parts = ("phone-", "map-", "begin-", "maplibre-gl-worker-", "style.light-", "woff2")
    for part in parts:
        assert part in names
    assert "page-" not in names
    assert len(files) == len(set(files))


def test_a_changed_file_makes_a_changed_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(client)["state"]
    assert kept(client)["state"] == before
    monkeypatch.setattr("apps.fieldwork.views.installed.BAR", "#000000")
    assert kept(client)["state"] != before


def test_a_cheap_telephone_can_load_it(client: Client) -> None:
    files = kept(client)["files"]
    assert isinstance(files, list)
    scripts = [name for name in files if "/dist/" in name and not name.endswith("woff2")]
    sizes = {name: weight(name) for name in scripts}
    assert sum(sizes.values()) <= ALL, sorted(sizes.items(), key=lambda each: -each[1])
    first = [
        size
        for name, size in sizes.items()
        if re.search(r"/(phone|shelf|preload-helper|rolldown-runtime)-", name)
    ]
    page = len(gzip.compress(client.get("/campo/").content))
    assert sum(first) + page <= FIRST_SCREEN


def test_a_telephone_may_install_it(client: Client) -> None:
    answer = client.get("/campo/app.webmanifest")
    assert answer["content-type"] == "application/manifest+json"
    told = answer.json()
    assert told["start_url"] == told["scope"] == "/campo/"
    assert told["display"] == "standalone"
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert any(icon.get("purpose") == "maskable" for icon in told["icons"])
