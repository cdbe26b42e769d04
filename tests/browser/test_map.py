"""A citizen at a desk: the map, its marks, and what a click tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import clear, colours, drawn, open_map, settle, shoot, zoom_of

pytestmark = pytest.mark.browser


def test_the_town_and_its_works_are_on_the_map_and_rings_count_their_states(
    page: Page, town_url: str, shots: Path
) -> None:
    open_map(page, f"{town_url}/")
    assert colours(page) > 30
    assert drawn(page, "works-cluster") or drawn(page, "works-single")
    total = page.locator(".total b").inner_text()
    assert int(re.sub(r"\D", "", total)) > 0
    shoot(page, shots, "map-town")
    states = ("published", "awarded", "contracted", "deserted", "cancelled")
    rings = drawn(page, "works-cluster")
    assert rings
    for ring in rings:
        assert sum(ring[state] for state in states) == ring["count"] > 1


def test_a_click_on_a_ring_goes_nearer(page: Page, town_url: str) -> None:
    open_map(page, f"{town_url}/")
    before = zoom_of(page)
    ring = clear(drawn(page, "works-cluster"), page)[0]
    page.mouse.click(ring["x"], ring["y"])
    settle(page)
    assert zoom_of(page) > before + 1
    expect(page.locator("#panel")).to_be_empty()


def test_a_click_on_a_work_tells_its_story(page: Page, town_url: str, shots: Path) -> None:
    open_map(page, f"{town_url}/#mapa=16.5/-17.3975/-66.2835")
    work = clear(drawn(page, "works-single"), page)[0]
    page.mouse.click(work["x"], work["y"])
    panel = page.locator("#panel .story")
    expect(panel).to_have_attribute("data-value", work["code"])
    expect(panel.locator("h2")).to_be_focused()
    expect(panel).to_contain_text("Ubicación aproximada: límite no oficial.")
    expect(page).to_have_url(re.compile(rf"obra={work['code']}"))
    settle(page)
    assert drawn(page, "focus-ring")
    shoot(page, shots, "map-work")

    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_empty()
    expect(page).not_to_have_url(re.compile("obra="))


def test_a_click_on_bare_ground_tells_what_is_here(
    page: Page, town_url: str, shots: Path
) -> None:
    open_map(page, f"{town_url}/#mapa=18/-17.3975/-66.2835")
    page.mouse.click(900, 640)
    panel = page.locator("#panel .story")
    expect(panel).to_contain_text("Distrito")
    expect(panel).to_contain_text("Calle más cercana")
    expect(panel).to_contain_text("Obras cercanas")
    expect(page).to_have_url(re.compile(r"aqui=-66\.\d+,-17\.\d+"))
    shoot(page, shots, "map-here")


def test_an_address_shows_again_what_was_shared(page: Page, town_url: str) -> None:
    open_map(page, f"{town_url}/?estado=contracted#mapa=15/-17.4/-66.28")
    page.locator(".rows .row").first.click()
    story = page.locator("#panel .story")
    expect(story).to_be_visible()
    shared, code = page.url, story.get_attribute("data-value")

    page.goto("about:blank")
    open_map(page, shared)
    expect(page.locator("#panel .story")).to_have_attribute("data-value", str(code))
    expect(page.locator('input[value="contracted"]')).to_be_checked()


@pytest.mark.words
def test_going_back_closes_what_was_opened(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/")
    page.locator(".rows .row").first.click()
    expect(page.locator("#panel .story")).to_be_visible()
    page.go_back()
    expect(page.locator("#panel")).to_be_empty()
    page.go_forward()
    expect(page.locator("#panel .story")).to_be_visible()


def test_light_and_dark_are_one_map(page: Page, town_url: str, shots: Path) -> None:
    open_map(page, f"{town_url}/")
    light = len(drawn(page, "works-cluster", "works-single"))
    page.locator('[data-do="theme"]').click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    settle(page)
    page.wait_for_timeout(400)
    settle(page)
    assert len(drawn(page, "works-cluster", "works-single")) == light
    shoot(page, shots, "map-dark")

    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.words
def test_the_legend_explains_every_mark(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/")
    legend = page.locator(".legend")
    words = ("Publicada", "Adjudicada", "Contratada", "Desierta", "Cancelada")
    for word in (*words, "límite no oficial", "Varias obras"):
        expect(legend).to_contain_text(word)
    marks = legend.locator("svg.symbol:not(.swatch)")
    assert marks.count() == len(words) + 2


def test_findings_are_outlined_and_one_can_be_shown(
    page: Page, town_url: str, shots: Path
) -> None:
    open_map(page, f"{town_url}/territorio/hallazgos/")
    rows = page.locator("tbody tr")
    assert rows.count() > 0
    rows.first.locator("a").click()
    settle(page)
    expect(page.locator('tr[aria-current="true"]')).to_have_count(1)
    assert zoom_of(page) > 12
    shoot(page, shots, "findings")
