"""Without a mouse: search, list, map and panel by keyboard; and what is said aloud."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import open_map, settle, shoot, zoom_of

pytestmark = pytest.mark.browser


def test_a_place_is_found_with_the_keyboard_alone(
    page: Page, town_url: str, shots: Path
) -> None:
    open_map(page, f"{town_url}/")
    before = zoom_of(page)
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("blanco galindo", delay=15)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    shoot(page, shots, "search")

    page.keyboard.press("ArrowDown")
    chosen = page.locator('[aria-selected="true"]')
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    settle(page)
    assert zoom_of(page) > before


@pytest.mark.words
def test_escape_closes_the_options_and_keeps_the_text(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/")
    page.keyboard.press("/")
    page.keyboard.type("calle", delay=15)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value("calle")


@pytest.mark.words
def test_a_text_without_answer_says_how_to_ask(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/")
    page.get_by_role("combobox").press_sequentially("xyzzyx", delay=15)
    expect(page.locator("#found")).to_contain_text("Sucre y Beni")


@pytest.mark.words
def test_a_work_is_opened_and_left_with_the_keyboard(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/")
    row = page.locator(".rows .row").nth(1)
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(row).to_be_focused()


def test_the_map_tells_its_centre_with_the_keyboard(page: Page, town_url: str) -> None:
    open_map(page, f"{town_url}/#mapa=16/-17.3975/-66.2835")
    page.locator(".maplibregl-canvas").focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    page.keyboard.press("Enter")
    expect(page.locator("#panel .story")).to_contain_text("¿Qué hay aquí?")
    expect(page).to_have_url(re.compile(r"aqui=-66\.28"))


def test_every_stop_of_the_tab_key_can_be_seen(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/")
    seen: list[str] = []
    for _ in range(16):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const e = document.activeElement, host = e.closest("label") ?? e;
              const marked = [e, host].some((x) => {
                const style = getComputedStyle(x);
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
              });
              const box = host.getBoundingClientRect();
              const size = box.width * box.height;
              return { name: e.outerHTML.slice(0, 80), marked, size };
            }"""
        )
        seen.append(stop["name"])
        assert stop["marked"], stop["name"]
        assert stop["size"] > 0, stop["name"]
    assert len(set(seen)) == len(seen)


@pytest.mark.words
def test_the_first_stop_skips_to_the_content(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ir al contenido")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


_UNNAMED = """() => {
  const nameless = [];
  const acts = "a[href], button, input:not([type=hidden]), select, summary, canvas, [role]";
  for (const e of document.querySelectorAll(acts)) {
    if (e.closest("[hidden], [aria-hidden=true]") || !e.checkVisibility()) continue;
    const labels = [...(e.labels ?? [])].map((l) => l.textContent).join("");
    const said = (name) => e.getAttribute(name) ?? "";
    const named = said("aria-label") + said("aria-labelledby") + e.textContent + labels;
    if (!named.trim() && !["status", "alert", "listbox"].includes(e.getAttribute("role")))
      nameless.push(e.outerHTML.slice(0, 120));
  }
  return nameless;
}"""


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/obras/", "/territorio/hallazgos/", "/buscar/?q=sucre"),
        "/ogc/collections/works?f=html",
        "/ogc/collections/works/items?f=html",
    ],
)
def test_everything_one_can_act_on_has_a_name(page: Page, town_url: str, path: str) -> None:
    page.goto(f"{town_url}{path}")
    if page.locator("llajta-map").count():
        settle(page)
    assert page.evaluate(_UNNAMED) == []
    headings = page.locator("h1, h2, h3").evaluate_all(
        "all => all.map((h) => +h.tagName[1])"
    )
    assert headings[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(headings))
    ids = page.locator("[id]").evaluate_all("all => all.map((e) => e.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.words
def test_the_table_is_read_with_its_headings(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/obras/")
    table = page.get_by_role("table", name=re.compile("obras públicas"))
    expect(table).to_be_visible()
    columns = table.get_by_role("columnheader")
    cells = table.locator("tbody tr").first.locator("th, td")
    assert columns.count() == cells.count()
    expect(table.get_by_role("rowheader").first).to_contain_text(re.compile(r"\d\d-1302-"))


@pytest.mark.words
def test_the_language_is_switched_and_kept(page: Page, town_url: str, shots: Path) -> None:
    page.goto(f"{town_url}/?estado=contracted")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Public works of")
    expect(page).to_have_url(re.compile("estado=contracted"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{town_url}/obras/")
    expect(page.locator("caption")).to_contain_text("public works")
