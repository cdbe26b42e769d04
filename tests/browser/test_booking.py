"""A vendor before the map of a feast: stands are seen, pressed and ticked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import open_map, shoot, zoom_of

pytestmark = pytest.mark.browser

STANDS = """([layer]) => {
  const map = document.querySelector("llajta-map").map;
  const box = map.getContainer().getBoundingClientRect();
  return map.queryRenderedFeatures({ layers: [layer] }).map((f) => {
    const ring = f.geometry.coordinates[0];
    const mean = (n) => ring.slice(0, 4).reduce((sum, corner) => sum + corner[n], 0) / 4;
    const p = map.project([mean(0), mean(1)]);
    return { ...f.properties, x: box.left + p.x, y: box.top + p.y };
  });
}"""


def stands(page: Page) -> list[dict[str, Any]]:
    """The stands that are drawn, with how they stand and where they are on the screen."""
    found: list[dict[str, Any]] = page.evaluate(STANDS, ["spaces-ground"])
    return found


def test_the_map_opens_on_the_stands_and_a_press_ticks_one(
    page: Page, town_url: str, shots: Path
) -> None:
    open_map(page, f"{town_url}/espacios/feria-demo/")
    assert zoom_of(page) > 15
    seen = stands(page)
    assert {each["state"] for each in seen} >= {"free", "sold"}
    shoot(page, shots, "map-stands")

    on_map = """([x, y]) => document.elementFromPoint(x, y)?.tagName === "CANVAS" """
    free = next(
        each
        for each in seen
        if each["state"] == "free" and page.evaluate(on_map, [each["x"], each["y"]])
    )
    box = page.locator(f'input[name="espacio"][value="{free["code"]}"]')
    page.mouse.click(free["x"], free["y"])
    expect(box).to_be_checked()
    page.mouse.click(free["x"], free["y"])
    expect(box).not_to_be_checked()
