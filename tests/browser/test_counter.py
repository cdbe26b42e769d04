"""A sale at the counter by keyboard alone: how many keys and how many pages it takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

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

    Six requests for documents: two of what is looked up and one of the sale, each
    answered by its page.
    """
    desk.goto(f"{fair}/espacios/mostrador/mostrador/")
    asked: list[str] = []

    def count(request: Request) -> None:
        if request.resource_type == "document":
            asked.append(request.url)

    desk.on("request", count)
    keys = Keys(desk)
    keys.enter("a-2")
    expect(desk.locator("dl.sums")).to_contain_text("A-2")
    keys.enter("5277123")
    expect(desk.locator("dl.sums")).to_contain_text("Juana Condori")
    expect(desk.locator("[name=recibido]")).to_be_focused()
    shoot(desk, shots, "counter-ready")
    keys.enter("50")
    expect(desk.locator(".is-change")).to_contain_text("40,00")
    expect(desk.locator("a[href$='recibo.pdf']")).to_be_focused()
    shoot(desk, shots, "counter-sold")
    asked_so_far = len(asked)
    assert keys.pressed == len("a-2527712350") + 3
    assert asked_so_far == 6
    on_a_telephone(desk, shots, "counter-sold-360")
    desk.go_back()
    on_a_telephone(desk, shots, "counter-ready-360")


def on_a_telephone(page: Page, shots: Path, name: str) -> None:
    """Nothing is cut off where a seller stands in the street."""
    page.set_viewport_size({"width": 360, "height": 740})
    shoot(page, shots, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
