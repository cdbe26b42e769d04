"""When part of it does not answer: the page says so, and goes on once it can."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looking import drawn, open_map, settle, shoot

pytestmark = pytest.mark.browser


def test_tiles_that_fail_are_said_and_asked_for_again(
    page: Page, town_url: str, shots: Path, quiet: list[str]
) -> None:
    page.context.route("**/tiles/**", lambda route: route.fulfill(status=503))
    page.goto(f"{town_url}/")
    banner = page.locator('[data-when="tiles"]')
    expect(banner).to_be_visible(timeout=30_000)
    expect(banner).to_contain_text("La lista y la tabla están completas")
    expect(page.locator(".rows .row").first).to_be_visible()
    shoot(page, shots, "map-tiles-failed")

    page.context.unroute("**/tiles/**")
    banner.get_by_role("button", name="Intentar de nuevo").click()
    expect(banner).to_be_hidden()
    settle(page)
    assert drawn(page, "works-cluster", "works-single")
    quiet.clear()  # the browser itself reports each answer of 503


@pytest.mark.words
def test_a_fragment_that_fails_is_said_and_nothing_is_lost(
    page: Page, town_url: str, quiet: list[str]
) -> None:
    page.goto(f"{town_url}/")

    def refuse(route: Route) -> None:
        route.abort("connectionrefused")

    page.route("**/panel/", refuse)
    page.locator(".rows .row").first.click()
    banner = page.locator('[data-when="request"]')
    expect(banner).to_be_visible()
    expect(page.locator(".rows .row").first).to_be_visible()

    page.unroute("**/panel/")
    page.locator(".rows .row").first.click()
    expect(page.locator("#panel .story")).to_be_visible()
    expect(banner).to_be_hidden()
    assert any(wrong.startswith("htmx:sendError") for wrong in quiet)
    quiet.clear()  # the browser itself reports the refused connection, and so does htmx


def test_a_device_without_a_canvas_keeps_list_and_table(
    page: Page, town_url: str, quiet: list[str]
) -> None:
    page.add_init_script(
        "HTMLCanvasElement.prototype.getContext = () => null; "
        "OffscreenCanvas.prototype.getContext = () => null;"
    )
    page.goto(f"{town_url}/")
    expect(page.locator('[data-when="canvas"]')).to_be_visible(timeout=30_000)
    expect(page.locator(".rows .row").first).to_be_visible()
    quiet.clear()


def test_paper_gets_the_list_and_a_picture_of_the_map(page: Page, town_url: str) -> None:
    open_map(page, f"{town_url}/")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".map-picture")).to_be_visible()
    assert page.locator(".map-picture").evaluate("image => image.src.length") > 20_000
    expect(page.locator(".rows .row").first).to_be_visible()
    expect(page.locator(".map-tools")).to_be_hidden()
    expect(page.locator(".search")).to_be_hidden()
