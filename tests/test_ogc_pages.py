"""The API's pages say in words what its data say in keys."""

from __future__ import annotations

import re

import pytest
import requests

from tests.markup import INSIDES

WORKS = "/ogc/collections/works"
PAGES = (
    *("/ogc/openapi", WORKS, f"{WORKS}/queryables", f"{WORKS}/schema"),
    *(f"{WORKS}/tiles", f"{WORKS}/tiles/WebMercatorQuad", f"{WORKS}/styles"),
    *("/ogc/collections/catalogue/sortables", "/ogc/TileMatrixSets"),
)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_the_machine_stands_on_a_page(town_url: str, path: str) -> None:
    answer = requests.get(f"{town_url}{path}?f=html&lang=es", timeout=30)
    assert answer.status_code == 200
    assert not INSIDES.search(answer.text)


def test_a_work_is_told_in_the_readers_words(town_url: str) -> None:
    page = requests.get(f"{town_url}{WORKS}/items?f=html&lang=es&limit=1", timeout=30).text
    assert "inventado para la demostración" in page
    assert re.search(r">\d\d/\d\d/\d{4}<", page)
    assert not re.search(r">\d{4}-\d\d-\d\d<", page)


def test_a_set_of_tiles_says_what_each_address_is_for(town_url: str) -> None:
    address = f"{town_url}{WORKS}/tiles/WebMercatorQuad?f=html&lang=es"
    page = requests.get(address, timeout=30).text
    assert "Dirección de una tesela" in page and "Esquema de teselas" in page
    assert ">http://www.opengis.net/def/rel" not in page
