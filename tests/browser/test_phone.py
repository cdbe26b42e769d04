"""One thumb at 360 pixels: the sheet, the panel, targets that can be hit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, expect

from tests.browser.looking import clear, drawn, open_map, settle, shoot, withhold_map

pytestmark = pytest.mark.browser

PATHS = ["/", "/obras/", "/territorio/hallazgos/", "/buscar/?q=sucre", "/nada"]


@pytest.fixture
def phone(
    browser: Browser, browser_context_args: dict[str, Any], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A small telephone held upright."""
    telephone = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    context = browser.new_context(
        **{**browser_context_args, **telephone, "is_mobile": True}
    )
    if request.node.get_closest_marker("words"):
        withhold_map(context)
    yield context.new_page()
    context.close()


_SMALL = """() => {
  const small = [];
  const acts = `a.button, button, .state, .districts label, .kinds label, select, .chip,
    .row, summary, .search input`;
  for (const e of document.querySelectorAll(acts)) {
    if (!e.checkVisibility()) continue;
    const { width, height } = e.getBoundingClientRect();
    const isGrip = e.classList.contains("grip");
    if (height < 43.5 && !isGrip) small.push(e.className + " " + height);
    if (width < 43.5) small.push(e.className + " wide " + width);
  }
  return small;
}"""


@pytest.mark.words
@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_the_phone_and_what_one_touches_the_thumb(
    phone: Page, town_url: str, path: str
) -> None:
    phone.goto(f"{town_url}{path}")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    for summary in phone.locator(".more-filters summary").all():
        summary.click()
    assert phone.evaluate(_SMALL) == []


def test_the_list_is_on_the_first_screen_with_the_map_and_the_menu_opens_over_it(
    phone: Page, town_url: str, shots: Path
) -> None:
    open_map(phone, f"{town_url}/")
    row = phone.locator(".rows .row").first.bounding_box()
    assert row is not None
    assert row["y"] < 700
    assert clear(drawn(phone, "works-cluster", "works-single"), phone)
    shoot(phone, shots, "phone-map")

    phone.get_by_role("button", name="Menú").tap()
    expect(phone.get_by_role("link", name="Tabla", exact=True)).to_be_visible()
    shoot(phone, shots, "phone-menu")
    phone.get_by_role("link", name="Tabla", exact=True).tap()
    expect(phone.get_by_role("table")).to_be_visible()


@pytest.mark.words
def test_the_sheet_opens_and_closes_with_a_tap(phone: Page, town_url: str) -> None:
    phone.goto(f"{town_url}/")
    sheet = phone.locator(".side")
    half = sheet.bounding_box()
    phone.locator(".grip").tap()
    expect(sheet).to_have_attribute("data-position", "full")
    full = sheet.bounding_box()
    assert half is not None
    assert full is not None
    assert full["height"] > half["height"] + 200
    phone.locator(".grip").tap()
    expect(sheet).to_have_attribute("data-position", "half")


@pytest.mark.words
def test_the_sheet_follows_the_thumb(phone: Page, town_url: str) -> None:
    phone.goto(f"{town_url}/")
    grip = phone.locator(".grip").bounding_box()
    assert grip is not None
    x, y = grip["x"] + 180, grip["y"] + 10
    phone.mouse.move(x, y)
    phone.mouse.down()
    phone.mouse.move(x, 500, steps=4)
    phone.mouse.move(x, 690, steps=4)
    phone.mouse.up()
    expect(phone.locator(".side")).to_have_attribute("data-position", "low")


def test_the_panel_never_covers_what_it_speaks_of(
    phone: Page, town_url: str, shots: Path
) -> None:
    open_map(phone, f"{town_url}/#mapa=16.5/-17.3975/-66.2835")
    for work in clear(drawn(phone, "works-single"), phone)[:2]:
        phone.goto(f"{town_url}/?obra={work['code']}")
        settle(phone)
        marks = drawn(phone, "focus-ring")
        assert marks
        assert clear(marks, phone) == marks
    shoot(phone, shots, "phone-work")


def test_the_sheet_wipes_out_nothing_of_the_map(phone: Page, town_url: str) -> None:
    open_map(phone, f"{town_url}/")
    above: FloatRect = {"x": 10, "y": 120, "width": 280, "height": 200}

    def colours() -> int:
        picture = Image.open(io.BytesIO(phone.screenshot(clip=above)))
        return len(picture.getcolors(maxcolors=56_000) or ())

    assert colours() > 50
    phone.locator(".rows .row").first.tap()
    expect(phone.locator("#panel .story")).to_be_visible()
    settle(phone)
    assert colours() > 50
    phone.get_by_role("button", name="Volver a la lista").tap()
    expect(phone.locator("#panel")).to_be_empty()
    expect(phone.locator(".rows .row").first).to_be_visible()
    assert colours() > 50


def test_a_work_opens_from_the_list_and_closes(phone: Page, town_url: str) -> None:
    open_map(phone, f"{town_url}/")
    phone.locator(".rows .row").first.tap()
    expect(phone.locator("#panel .story")).to_be_visible()
    expect(phone.locator(".side")).to_have_attribute("data-position", "half")
    settle(phone)
    for mark in drawn(phone, "focus-ring"):
        assert clear([mark], phone)
    phone.get_by_role("button", name="Volver a la lista").tap()
    expect(phone.locator("#panel")).to_be_empty()
