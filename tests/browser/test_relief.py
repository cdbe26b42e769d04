"""Relief on the map: felt under the streets, turned off at will, nowhere without a DEM."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.looking import open_map, shoot
from tests.effort import LONG

pytestmark = pytest.mark.browser

RANGE = "#mapa=13/-17.300/-66.280"
TURN = """(shown) => {
  const { map } = document.querySelector("llajta-map");
  for (const { id } of map.getStyle().layers)
    if (id.startsWith("relief-")) map.setLayoutProperty(id, "visibility", shown);
}"""
PICTURE = """() => {
  const { map } = document.querySelector("llajta-map");
  map.redraw();
  return map.getCanvas().toDataURL();
}"""
KINDS = """() => {
  const { map } = document.querySelector("llajta-map");
  const every = map.getStyle().layers.map(({ id }) => id);
  const ids = every.filter((id) => id.startsWith("relief-"));
  return { ids, lines: map.queryRenderedFeatures({ layers: ids }).length };
}"""


@pytest.mark.parametrize("theme", ["light", "dark"] if LONG else ["dark"])
def test_relief_is_drawn_and_can_be_turned_off(
    page: Page, hilly_url: str, shots: Path, theme: str
) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    open_map(page, f"{hilly_url}/{RANGE}")
    found = page.evaluate(KINDS)
    assert len(found["ids"]) == 4
    assert found["lines"] > 0
    shoot(page, shots, f"relief-{theme}")
    with_relief = page.evaluate(PICTURE)
    page.evaluate(TURN, "none")
    page.wait_for_function(f"() => ({KINDS})().lines === 0")
    assert page.evaluate(PICTURE) != with_relief


def test_without_a_dem_the_map_asks_for_no_relief(page: Page, flat_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_map(page, f"{flat_url}/{RANGE}")
    relief = [url for url in asked if "hillshade" in url or "contours" in url]
    assert sorted(url.rsplit("/", 1)[-1] for url in relief) == [
        "contours.json",
        "hillshade.json",
    ]
