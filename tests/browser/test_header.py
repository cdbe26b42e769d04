"""The bar on top of every page: whoever signed in, it is never wider than the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import staff
from tests.browser.looking import shoot

pytestmark = [pytest.mark.browser, pytest.mark.words]

LONG_NAME = "maria.fernanda.quispe.mamani"
_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.checkVisibility() && !e.closest("[popover]:not(:popover-open)"))
  .filter((e) => !e.closest(".table-frame, .visually-hidden"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
  .map((e) => e.outerHTML.slice(0, 100))"""


def come_in(page: Page, url: str, name: str) -> None:
    """Carry the session of somebody who signed in without a browser."""
    session = staff.sign_in(url, name)
    kept = [
        {"name": each.name, "value": each.value, "url": url} for each in session.cookies
    ]
    page.context.add_cookies(kept)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [staff.CLERK, staff.ADMIN])
def test_nothing_is_wider_than_the_page_of_who_signed_in(
    page: Page, office_url: str, shots: Path, name: str
) -> None:
    come_in(page, office_url, name)
    page.goto(f"{office_url}/obras/")
    expect(page.locator(".header .mark")).to_be_visible()
    page.locator(".own-button span").evaluate(
        "(e, name) => e.textContent = name", LONG_NAME
    )
    for width in (1100, 1140, 1152, 1180, 1220, 1259, 1260, 1280, 1300):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        assert page.evaluate(_WIDE) == [], width
        if width == 1280:
            shoot(page, shots, f"header-{name}-1280")
