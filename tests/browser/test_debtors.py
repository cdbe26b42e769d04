"""The debtor map in a browser: into an OTB, and around some accounts by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import databases
from tests.browser.looking import open_map
from tests.staff import employ, sign_in

DEBTS = """
import datetime as dt
from apps.fieldwork.tests.making import make_collector
from apps.territory.models import Otb
from apps.treasury.tests.making import make_party
from apps.water.permissions import COLLECT
from apps.water.tests.debts import bill, make_account, water_price
price = water_price()
for otb in Otb.objects.order_by('pk')[:3]:
    for each in range(4):
        account = make_account(otb.outline.point_on_surface, holder=make_party())
        bill(account, price, 2, due_on=dt.date(2026, 1, 10))
make_collector('cobrador-uno', COLLECT.name)
"""


def owe(database: str) -> None:
    """Let some accounts of the town owe for water."""
    databases.manage(database, "shell", "--no-imports", "-c", DEBTS)
    employ(database, administrator="jefa")


@pytest.fixture(scope="module")
def indebted(serve: Callable[..., str]) -> str:
    """Address of a town with debts."""
    return serve("indebted", databases.town_template(), owe)


@pytest.fixture
def desk(page: Page, indebted: str) -> Page:
    session = sign_in(indebted, "jefa")
    page.context.add_cookies(
        [
            {"name": each.name, "value": each.value or "", "url": indebted}
            for each in session.cookies
        ]
    )
    return page


def test_a_lasso_by_keyboard_hands_accounts_to_a_collector(
    desk: Page, indebted: str
) -> None:
    open_map(desk, f"{indebted}/agua/mora/")
    desk.locator(".debt-row").first.click()
    expect(desk).to_have_url(re.compile(r"en=otb-\d+"))
    desk.get_by_role("button", name="Lazo", exact=True).click()
    canvas = desk.locator(".stage canvas")
    for keys in (["ArrowUp"], ["ArrowRight", "ArrowRight"], ["ArrowDown", "ArrowDown"]):
        for key in keys:
            canvas.press(key)
        canvas.press("Enter")
    desk.get_by_role("button", name="Elegir estas").click()
    expect(desk).to_have_url(re.compile("lazo="))
    expect(desk.locator(".chip", has_text="Dentro del lazo")).to_be_visible()


_FRAMED = """() => {
  const host = document.querySelector("llajta-map");
  const [west, south, east, north] = host.dataset.frame.split(",").map(Number);
  const box = host.map.getContainer().getBoundingClientRect();
  const [a, b] = [host.map.project([west, north]), host.map.project([east, south])];
  return [a.x + box.left, a.y + box.top, b.x + box.left, b.y + box.top];
}"""


def test_no_debt_lies_under_the_legend_at_first(desk: Page, indebted: str) -> None:
    desk.set_viewport_size({"width": 1280, "height": 900})
    open_map(desk, f"{indebted}/agua/mora/")
    legend = desk.locator(".legend[open]").bounding_box()
    stage = desk.locator(".stage").bounding_box()
    assert legend and stage
    left, top, right, bottom = desk.evaluate(_FRAMED)
    assert left > legend["x"] + legend["width"] or bottom < legend["y"]
    assert top > stage["y"]
    assert right < stage["x"] + stage["width"]
    assert bottom < stage["y"] + stage["height"]
