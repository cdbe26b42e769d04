"""Whatever stands in a form or a link, no page answers it with a fault of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django import forms
from django.contrib.auth.models import User
from django.test import Client

from geo.pages import fields
from tests.canary.doors import SAMPLES, page_patterns
from tests.effort import many

ROOT: Final = Path(__file__).resolve().parent.parent
SENT: Final = re.compile(
    r"(?:GET|POST|FILES|form|data|query|given)\.(?:get|getlist|last|all)\(\s*\"([\w-]+)\""
    r"|^    (\w+) = (?:forms\.\w+|day|moment)\(",
    re.M,
)
HOSTILE: Final = [
    "\0",
    "²",
    "9" * 5000,
    "9999-12-31",
    "0001-01-01",
    "9999-12",
    "1e999999",
    "NaN",
    "-1",
    "a\r\nSet-Cookie: b=c",
    "' OR 1=1 --",
    "{{ settings }}{% debug %}",
]
TURNS: Final = range(many(1, len(HOSTILE)))
"""How often every name is sent, with another text each time."""
NOT_OURS: Final = ("/admin", "/idioma", "/salir", "/cuenta/sesiones", "/ogc")
"""Django's own pages; what would end the session; what has a list of its own."""


def names_sent() -> list[str]:
    """Every name that a view or a form of ours reads, from their own text."""
    found: set[str] = set()
    for folder in ("apps", "geo/pages", "tiles"):
        for path in (ROOT / folder).rglob("*.py"):
            if {"views", "forms", "pages"} & set(path.parts) or path.stem in (
                "views",
                "forms",
            ):
                for one, other in SENT.findall(path.read_text(encoding="utf-8")):
                    found.add(one or other)
    return sorted(found)


def addresses() -> Iterator[str]:
    """Each page of ours, with a sample for what varies."""
    for pattern in sorted(set(page_patterns())):
        if not pattern.startswith(NOT_OURS):
            yield pattern.format(**SAMPLES, z="12", x="1293", y="2248")


@pytest.fixture
def office(db: None) -> Client:
    """A browser in which somebody with every permission signed in."""
    user = User.objects.create_user("jefa", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user)
    return client


def test_the_names_that_pages_read_are_found() -> None:
    assert {"operador", "codigo", "cuotas", "orden", "busca", "desde"} <= set(names_sent())


@pytest.mark.parametrize("turn", TURNS)
def test_no_link_brings_a_page_down(office: Client, turn: int) -> None:
    names = names_sent()
    texts = {name: HOSTILE[(turn + n) % len(HOSTILE)] for n, name in enumerate(names)}
    office.raise_request_exception = False
    found = {each: office.get(each, texts).status_code for each in addresses()}
    assert {each: code for each, code in found.items() if code >= 500} == {}


@pytest.mark.parametrize("turn", TURNS)
def test_no_form_brings_a_page_down(office: Client, turn: int) -> None:
    names = names_sent()
    texts = {name: HOSTILE[(turn + n) % len(HOSTILE)] for n, name in enumerate(names)}
    office.raise_request_exception = False
    found = {each: office.post(each, texts).status_code for each in addresses()}
    assert {each: code for each, code in found.items() if code >= 500} == {}


class Dated(forms.Form):
    """A form as any of ours."""

    since = fields.day("since")
    at = fields.moment("at")


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_a_year_that_nobody_means_is_said_beside_its_field(year: str) -> None:
    given = {"since": f"{year}-12-31", "at": f"{year}-12-31T23:59"}
    assert set(Dated(given).errors) == {"since", "at"}
    assert Dated({"since": "2026-12-31", "at": "2026-12-31T23:59"}).is_valid()
