"""Ways to look at a page with a map, without knowing how it is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

PATIENCE = 30_000
"""Milliseconds that a map may take to settle on a busy machine without a graphics card."""

_FEATURES = """([layers]) => {
  const map = document.querySelector("llajta-map").map;
  const box = map.getContainer().getBoundingClientRect();
  return map.queryRenderedFeatures({ layers }).filter((f) => f.geometry.type === "Point")
    .map((f) => {
      const p = map.project(f.geometry.coordinates);
      const [x, y] = [Math.round(box.left + p.x), Math.round(box.top + p.y)];
      return { ...f.properties, x, y };
    });
}"""


def host_of(address: str) -> str:
    """Host name in an address."""
    return urlsplit(address).hostname or ""


def withhold_map(context: BrowserContext) -> None:
    """Let the map's engine never come: the words of a page do not wait for it."""
    context.route(
        "**/assets/element-*.js",
        lambda route: route.fulfill(body="", content_type="text/javascript"),
    )


def settle(page: Page) -> None:
    """Wait until the map has drawn all it asked for."""
    expect(page.locator("llajta-map[data-ready]")).to_be_attached(timeout=PATIENCE)


def open_map(page: Page, address: str) -> None:
    """Open a page with a map and wait for it."""
    page.goto(address)
    settle(page)


def drawn(page: Page, *layers: str) -> list[dict[str, Any]]:
    """Points drawn by these layers: attributes, and where they are on the screen."""
    features: list[dict[str, Any]] = page.evaluate(_FEATURES, [list(layers)])
    return features


def clear(features: list[dict[str, Any]], page: Page) -> list[dict[str, Any]]:
    """Those that nothing else of the page stands on."""
    on_map = """([x, y]) => document.elementFromPoint(x, y)?.tagName === "CANVAS" """
    return [f for f in features if page.evaluate(on_map, [f["x"], f["y"]])]


def zoom_of(page: Page) -> float:
    """The zoom of the map."""
    return float(page.evaluate('document.querySelector("llajta-map").map.getZoom()'))


def shoot(page: Page, shots: Path, name: str) -> None:
    """Keep a picture for people; a page behind another may not be drawn."""
    page.bring_to_front()
    page.screenshot(path=shots / f"{name}.png")


def colours(page: Page, selector: str = ".map-canvas canvas") -> int:
    """How many colours the picture of the map has: one or two mean it is blank."""
    count = """async (selector) => {
      const map = document.querySelector("llajta-map").map;
      map.redraw();
      const canvas = document.querySelector(selector);
      const small = new OffscreenCanvas(200, 150);
      const context = small.getContext("2d");
      context.drawImage(canvas, 0, 0, 200, 150);
      const data = new Uint32Array(context.getImageData(0, 0, 200, 150).data.buffer);
      return new Set(data).size;
    }"""
    return int(page.evaluate(count, selector))
