"""The board of a feast's control and its closing report, as they are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import staff
from tests.browser.looking import drawn, settle, shoot
from tests.browser.test_header import come_in

pytestmark = pytest.mark.browser


def test_the_board_and_the_report_fit_a_desk_and_a_telephone(
    page: Page, office_url: str, shots: Path
) -> None:
    come_in(page, office_url, staff.ADMIN)
    feast = f"{office_url}/fiestas/feria-demo"
    page.set_viewport_size({"width": 1280, "height": 900})
    for name, address, words in (
        ("board", f"{feast}/control/", "Ocupa más frente que el autorizado"),
        ("report", f"{feast}/informe/", "Se vendieron"),
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        if name == "board":
            settle(page)
            assert len(drawn(page, "unlicensed-vendors-point")) == 10
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            shoot(page, shots, f"feast-{name}-{width}")
    page.goto(f"{feast}/control/")
    page.get_by_role("link", name="Cajas de refresco").click()
    expect(page.locator("main")).to_contain_text("Depósito de la Intendencia")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(page, shots, "feast-confiscation-360")
