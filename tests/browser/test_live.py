"""One vendor holds a stand; another, who looks at the same map, sees it turn at once."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest
from playwright.sync_api import Browser, Page, expect

from apps.allocation.tests.buying import Shop, open_shop, stocked
from apps.treasury.tests.bank import Bank, environment, simulated_bank
from bench.databases import django_on
from tests.browser.looking import PATIENCE, open_map, shoot
from tests.effort import LONG
from tests.servers import free_port, serving

pytestmark = pytest.mark.browser

AT_ONCE_MS = 1000 if LONG else PATIENCE
"""Milliseconds; a machine that runs many tests at once is given longer."""
COLOURS = """(code) => {
  const map = document.querySelector("llajta-map").map;
  const [feature] = map.queryRenderedFeatures({ layers: ["spaces-ground"] })
    .filter((each) => each.properties.code === code);
  return feature ? [feature.state.state ?? "", JSON.stringify(feature.layer.paint)] : [];
}"""


@pytest.fixture(scope="module")
def shop(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Twelve stands on sale."""
    folder = tmp_path_factory.mktemp("live-map")
    name = f"llajta_livemap_{worker}_{os.getpid()}"
    with open_shop(name, folder, spaces=12) as opened:
        yield opened


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A second vendor, on a telephone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="es-BO")
    yield context.new_page()
    context.close()


def box(page: Page, code: str) -> str:
    return f'input[name="espacio"][value="{code}"]'


def test_a_stand_whose_window_opens_can_be_ticked_without_loading_the_page(
    page: Page, other: Page, shop: Shop, shots: Path
) -> None:
    shop.ask("UPDATE allocation_space SET tariff = 'turno' WHERE code IN ('A-11', 'A-12')")
    shop.ask(
        "INSERT INTO allocation_window (offering_id, name, rank, opens, admits, tariff) "
        "SELECT id, 'Todos', 1, tstzrange(now() + interval '1 hour', "
        "now() + interval '1 year'), 'everyone', 'turno' FROM allocation_offering"
    )
    open_map(page, f"{shop.url}/espacios/rush/")
    other.goto(f"{shop.url}/espacios/rush/")
    for each in (page, other):
        words = each.locator('label[data-code="A-12"] [data-standing]')
        expect(words).to_contain_text("para todos desde el")
        expect(each.locator(box(each, "A-12"))).to_have_count(0)
        expect(each.locator("[data-waiting-count]")).to_have_text("2 no se venden ahora")
    shoot(page, shots, "waiting-wide")
    shoot(other, shots, "waiting-narrow")
    shop.ask(
        "UPDATE allocation_window SET opens = tstzrange(now(), now() + interval '1 year')"
    )
    for each in (page, other):
        expect(each.locator(box(each, "A-12"))).to_be_visible(timeout=AT_ONCE_MS)
        expect(each.locator("[data-waiting-count]")).to_be_hidden()


def test_what_one_vendor_holds_turns_on_the_map_and_list_of_another_within_a_second(
    page: Page, other: Page, shop: Shop, shots: Path
) -> None:
    open_map(page, f"{shop.url}/espacios/rush/")
    expect(page.locator("[data-free-count]")).to_have_text("12")
    page.locator(box(page, "A-3")).check()
    other.goto(f"{shop.url}/espacios/rush/")
    other.locator(box(other, "A-3")).check()
    other.locator(box(other, "A-4")).check()
    other.get_by_role("button", name="Reservar").click(no_wait_after=True)

    row = page.locator('label[data-code="A-3"]')
    expect(row.locator("[data-standing]")).to_have_text("reservado por alguien")
    expect(row.locator("input")).to_have_count(0)
    expect(page.locator("[data-free-count]")).to_have_text("10")
    expect(page.get_by_role("alert").filter(has_text="A-3")).to_be_visible()
    state, paint = page.evaluate(COLOURS, "A-3")
    assert state == "held"
    assert paint != page.evaluate(COLOURS, "A-1")[1]
    shoot(page, shots, "live-desk")
    shoot(other, shots, "live-phone")

    shop.ask("UPDATE allocation_space SET state = 'blocked' WHERE code = 'A-7'")
    for each in (page, other):
        seven = each.locator('label[data-code="A-7"] [data-standing]')
        expect(seven).to_have_text("bloqueado", timeout=AT_ONCE_MS)
    other.get_by_role("button", name="Devolver").click()
    expect(row.locator("[data-standing]")).to_have_text("libre")
    expect(row.locator("input")).to_have_count(1)


@pytest.fixture
def paying_shop(worker: str, tmp_path: Path) -> Iterator[tuple[Shop, Bank]]:
    """Three stands with a price, and a bank that makes codes for them."""
    name, port = f"llajta_paying_{worker}_{os.getpid()}", free_port()
    with simulated_bank() as bank, stocked(name, spaces=3) as database:
        told = environment(bank.url) | {"LLAJTA_PUBLIC_URL": f"http://127.0.0.1:{port}"}
        with serving(database, log=tmp_path / "web.log", others=told, port=port) as url:
            yield Shop(url=url, database=database), bank


def open_to(name: str, shop: Shop) -> str:
    """Price the stands, and let somebody called `name` come in; returns their session."""
    from importlib import import_module

    from django.conf import settings

    from apps.allocation.models import Offering
    from apps.people.tests.making import make_account, make_office, make_person
    from apps.signin.actions.sessions import begin_session
    from apps.signin.domain.addresses import Origin
    from apps.signin.terms import Method
    from apps.treasury.tests.making import make_concept, make_price

    with django_on(shop.database):
        concept = make_concept()
        concept.office = make_office("recaudaciones", "Recaudaciones")
        concept.save(update_fields=["office"])
        make_price("283.00", concept=concept, unit="stand")
        Offering.objects.update(concept=concept)
        user = make_account(make_person(name), name.lower(), is_staff=False)
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        now = dt.datetime.now(dt.UTC)
        begin_session(request, user, method=Method.EMAIL, origin=Origin(), at=now)
        return str(request.session.session_key)


def test_a_vendor_with_a_telephone_books_and_pays_by_qr_and_everybody_sees_it_sold(
    page: Page, other: Page, paying_shop: tuple[Shop, Bank], shots: Path, django_db_blocker
) -> None:
    shop, bank = paying_shop
    with django_db_blocker.unblock():
        key = open_to("Basilia", shop)
    other.context.add_cookies([{"name": "sessionid", "value": key, "url": shop.url}])
    page.goto(f"{shop.url}/espacios/rush/")
    other.goto(f"{shop.url}/espacios/rush/")

    other.locator(box(other, "A-2")).check()
    other.get_by_role("button", name="Reservar").click()
    other.get_by_role("button", name="Ir a pagar").click()
    other.get_by_role("button", name="Pagar con QR").click()
    expect(other.get_by_alt_text("Código para pagar")).to_be_visible()
    assert other.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(other, shots, "live-paying-phone")

    ((alias,),) = shop.ask("SELECT alias::text FROM treasury_paymentintent")
    bank.ask("pay", alias=alias)
    seen = page.locator('label[data-code="A-2"] [data-standing]')
    expect(seen).to_have_text("vendido", timeout=AT_ONCE_MS)
    expect(other.get_by_text("Pagado: es suyo.")).to_be_visible()
    row = other.locator('label[data-code="A-2"] [data-standing]')
    expect(row).to_have_text("suyo")
    shoot(other, shots, "live-paid-phone")
    for each in (page, other):
        each.goto("about:blank")  # they leave before their server does
