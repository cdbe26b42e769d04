"""The pages of the territory: what is here, what a search means, what was found."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client

from apps.territory.models import Finding
from apps.territory.tests.records import TOWN, make_districts

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The page at `address`, entities undone."""
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def at(letter: str) -> str:
    """Query that names a cell of the town."""
    point = TOWN.point(letter)
    return f"lon={point.x}&lat={point.y}"


@pytest.mark.parametrize("page", ["/aqui/", "/aqui/panel/"])
def test_a_point_is_told_from_the_town_down(client, page):
    make_districts()
    told = text_of(client, f"{page}?{at('q')}")
    assert "Quillacollo" in told
    assert "Distrito 2 Villa Moderna" in told
    assert "Ubicación aproximada: límite no oficial." in told


def test_a_point_outside_is_told_so(client):
    make_districts()
    assert "fuera del municipio" in text_of(client, "/aqui/?lon=-60&lat=-10")


@pytest.mark.parametrize(
    "query",
    ["", "lon=-66.2", "lon=a&lat=b", "lon=nan&lat=-17", "lon=-66&lat=inf", "lon=200&lat=0"],
)
def test_a_point_that_cannot_be_read_is_refused_with_a_reason(client, query):
    page = text_of(client, f"/aqui/?{query}", 400)
    assert "lon=" in page
    assert "Ir al mapa" in page


@pytest.mark.parametrize("page", ["/buscar/", "/buscar/opciones/"])
def test_a_search_without_answer_says_how_to_ask(client, page):
    assert "Sucre y Beni" in text_of(client, f"{page}?q=xyzzy")


@pytest.mark.parametrize("page", ["/buscar/", "/buscar/opciones/"])
@pytest.mark.parametrize("text", ["", "%00", "'; DROP TABLE--", "a" * 5000, "<b>x</b>"])
def test_any_text_may_be_searched_for(client, page, text):
    assert "<b>x</b>" not in client.get(f"{page}?q={text}").content.decode()


def record(kind: str, text: str, ring: str = "abed") -> Finding:
    """A finding on part of the town."""
    return Finding.objects.create(
        kind=kind,
        text=text,
        shape=TOWN.polygon(ring),
        square_metres=120.4,
        recorded_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
    )


def test_findings_are_listed_by_kind_with_their_area(client):
    record("otbs-overlap", "Sol y Luna")
    record("otb-gap", "Sin nombre")
    everything = text_of(client, "/territorio/hallazgos/")
    assert "Sol y Luna" in everything
    assert "120 m²" in everything
    one_kind = text_of(client, "/territorio/hallazgos/?tipo=otb-gap")
    assert "Sol y Luna" not in one_kind
    assert 'data-filter="kind=otb-gap"' in one_kind


def test_a_finding_is_shown_on_the_map(client):
    finding = record("otbs-overlap", "Sol y Luna")
    page = text_of(client, f"/territorio/hallazgos/?hallazgo={finding.pk}")
    west, south, east, north = finding.shape.extent
    assert f'"bounds": [{west}, {south}, {east}, {north}]' in page
    assert 'aria-current="true"' in page


@pytest.mark.parametrize(
    "query", ["?hallazgo=999999", "?hallazgo=x", "?tipo=x", "?despues=x"]
)
def test_findings_survive_any_address(client, query):
    record("otbs-overlap", "Sol y Luna")
    assert "Sol y Luna" in text_of(client, f"/territorio/hallazgos/{query}")


def test_a_territory_without_findings_says_so(client):
    assert "no se encontró ninguna anomalía" in text_of(client, "/territorio/hallazgos/")


def test_many_findings_are_read_page_by_page(client):
    for number in range(230):
        record("otb-gap", f"Vacío {number}")
    seen: list[str] = []
    query: str | None = ""
    while query is not None:
        page = text_of(client, f"/territorio/hallazgos/{query}")
        seen += re.findall(r'class="is-long">(Vacío \d+)<', page)
        following = re.search(r'rel="next" href="(\?[^"]+)"', page)
        query = following.group(1) if following else None
    assert len(seen) == len(set(seen)) == 230
