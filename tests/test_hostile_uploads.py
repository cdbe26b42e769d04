"""The files of the table of bad inputs at the pages that import: who is told what, how.

A program that asks for JSON is refused at the upload with a problem document; a person
reads a page: beside the form, or on the next one where an answer could still mend it.
"""

from __future__ import annotations

import re
import time
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.test import Client

from geo.exchange.tests.conftest import TOWN, collection, english, feature, rows_of, town
from geo.models import Upload
from tests.hostile_files import FILES, Handed, text

__all__ = ["english", "town"]

pytestmark = pytest.mark.bar("R60", "R64")

SECONDS: Final = 5
PAGE: Final = "text/html,application/xhtml+xml,*/*;q=0.8"
JSON: Final = "application/json"


@pytest.fixture
def var(settings: Any, tmp_path: Path) -> Path:
    """The instance's folder."""
    settings.VAR = tmp_path / "var"
    return tmp_path / "var"


@pytest.fixture
def clerk(client: Client, town: Any, var: Path) -> Client:
    """A browser in which somebody with every permission signed in."""
    client.force_login(User.objects.create_superuser("ana"))
    client.cookies["django_language"] = "en"
    return client


def hand_in(client: Client, file: Path, accept: str) -> Any:
    with file.open("rb") as content:
        sent = {"capa": "place-names", "archivo": content}
        return client.post("/importar/", sent, headers={"accept": accept})


def written(file: Handed, folder: Path) -> Path:
    (folder / "in").mkdir()
    return file.write(folder / "in")


def left_in(var: Path) -> list[Path]:
    return [path for path in var.rglob("*") if path.is_file()]


@pytest.mark.parametrize("file", FILES)
def test_a_program_is_refused_with_the_status_of_the_row(
    clerk: Client, file: Handed, tmp_path: Path, var: Path
) -> None:
    sent = written(file, tmp_path)
    began = time.monotonic()
    answer = hand_in(clerk, sent, JSON)
    assert time.monotonic() - began < SECONDS
    assert answer.status_code == file.status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"].startswith("no-store")
    document = answer.json()
    assert set(document) == {"type", "title", "status", "detail"}
    assert document["status"] == file.status
    assert document["detail"]
    assert str(tmp_path) not in document["detail"]
    assert left_in(var) == []
    assert not Upload.objects.filter(state="open").exists()


def test_a_program_may_ask_for_the_problem_by_its_own_name(
    clerk: Client, tmp_path: Path
) -> None:
    [file] = FILES[0].values
    answer = hand_in(clerk, written(file, tmp_path), "application/problem+json")
    assert answer.status_code == file.status
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("file", FILES)
def test_a_person_reads_on_a_page_what_is_wrong(
    clerk: Client, file: Handed, tmp_path: Path, var: Path
) -> None:
    sent = written(file, tmp_path)
    began = time.monotonic()
    answer = hand_in(clerk, sent, PAGE)
    if not file.is_kept:
        assert answer.status_code == file.status
        assert left_in(var) == []
    else:
        assert answer.status_code == 302
        act = {"hacer": "comprobar"}
        answer = clerk.post(f"{answer['Location']}hacer/", act, follow=True)
        assert answer.status_code == 200
    assert time.monotonic() - began < SECONDS
    page = unescape(answer.content.decode())
    assert re.search(file.page_says or file.says, page)
    assert str(tmp_path) not in page
    assert rows_of("place-names") == []


def test_a_program_learns_the_page_of_a_good_file(clerk: Client, tmp_path: Path) -> None:
    good = collection(feature(TOWN.point("a"), nombre="Plaza"))
    answer = hand_in(clerk, text("a.geojson", good)(tmp_path), JSON)
    assert answer.status_code == 201
    page = answer.json()["page"]
    assert answer["Location"] == page == f"/importar/{Upload.objects.get().token}/"
    assert "Plaza" in clerk.get(page).content.decode()
