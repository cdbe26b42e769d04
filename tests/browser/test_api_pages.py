"""The API's pages show on a map what their tables say."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.looking import drawn, settle, zoom_of

pytestmark = pytest.mark.browser

WORKS = "/ogc/collections/works"
DRAWN = """(prefix) => {
  const { map } = document.querySelector("llajta-map");
  const layers = map.getLayersOrder().filter((id) => id.startsWith(prefix));
  return layers.length ? map.queryRenderedFeatures({ layers }).length : 0;
}"""
WIDE = "document.documentElement.scrollWidth"


def features(url: str, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = requests.get(url + path, timeout=30).json()["features"]
    return found


def test_a_features_page_shows_it_where_it_is(page: Page, town_url: str) -> None:
    (work,) = features(town_url, f"{WORKS}/items?limit=1")
    page.goto(f"{town_url}{WORKS}/items/{work['id']}?f=html")
    settle(page)
    shown = drawn(page, "sketch-point")
    assert [each["state"] for each in shown] == [work["properties"]["state"]]
    assert drawn(page, "focus-ring")
    assert zoom_of(page) >= 15
    expect(page.locator("llajta-map canvas")).to_have_accessible_name(
        "Mapa de «Obras públicas» 1"
    )


@pytest.mark.parametrize("width", [1280, 360])
def test_a_page_of_features_shows_all_of_them(
    page: Page, town_url: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{town_url}/ogc/collections/districts/items?f=html")
    settle(page)
    count = len(features(town_url, "/ogc/collections/districts/items"))
    ids = """() => new Set(document.querySelector("llajta-map").map
      .queryRenderedFeatures({ layers: ["sketch-area"] })
      .map(({ geometry }) => JSON.stringify(geometry))).size"""
    assert page.evaluate(ids) >= count
    assert page.evaluate(WIDE) == width


def test_many_features_come_after_the_page(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/ogc/collections/parcels/items?f=html&limit=500")
    settle(page)
    page.wait_for_function(f"({DRAWN})('sketch-area') > 100")


def test_a_collections_map_has_its_layer_on(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}{WORKS}?f=html")
    settle(page)
    page.wait_for_function(f"({DRAWN})('overlay-works') > 0")
    page.get_by_role("checkbox", name="Obras públicas").uncheck()
    page.wait_for_function(f"({DRAWN})('overlay-works') === 0")
