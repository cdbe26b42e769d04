"""An empty town, one work, ten thousand works; no map at all; and what all of it weighs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import drawn, open_map, shoot
from tests.effort import LONG

pytestmark = pytest.mark.browser

KB = 1000
_SENT = """["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
  .map((entry) => [entry.name, entry.transferSize])"""


def test_an_empty_town_says_what_to_do(page: Page, bare_url: str, shots: Path) -> None:
    open_map(page, f"{bare_url}/")
    expect(page.locator("#results")).to_contain_text("import_sicoes")
    assert drawn(page, "works-cluster", "works-single") == []
    shoot(page, shots, "map-empty")
    for path in ("/obras/", "/territorio/hallazgos/", "/aqui/?lon=-66.28&lat=-17.4"):
        page.goto(f"{bare_url}{path}")
        expect(page.locator(".empty").first).to_be_visible()


def test_a_single_work_is_shown_and_found(page: Page, single_url: str, shots: Path) -> None:
    open_map(page, f"{single_url}/")
    expect(page.locator(".total")).to_contain_text(re.compile(r"^1 obra$"))
    expect(page.locator(".rows .row")).to_have_count(1)
    assert len(drawn(page, "works-single")) == 1
    assert drawn(page, "works-cluster") == []
    shoot(page, shots, "map-one")


def test_ten_thousand_works_stay_quick_and_countable(
    page: Page, full_url: str, shots: Path
) -> None:
    open_map(page, f"{full_url}/")
    shown = sum(ring["count"] for ring in drawn(page, "works-cluster"))
    assert shown + len(drawn(page, "works-single")) > 1_000
    expect(page.locator(".total b")).to_have_text(re.compile(r"^10\D?000$"))
    assert page.locator(".rows .row").count() == 25
    shoot(page, shots, "map-ten-thousand")
    page.goto(f"{full_url}/obras/")
    assert page.locator("tbody tr").count() == 100


def sent(page: Page) -> list[tuple[str, int]]:
    """Address and bytes over the wire of everything the page and its worker fetched."""
    entries: list[Any] = page.evaluate(_SENT)
    for worker in page.workers:
        entries += worker.evaluate(_SENT)
    return [(name, size) for name, size in entries]


# Weight is dear on a telephone; a desk is weighed in a long run as well.
@pytest.mark.parametrize("width", [360, 1280] if LONG else [360])
def test_what_a_visit_weighs(
    browser: Browser, browser_context_args: dict[str, Any], town_url: str, width: int
) -> None:
    size = {"viewport": {"width": width, "height": 740}}
    context = browser.new_context(**{**browser_context_args, **size})
    for most in (480 * KB, 30 * KB):
        page = context.new_page()
        open_map(page, f"{town_url}/")
        weights = sent(page)
        assert any("/tiles/basemap/" in name for name, _ in weights)
        assert any("worker" in name for name, _ in weights)
        assert sum(size for _, size in weights) <= most, sorted(
            weights, key=lambda w: -w[1]
        )
        page.close()
    context.close()


def test_the_list_is_readable_after_forty_kilobytes_and_without_a_script(
    browser: Browser, browser_context_args: dict[str, Any], town_url: str, shots: Path
) -> None:
    size = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
    context = browser.new_context(**{**browser_context_args, **size})
    page = context.new_page()
    kinds: dict[str, str] = {}
    weights: dict[str, int] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.responseReceived",
        lambda event: kinds.update({event["requestId"]: event["type"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: weights.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    page.goto(f"{town_url}/", wait_until="networkidle")
    expect(page.locator(".rows .row").first).to_be_visible()
    assert page.locator(".rows .row").count() == 25
    # Until a font has come, the system's own letters stand in for it.
    read = {name: size for name, size in weights.items() if kinds[name] != "Font"}
    assert len(read) == 2, "the page and its style sheet"
    assert sum(read.values()) <= 40 * KB
    shoot(page, shots, "phone-without-script")

    page.locator(".rows .row").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".timeline li").first).to_be_visible()
    context.close()


def test_filters_work_without_a_script(
    browser: Browser, browser_context_args: dict[str, Any], town_url: str
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(f"{town_url}/")
    page.get_by_role("checkbox", name="Contratada").check(force=True)
    page.get_by_role("button", name="Aplicar").click()
    expect(page).to_have_url(re.compile("estado=contracted"))
    expect(page.locator(".chip")).to_contain_text("Contratada")
    context.close()


def test_what_a_feature_says_fits_a_telephone(page: Page, town_url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{town_url}/ogc/collections/works/items/1?f=html")
    frame = page.locator(".table-frame")
    assert frame.evaluate("each => each.scrollWidth <= each.clientWidth")
