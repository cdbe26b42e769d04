"""A sale at the counter by keyboard alone: how many keys and how many pages it takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests import databases
from tests.browser.looking import shoot
from tests.staff import employ, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.words]

STOCK = """
from decimal import Decimal
from apps.allocation.tests.making import make_offering
from apps.people.tests.making import make_ci, make_office, make_person
from apps.treasury.actions import open_shift, set_up_desk
from apps.treasury.tests.making import OFFICE
from geo.access import Viewer
make_offering(3, code='mostrador', title='Urkupiña', most_per_party=2)
make_person('Juana', 'Condori', **make_ci('5277123'))
desk = set_up_desk('caja-9', 'Caja 9', make_office('caja-9', 'Caja 9'), by=OFFICE)
open_shift(desk, Decimal('50.00'), by=Viewer(name='jefa', holds_all=True))
"""


def stock(database: str) -> None:
    """Stands on sale, somebody who wants one, and an open desk."""
    employ(database, administrator="jefa")
    databases.manage(database, "shell", "--no-imports", "-c", STOCK)


@pytest.fixture(scope="module")
def fair(serve: Callable[..., str]) -> str:
    """Address of a town with a counter."""
    return serve("counter", databases.town_template(), stock)


@pytest.fixture
def desk(page: Page, fair: str) -> Page:
    session = sign_in(fair, "jefa")
    page.context.add_cookies(
        [
            {"name": each.name, "value": each.value or "", "url": fair}
            for each in session.cookies
        ]
    )
    return page


def open_counter(desk: Page, fair: str) -> None:
    """The counter, ready for a scanner."""
    desk.goto(f"{fair}/espacios/mostrador/mostrador/")
    expect(desk.locator(".is-till[data-begun] #scanned")).to_be_focused()


class Keys:
    """Fingers that count."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def enter(self, text: str = "") -> None:
        """Type into whatever has the focus, and press Enter."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.pressed += len(text) + 1


def test_a_sale_takes_fifteen_keys_and_no_mouse(desk: Page, fair: str, shots: Path) -> None:
    """A-2, the card, 50 and Enter each: with a scanner only the amount is typed.

    Two more documents: the sale, answered by its page. A scanner does not
    wait between the two codes, nor does whoever has done this a hundred times.
    """
    open_counter(desk, fair)
    asked: list[str] = []

    def count(request: Request) -> None:
        if request.resource_type == "document":
            asked.append(request.url)

    desk.on("request", count)
    keys = Keys(desk)
    keys.enter("a-2")
    keys.enter("5277123")
    expect(desk.locator("dl.sums")).to_contain_text("A-2")
    expect(desk.locator("dl.sums")).to_contain_text("Juana Condori")
    expect(desk.locator("[name=recibido]")).to_be_focused()
    shoot(desk, shots, "counter-ready")
    keys.enter("50")
    expect(desk.locator(".is-change")).to_contain_text("40,00")
    expect(desk.locator("a[href$='recibo.pdf']")).to_be_focused()
    shoot(desk, shots, "counter-sold")
    assert keys.pressed == len("a-2527712350") + 3
    assert len(asked) == 2
    on_a_telephone(desk, shots, "counter-sold-360")
    desk.go_back()
    on_a_telephone(desk, shots, "counter-ready-360")


def test_what_is_typed_while_something_is_looked_up_stays_typed(
    desk: Page, fair: str
) -> None:
    open_counter(desk, fair)
    asked: list[Route] = []

    def keep(route: Route) -> None:
        asked.append(route)

    desk.route(re.compile(r"mostrador/\?"), keep)
    desk.keyboard.type("a-1")
    desk.keyboard.press("Enter")
    desk.keyboard.type("52")
    expect(desk.locator("#scanned")).to_have_value("52")
    assert asked, "the first is still being looked up"
    asked[0].continue_()
    expect(desk.locator("dl.sums")).to_contain_text("A-1")
    expect(desk.locator("#scanned")).to_have_value("52")
    desk.keyboard.type("77123")
    expect(desk.locator("#scanned")).to_have_value("5277123")
    assert desk.url.endswith("?espacio=A-1"), "what a reload shows again"


def test_a_look_up_that_fails_shows_why_as_the_browser_does(desk: Page, fair: str) -> None:
    open_counter(desk, fair)
    desk.context.clear_cookies()
    desk.keyboard.type("a-1")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/entrar/"))


def on_a_telephone(page: Page, shots: Path, name: str) -> None:
    """Nothing is cut off where a seller stands in the street."""
    page.set_viewport_size({"width": 360, "height": 740})
    shoot(page, shots, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
