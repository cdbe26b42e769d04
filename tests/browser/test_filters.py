"""Filters: one choice for list, map, counts, address, table and downloads."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import drawn, open_map, settle, shoot

pytestmark = pytest.mark.browser


def total(page: Page) -> int:
    """How many works the page says it shows."""
    return int(re.sub(r"\D", "", page.locator(".total b").inner_text()))


def test_a_state_filters_list_map_address_and_downloads(
    page: Page, town_url: str, shots: Path
) -> None:
    open_map(page, f"{town_url}/")
    everything = total(page)
    page.get_by_role("checkbox", name="Contratada").check()
    expect(page).to_have_url(re.compile(r"\?estado=contracted"))
    expect(page.locator(".chip")).to_contain_text("Contratada")
    settle(page)
    assert 0 < total(page) < everything
    for ring in drawn(page, "works-cluster"):
        assert ring["count"] == ring["contracted"]
    assert {work["state"] for work in drawn(page, "works-single")} <= {"contracted"}
    shoot(page, shots, "map-filtered")


@pytest.mark.words
def test_downloads_hold_exactly_what_is_shown(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/?estado=contracted&desde=2015")
    shown = total(page)
    page.locator(".download-menu summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(StringIO(waiting.value.path().read_text("utf-8-sig"))))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="GeoJSON").click()
    features = json.loads(waiting.value.path().read_text("utf-8"))["features"]
    assert len(rows) == len(features) == shown > 0
    assert {row["state"] for row in rows} == {"contracted"}
    assert min(int(row["year"]) for row in rows) >= 2015


@pytest.mark.words
def test_filters_add_up_and_a_chip_takes_one_away(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/")
    page.locator(".more-filters summary").click()
    page.locator(".districts label").nth(0).click()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".kinds input").first.check()
    expect(page).to_have_url(re.compile(r"tipo=\w+&distrito=1"))
    expect(page.locator(".chip")).to_have_count(3)

    page.get_by_role("link", name=re.compile("Quitar el filtro Distrito 1")).click()
    expect(page).not_to_have_url(re.compile("distrito"))
    expect(page.locator(".districts input").nth(0)).not_to_be_checked()
    expect(page.locator(".chip")).to_have_count(1)


@pytest.mark.words
def test_going_back_undoes_a_filter_everywhere(page: Page, town_url: str) -> None:
    page.goto(f"{town_url}/")
    everything = total(page)
    page.get_by_role("checkbox", name="Contratada").check()
    expect(page.locator(".chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Contratada")).not_to_be_checked()
    assert total(page) == everything


@pytest.mark.words
def test_more_rows_come_without_repeats(page: Page, full_url: str) -> None:
    page.goto(f"{full_url}/")
    for expected in (50, 75):
        page.get_by_role("link", name="Mostrar más").click()
        expect(page.locator(".rows .row")).to_have_count(expected)
    addresses = page.locator(".rows .row").evaluate_all("rows => rows.map(row => row.href)")
    assert len(set(addresses)) == 75


def test_a_choice_without_works_says_the_way_out(
    page: Page, town_url: str, shots: Path
) -> None:
    open_map(page, f"{town_url}/?desde=2090")
    expect(page.locator("#results")).to_contain_text("No hay obras con estos filtros.")
    assert drawn(page, "works-cluster", "works-single") == []
    shoot(page, shots, "map-no-match")
    page.get_by_role("link", name="Quitar filtros").click()
    expect(page.locator(".rows .row").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/(#.*)?$"))


@pytest.mark.words
def test_the_table_shows_the_same_choice_and_sorts(
    page: Page, town_url: str, shots: Path
) -> None:
    page.goto(f"{town_url}/?estado=contracted")
    shown = total(page)
    page.get_by_role("link", name="Ver como tabla").click()
    table = page.get_by_role("table")
    expect(table.locator("caption")).to_contain_text(f"{shown}")
    assert table.locator("tbody tr").count() == min(shown, 100)

    page.get_by_role("link", name="Obra", exact=True).click()
    expect(page.locator('th[aria-sort="ascending"]')).to_have_text("Obra")
    expect(page).to_have_url(re.compile("estado=contracted"))
    shoot(page, shots, "table")
