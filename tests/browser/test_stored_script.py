"""In a real browser nothing that somebody wrote into a text runs, on no page and no map."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import Final

import pytest
import requests
from playwright.sync_api import Dialog, Page, expect

from tests import databases, staff
from tests.browser.looking import clear, drawn, open_map, settle
from tests.stored.planting import MARK
from tests.stored.running import runnable

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.bar("R68")]

WRITE: Final = "from tests.stored.planting import plant; plant()"
ASK: Final = """
import json
from tests.canary.doors import page_patterns
from tests.rights.places import at
print(json.dumps(sorted(at(each) for each in set(page_patterns()) if "logout" not in each)))
"""

FOREIGN: Final = "/admin/procrastinate/"
"""A library's own pages, whose style the policy forbids; it is not looked for there."""


def shell(database: str, script: str) -> str:
    return databases.manage(database, "shell", "--no-imports", "-c", script)


@pytest.fixture(scope="module")
def planted_url(serve: Callable[..., str]) -> str:
    return serve("stored", staff.office_template(), lambda each: shell(each, WRITE))


@pytest.fixture(scope="module")
def technician(planted_url: str) -> requests.Session:
    return staff.sign_in(planted_url, staff.ADMIN)


@pytest.fixture(scope="module")
def pages(planted_url: str, technician: requests.Session, worker: str) -> list[str]:
    """Every page that the technician opens."""
    told = shell(f"llajta_stored_{worker}_{os.getpid()}", ASK)
    found = []
    for address in json.loads(told.splitlines()[-1]):
        if address.startswith(FOREIGN):
            continue
        answer = technician.get(planted_url + address, timeout=60, allow_redirects=False)
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code == 200 and kind.startswith("text/html"):
            found.append(address)
    return found


@pytest.fixture
def alarms(page: Page) -> Iterator[list[str]]:
    """Every dialog that opened."""
    heard: list[str] = []

    def close(dialog: Dialog) -> None:
        heard.append(f"{page.url}: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", close)
    yield heard
    assert heard == []


@pytest.mark.words
def test_no_page_of_the_office_runs_what_was_written(
    page: Page,
    planted_url: str,
    technician: requests.Session,
    pages: list[str],
    alarms: list[str],
) -> None:
    """A violation of the policy is an error on the console, which fails every test here."""
    cookies = [
        {"name": each.name, "value": each.value or "", "url": planted_url}
        for each in technician.cookies
    ]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # its own kind of dict
    shown = 0
    for address in pages:
        page.goto(planted_url + address)
        content = page.content()
        assert not runnable(content), address
        shown += MARK in content
    assert len(pages) > 80
    assert shown > 40


def test_no_map_runs_what_was_written(
    page: Page, planted_url: str, alarms: list[str]
) -> None:
    open_map(page, f"{planted_url}/#mapa=16.5/-17.3975/-66.2835")
    work = clear(drawn(page, "works-single"), page)[0]
    page.mouse.click(work["x"], work["y"])
    panel = page.locator("#panel .story")
    expect(panel).to_contain_text(f"alert({MARK})")
    settle(page)
    page.keyboard.press("Escape")
    page.mouse.click(900, 640)
    expect(page.locator("#panel .story")).to_contain_text("Distrito")
    settle(page)
    assert not runnable(page.content())
    page.keyboard.press("/")
    page.keyboard.type("calle", delay=15)
    expect(page.get_by_role("option").first).to_be_visible()
    assert not runnable(page.content())
