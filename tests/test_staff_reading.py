"""Who signed in reads as staff; everybody else, whatever they carry, as anybody."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from geo.published.sending import shared_tag
from tests import staff

PATHS = ["/ogc/collections/works/items", "/ogc/collections", "/tiles/basemap/12/1293/2248"]


@pytest.fixture
def clerk(office_url: str) -> requests.Session:
    """Somebody who signed in at the office's own door."""
    return staff.sign_in(office_url, staff.ADMIN)


@pytest.mark.parametrize("path", PATHS)
def test_what_staff_read_is_kept_by_nobody_else(
    office_url: str, clerk: requests.Session, path: str
) -> None:
    answer = clerk.get(office_url + path, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", PATHS)
def test_a_passer_by_reads_open_data(office_url: str, path: str) -> None:
    answer = requests.get(office_url + path, timeout=30)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "cookie", ["sessionid=", "sessionid=nonsense", "sessionid='; DROP TABLE x; --", "x=1"]
)
def test_an_invented_session_is_nobodys(office_url: str, cookie: str) -> None:
    address = f"{office_url}/ogc/collections/works/items"
    answer = requests.get(address, headers={"Cookie": cookie}, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_who_signs_out_is_nobody_at_once(office_url: str, clerk: requests.Session) -> None:
    kept = dict(clerk.cookies)
    address = f"{office_url}/admin/logout/"
    headers = {"Referer": address, "X-CSRFToken": clerk.cookies["csrftoken"]}
    assert clerk.post(address, headers=headers, timeout=30).status_code == 200
    again = requests.get(office_url + PATHS[0], cookies=kept, timeout=30)
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_file_held_since_before_signing_in_is_sent_whole(
    office_url: str, clerk: requests.Session
) -> None:
    address = f"{office_url}/descargas/districts.gpkg"

    def ask(client: Any, held: str) -> requests.Response:
        answer: requests.Response = client.get(
            address, headers={"If-None-Match": held}, timeout=60
        )
        return answer

    public = ask(requests, '"none"').headers["ETag"]
    given = ask(clerk, public)
    assert given.status_code == 200
    assert given.content.startswith(b"SQLite format 3")
    assert shared_tag(given.headers["ETag"]) == public, "else they would differ anyway"
    assert ask(clerk, given.headers["ETag"]).status_code == 304
    assert ask(requests, public).status_code == 304
