"""A collector keeps a map at the office and reads it where there is no network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import databases
from tests.browser.looking import PATIENCE, settle, shoot
from tests.takeaway import take_along

pytestmark = pytest.mark.browser

GROUND = """() => document.querySelector("llajta-map").map
  ?.queryRenderedFeatures().filter((f) => f.layer.id.startsWith("street")).length ?? 0"""


@pytest.fixture(scope="module")
def taken_url(serve: Callable[..., str], bare_var: Callable[[str], Path]) -> str:
    var = bare_var("taken")
    take_along(var)
    return serve("taken", databases.town_template(), LLAJTA_VAR=str(var))


def test_a_kept_map_is_drawn_without_network(
    page: Page, taken_url: str, shots: Path, quiet: list[str]
) -> None:
    page.goto(f"{taken_url}/mapas-sin-red/")
    settle(page)
    row = page.locator("tr[data-offline]").first
    expect(row).to_contain_text("kB", ignore_case=True)
    row.get_by_role("button", name="Guardar").click()
    expect(row.locator("[data-when=kept]")).to_be_visible(timeout=PATIENCE)
    row.get_by_role("button", name="Ver").click()  # also keeps the style
    page.wait_for_function(GROUND, timeout=PATIENCE)

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    page.locator("llajta-map").evaluate(
        "(map) => map.setAttribute('offline', map.getAttribute('offline'))"
    )
    page.wait_for_function(GROUND, timeout=PATIENCE)
    settle(page)
    assert not any("/tiles/" in address for address in asked)
    expect(page.locator("[data-when=tiles]")).to_be_hidden()
    shoot(page, shots, "offline-map")
    page.context.set_offline(False)
    quiet[:] = [wrong for wrong in quiet if "ERR_INTERNET_DISCONNECTED" not in wrong]

    row.get_by_role("button", name="Borrar").click()
    expect(row.get_by_role("button", name="Guardar")).to_be_focused()
    page.reload()
    expect(page.locator("[data-when=kept]").first).to_be_hidden()


def test_a_map_that_does_not_come_whole_is_not_kept(page: Page, taken_url: str) -> None:
    page.route("**/tiles/offline/*.pmtiles", lambda route: route.fulfill(body="PMTiles"))
    page.goto(f"{taken_url}/mapas-sin-red/")
    row = page.locator("tr[data-offline]").first
    row.get_by_role("button", name="Guardar").click()
    expect(row.get_by_role("alert")).to_contain_text("No llegó completo")
    expect(row.get_by_role("button", name="Guardar")).to_be_visible()
