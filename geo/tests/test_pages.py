"""What every page shares: its security, its failures, its assets."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from geo.access import NotAllowed, Permission
from geo.errors import Conflict, NotUnderstood, Refusal, TooOften
from geo.pages import assets
from geo.pages.contributions import MenuEntry, add_once
from geo.pages.refusals import SaidPlainly, broken
from geo.pages.typescript import FILE, layers_module
from geo.store import StoreAway

SEE = Permission(name="x.see", title="See")
PAGES = ("/", "/obras/", "/territorio/hallazgos/", "/buscar/", "/nada")


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_no_page_needs_more_than_the_strict_policy_allows(
    client: Client, address: str
) -> None:
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page), "script without a file"
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), "another host"


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_its_language_title_and_main_part(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert '<html lang="es"' in page
    assert re.search(r"<title>\S.* · Llajta", page)
    assert page.count("<h1") == 1
    assert page.count("<main") == 1


@pytest.mark.django_db
def test_the_readers_theme_is_in_the_first_byte(client: Client) -> None:
    client.cookies["tema"] = "oscuro"
    assert b'data-theme="dark"' in client.get("/").content
    client.cookies["tema"] = '"><script>'
    assert b"data-theme" not in client.get("/").content.split(b"<head>")[0]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/obras/").status_code == 405


def test_a_fault_of_ours_is_told_without_its_text() -> None:
    try:
        raise KeyError("secret detail")
    except KeyError:
        answer = broken(HttpRequest())
    assert answer.status_code == 500
    assert b"secret" not in answer.content


def test_a_database_that_is_away_is_told_as_such() -> None:
    try:
        raise OperationalError("could not connect to 10.0.0.1")
    except OperationalError:
        answer = broken(HttpRequest())
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert b"10.0.0.1" not in answer.content


@pytest.mark.parametrize(
    ("refusal", "status", "again"),
    [
        pytest.param(StoreAway(), 503, True, id="no files"),
        pytest.param(TooOften("Too often.", 7), 429, True, id="too often"),
        pytest.param(Conflict("Taken."), 409, False, id="taken"),
        pytest.param(NotAllowed(SEE), 403, False, id="no right"),
        pytest.param(NotUnderstood("Where?"), 400, False, id="no number"),
        pytest.param(Refusal("No."), 422, False, id="any other"),
    ],
)
def test_a_page_refuses_with_the_status_that_programs_get(
    rf: RequestFactory, refusal: Refusal, status: int, again: bool
) -> None:
    said = SaidPlainly(lambda _request: HttpResponse())
    page = said.process_exception(rf.get("/obras/"), refusal)
    assert page is not None
    assert page.status_code == status
    assert ("Retry-After" in page.headers) == again
    assert page.headers["Content-Type"].startswith("text/html")
    assert str(refusal) in page.content.decode()


@pytest.mark.parametrize(
    ("fault", "status"), [(OperationalError("at 10.0.0.1"), 503), (KeyError("secret"), 500)]
)
def test_programs_are_told_of_a_fault_by_a_problem_document(
    fault: Exception, status: int
) -> None:
    request = HttpRequest()
    request.path = "/ogc/jobs"
    try:
        raise fault
    except type(fault):
        answer = broken(request)
    assert answer.status_code == status == json.loads(answer.content)["status"]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (status == 503) == ("Retry-After" in answer.headers)
    assert b"10.0.0.1" not in answer.content and b"secret" not in answer.content


@pytest.mark.parametrize("address", ["/ogc/", "/obras/"])
def test_a_host_that_is_not_ours_is_told_so(client: Client, address: str) -> None:
    answer = client.get(address, headers={"host": "evil.example"})
    assert answer.status_code == 400
    problem = answer.headers["Content-Type"] == "application/problem+json"
    assert problem == address.startswith("/ogc")


def test_an_entry_has_its_script_and_styles_under_the_static_address() -> None:
    page = assets.asset("page")
    assert page.script.startswith(f"{settings.STATIC_URL}geo/dist/assets/page-")
    assert page.styles
    assert all(name.endswith(".css") for name in page.styles)


def test_a_front_end_that_was_not_built_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    assets._manifest.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured, match="not built"):
            assets.asset("page")
    finally:
        assets._manifest.cache_clear()


def test_what_is_added_twice_is_there_once() -> None:
    menu: list[MenuEntry] = []
    for _ in range(2):
        add_once(menu, MenuEntry(title="Mapa", view="works:map", place=1))
    assert len(menu) == 1


def test_the_map_engine_knows_the_register_as_it_is() -> None:
    assert FILE.read_text(encoding="utf-8") == layers_module(), (
        "run ./llajta manage write_layers_ts"
    )


@pytest.mark.bar("R60")
@pytest.mark.django_db
def test_a_byte_of_value_0_is_told_and_is_no_fault_of_ours(client: Client) -> None:
    answer = client.get("/verificar/?codigo=x%00")
    assert answer.status_code == 422
    assert "no se puede guardar" in answer.content.decode()
