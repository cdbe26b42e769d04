"""The menu of formats: quiet, in plain words, for one thumb, and without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import shoot

pytestmark = pytest.mark.browser

FORMATS = 9


def test_the_menu_opens_without_scripts_and_fits(
    browser: Browser, browser_context_args: dict[str, Any], town_url: str, shots: Path
) -> None:
    options = {**browser_context_args, "java_script_enabled": False}
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(f"{town_url}/obras/?distrito=1")
    links = page.locator(".download-groups a")
    expect(links.first).to_be_hidden()
    page.locator(".download-menu summary").click()
    expect(links).to_have_count(FORMATS)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for link in links.all():
            assert "district=1" in str(link.get_attribute("href"))
            box = link.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert box["x"] + box["width"] <= width
        shoot(page, shots, f"downloads-{width}")
    context.close()


@pytest.mark.words
def test_the_map_lists_every_format(page: Page, town_url: str, shots: Path) -> None:
    page.goto(f"{town_url}/")
    page.locator(".download-menu summary").click()
    expect(page.get_by_role("link", name=re.compile("WhatsApp"))).to_be_visible()
    expect(page.locator(".download-groups a")).to_have_count(FORMATS)
    page.locator(".download-groups").scroll_into_view_if_needed()
    shoot(page, shots, "downloads-map")


def test_a_map_that_was_sent_opens_without_any_network(
    page: Page, town_url: str, tmp_path: Path, shots: Path
) -> None:
    answer = page.request.get(f"{town_url}/descargas/works.html?district=1")
    file = tmp_path / "works.html"
    file.write_bytes(answer.body())
    page.context.set_offline(True)
    page.goto(file.as_uri())
    page.evaluate(
        """() => {
          const map = Object.values(window).find((each) => each instanceof L.Map);
          const points = [];
          map.eachLayer((each) => each instanceof L.CircleMarker && points.push(each));
          points[0].fire("click", { latlng: points[0].getLatLng() }, true);
        }"""
    )
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("Código")
    expect(popup).to_contain_text("Distritos")
    shoot(page, shots, "map-to-send")
