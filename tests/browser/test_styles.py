"""Every published style is one that the map engine takes without complaint."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from geo.access import Audience
from geo.layers import published
from tests.browser.looking import open_map

pytestmark = pytest.mark.browser

_TRIED = """async (addresses) => {
  const { map } = document.querySelector("llajta-map");
  const wrongs = [];
  map.on("error", ({ error }) => wrongs.push(error.message));
  for (const address of addresses) {
    const style = await (await fetch(address)).json();
    for (const source of Object.values(style.sources)) source.minzoom = source.maxzoom = 22;
    map.setStyle(style, { diff: false, validate: true });
    await new Promise((done) => map.once("style.load", done));
  }
  return wrongs;
}"""


def test_the_engine_takes_every_style(page: Page, town_url: str) -> None:
    bases = [
        "/ogc",
        *(f"/ogc/collections/{each.name}" for each in published(Audience.ANYONE)),
    ]
    open_map(page, town_url)
    addresses = [f"{base}/styles/light" for base in bases]
    addresses += ["/ogc/styles/dark", "/ogc/collections/works/styles/dark"]
    assert page.evaluate(_TRIED, addresses) == []
