"""Tiles come with what draws them: TileJSON, styles and what their colours mean."""

from __future__ import annotations

import pytest
import requests

from geo.access import Audience
from geo.layers import published
from geo.ogc.tiles.styles import STYLE, THEMES
from tiles.style.layers import legend_of
from tiles.style.tokens import tokens

LAYERS = published(Audience.ANYONE)


def get(address: str, **given: str) -> requests.Response:
    return requests.get(address, params=given, timeout=30)


def bases(url: str) -> list[str]:
    """Addresses below which there are tiles and styles: the basemap's and each layer's."""
    return [f"{url}/ogc", *(f"{url}/ogc/collections/{layer.name}" for layer in LAYERS)]


def test_tilejson_names_tiles_that_are_there(town_url: str) -> None:
    for base in bases(town_url):
        found = get(f"{base}/tiles/WebMercatorQuad", f="tilejson").json()
        west, south, east, north = found["bounds"]
        assert west < east and south < north
        assert {each["id"] for each in found["vector_layers"]} <= {
            layer.name for layer in LAYERS
        }
        (tiles,) = found["tiles"]
        zoom = found["minzoom"]
        assert get(tiles.format(z=zoom, x=0, y=0)).status_code in (200, 204)


def test_tilejson_says_what_a_tile_carries_and_no_more(town_url: str) -> None:
    base = f"{town_url}/ogc/collections/works/tiles/WebMercatorQuad"
    (works,) = get(base, f="tilejson", lang="es").json()["vector_layers"]
    assert works["fields"]["state"] == "Estado"
    assert "object" in works["fields"] and "calls" not in works["fields"]


def test_each_tile_set_leads_to_its_tilejson_and_styles(town_url: str) -> None:
    for base in bases(town_url):
        found = get(f"{base}/tiles/WebMercatorQuad", f="json").json()
        links = {each["rel"]: each["href"] for each in found["links"]}
        assert get(links["describedby"]).json()["tilejson"] == "3.0.0"
        styles = get(next(href for rel, href in links.items() if rel.endswith("/styles")))
        assert [each["id"] for each in styles.json()["styles"]] == list(THEMES)
        for each in styles.json()["styles"]:
            (sheet,) = [k["href"] for k in each["links"] if k["rel"] == "stylesheet"]
            answer = get(sheet)
            assert answer.headers["Content-Type"] == STYLE
            for source in answer.json()["sources"].values():
                at = source["url"] if "url" in source else source["tiles"][0]
                assert at.startswith(town_url)


def test_what_has_colours_of_its_own_wears_them(town_url: str) -> None:
    style = get(f"{town_url}/ogc/collections/works/styles/dark").json()
    (drawn,) = style["layers"]
    words = drawn["paint"]["circle-color"]
    assert words[:2] == ["match", ["get", "state"]]
    for state, symbol in tokens().states.items():
        assert words[words.index(state) + 1] == symbol.dark


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_a_legend_names_every_colour(layer) -> None:
    *named, rest = legend_of(layer, "light")
    assert rest.value is None
    assert (rest.title == str(layer.title)) != bool(layer.coloured_by)
    assert bool(named) == bool(layer.coloured_by)
    if layer.coloured_by:
        field = next(each for each in layer.fields if each.name == layer.coloured_by)
        assert {entry.value for entry in named} == {value for value, _word in field.words}
        assert len({entry.colour for entry in named}) == len(named)


def test_the_page_of_a_style_shows_its_legend_in_words(town_url: str) -> None:
    page = get(f"{town_url}/ogc/collections/works/styles/light", f="html", lang="es").text
    assert f"{town_url}/ogc/collections/works/styles/light" in page
    for entry in legend_of(
        next(layer for layer in LAYERS if layer.name == "works"), "light"
    ):
        assert entry.colour in page
