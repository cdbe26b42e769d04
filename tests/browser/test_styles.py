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
  const whole = { sources: {}, layers: [] };
  const seen = new Set();
  for (const address of addresses) {
    const { sources, layers, ...rest } = await (await fetch(address)).json();
    Object.assign(whole, rest);
    for (const [name, source] of Object.entries(sources))
      whole.sources[`${address} ${name}`] = { ...source, minzoom: 22, maxzoom: 22 };
    for (const layer of layers) {
      const words = JSON.stringify(layer);
      if (seen.has(words)) continue;
      seen.add(words);
      const source = layer.source && { source: `${address} ${layer.source}` };
      whole.layers.push({ ...layer, ...source, id: `${address} ${layer.id}` });
    }
  }
  map.setStyle(whole, { diff: false, validate: true });
  await new Promise((done) => map.once("style.load", done));
  const taken = new Set(map.getLayersOrder());
  wrongs.push(...whole.layers.map(({ id }) => id).filter((id) => !taken.has(id)));
  return wrongs;
}"""
"""All styles at once, as one style: the engine takes a while to begin with a new one. The
ground under a layer is the same in each of them and tried once."""


def test_the_engine_takes_every_style(page: Page, town_url: str) -> None:
    bases = [
        "/ogc",
        *(f"/ogc/collections/{each.name}" for each in published(Audience.ANYONE)),
    ]
    open_map(page, town_url)
    addresses = [f"{base}/styles/light" for base in bases]
    addresses += ["/ogc/styles/dark", "/ogc/collections/works/styles/dark"]
    assert page.evaluate(_TRIED, addresses) == []
