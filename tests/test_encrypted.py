"""A site that people reach by HTTPS speaks nothing else, and keeps their cookies to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
import requests

from config.outside import is_encrypted
from tests import databases

SITE = "mapa.example.org"
TOLD = {
    "LLAJTA_PUBLIC_URL": f"https://{SITE}",
    "LLAJTA_PROXIES": "1",
    "LLAJTA_HOSTS": f"{SITE},localhost,127.0.0.1",
}
pytestmark = pytest.mark.bar("R57")


@pytest.fixture(scope="module")
def site(serve: Callable[..., str]) -> str:
    """Address of a server behind a web server that speaks HTTPS."""
    return serve("encrypted", databases.schema_template(), **TOLD)


def get(address: str, scheme: str) -> requests.Response:
    headers = {"Host": SITE, "X-Forwarded-Proto": scheme}
    return requests.get(address, headers=headers, timeout=30, allow_redirects=False)


def test_the_frameworks_own_check_finds_nothing() -> None:
    env = {**os.environ, **TOLD, "LLAJTA_SECRET_KEY": "".join(map(chr, range(40, 100)))}
    del env["DJANGO_ALLOW_ASYNC_UNSAFE"]  # the tests' own, for their browser
    order = ["check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(  # our own interpreter and our own words
        [sys.executable, "-m", "django", *order],
        env=env,
        cwd=databases.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", ["/", "/ogc/collections", "/tiles/works/0/0/0", "/nada"])
def test_what_is_read_encrypted_is_to_be_read_so_for_a_year(site: str, page: str) -> None:
    answer = get(site + page, "https")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_page_in_the_clear_leads_to_the_encrypted_one(site: str) -> None:
    answer = get(f"{site}/entrar/?next=/agua/", "http")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"https://{SITE}/entrar/?next=/agua/"
    assert "Strict-Transport-Security" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_cookies_are_sent_back_encrypted_alone(site: str) -> None:
    answer = get(f"{site}/entrar/", "https")
    assert answer.status_code == 200
    assert answer.cookies
    assert all(cookie.secure for cookie in answer.cookies)
    assert "__Host-csrftoken" in answer.cookies
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]


def test_who_looks_whether_the_site_is_well_needs_no_encryption(site: str) -> None:
    assert requests.get(f"{site}/healthz", timeout=30).status_code == 200


def test_https_without_a_server_that_speaks_it_stops_the_start() -> None:
    assert is_encrypted(f"https://{SITE}", proxies=1)
    assert not is_encrypted(f"http://{SITE}", proxies=0)
    with pytest.raises(SystemExit, match="LLAJTA_PROXIES=1"):
        is_encrypted(f"https://{SITE}", proxies=0)
