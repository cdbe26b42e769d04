"""The API's pages say in words what its data say in keys."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
import requests

from geo.access import Audience
from geo.layers import published
from tests.markup import INSIDES
from tests.staff import CLERK, program_password

WORKS = "/ogc/collections/works"
PAGES = (
    *("/ogc/openapi", WORKS, f"{WORKS}/queryables", f"{WORKS}/schema"),
    *(f"{WORKS}/tiles", f"{WORKS}/tiles/WebMercatorQuad", f"{WORKS}/styles"),
    *("/ogc/collections/catalogue/sortables", "/ogc/TileMatrixSets"),
)


def page_at(url: str, path: str) -> str:
    mark = "&" if "?" in path else "?"
    answer = requests.get(f"{url}{path}{mark}f=html&lang=es", timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.text


def told(page: str, name: str) -> str:
    """What the map of a page is told under this name."""
    found = re.search(rf'data-{name}="(.*?)"', page)
    return unescape(found[1]) if found else ""


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


MAPPED = {
    WORKS: 'name="overlay" value="works" checked',
    "/ogc/collections/catalogue/items/works": 'name="overlay" value="works" checked',
    f"{WORKS}/items": "FeatureCollection",
}
"""Pages with a map, and what says that it is the map of the works."""


@pytest.mark.parametrize("path", MAPPED)
def test_a_page_has_the_map_of_what_it_is_about(town_url: str, path: str) -> None:
    page = page_at(town_url, path)
    assert page.count("<llajta-map") == 1
    label, frame = told(page, "label"), told(page, "frame").split(",")
    assert "Obras" in label and len(frame) == 4
    assert MAPPED[path] in (told(page, "sketch") or page)


def test_a_wide_table_has_its_map_above(town_url: str) -> None:
    page = page_at(town_url, f"{WORKS}/items")
    assert page.index("<h1>") < page.index("<llajta-map") < page.index("<table")


def test_the_map_of_a_feature_looks_at_it(town_url: str) -> None:
    feature = requests.get(f"{town_url}{WORKS}/items?limit=1", timeout=30).json()[
        "features"
    ][0]
    page = page_at(town_url, f"{WORKS}/items/{feature['id']}")
    places = json.loads(told(page, "focus"))["points"]
    assert [place[:2] for place in places] == feature["geometry"]["coordinates"]
    assert (
        json.loads(told(page, "sketch"))["features"][0]["geometry"] == feature["geometry"]
    )


def test_the_map_looks_where_was_asked(town_url: str) -> None:
    page = page_at(town_url, f"{WORKS}/items?bbox=-66.29,-17.40,-66.27,-17.38")
    assert [float(edge) for edge in told(page, "frame").split(",")] == [
        *(-66.29, -17.40, -66.27, -17.38)
    ]
    assert "<llajta-map" not in page_at(town_url, f"{WORKS}/items?bbox=0,0,1,1")


def test_the_map_is_in_degrees_whatever_system_was_asked_for(town_url: str) -> None:
    utm = "http://www.opengis.net/def/crs/EPSG/0/32719"
    plain, projected = (
        page_at(town_url, f"{WORKS}/items?limit=3{crs}") for crs in ("", f"&crs={utm}")
    )
    assert told(plain, "sketch") == told(projected, "sketch")


def test_the_map_of_a_layer_for_the_staff_is_kept_by_nobody_else(office_url: str) -> None:
    layer = next(each for each in published() if each.audience is Audience.STAFF)
    address = f"{office_url}/ogc/collections/{layer.name}?f=html"
    signed = requests.get(address, auth=(CLERK, program_password(CLERK)), timeout=60)
    assert f'name="overlay" value="{layer.name}" checked' in signed.text
    assert "private" in signed.headers["Cache-Control"]
    assert requests.get(address, timeout=60).status_code == 404
