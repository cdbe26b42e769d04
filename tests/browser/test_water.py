"""A clerk bills a month of water, and the cashier takes the money: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import databases, staff
from tests.browser.looking import PATIENCE, shoot
from tests.workers import working

pytestmark = [pytest.mark.browser, pytest.mark.words]

NAME = "clerk"
HOLDER = "Juana Condori"

TOWN = """
import datetime as dt
from apps.people.models import Office
from apps.treasury.actions import set_up_desk
from apps.water.tests.billed import make_biller, make_scheme, make_user
from apps.water.tests.making import OFFICE
from apps.water.tests.test_billing import FLAT, METERED
from apps.people.tests.making import make_office, make_person

operator = make_biller(name="EMAPAQ de prueba")
make_scheme(operator, FLAT)
make_scheme(operator, METERED)
route = operator.routes.create(code="norte", name="Ruta Norte")
for ordinal in range(1, 4):
    account = make_user(operator, metered=ordinal < 3)
    route.stops.create(connection=account.connection, ordinal=ordinal)
    if ordinal == 1:
        account.holdings.update(party=make_person("Juana", "Condori").party)
office = Office.objects.first() or make_office()
set_up_desk("caja-prueba", "Caja de prueba", office, by=OFFICE)
"""


def prepare(database: str) -> None:
    staff.employ(database, administrator=NAME)
    databases.manage(database, "shell", "--no-imports", "-c", TOWN)


@pytest.fixture(scope="module")
def office_url(
    serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory, worker: str
) -> Iterator[str]:
    """A server with three accounts of water, and the worker beside it."""
    names: list[str] = []

    def prepared(database: str) -> None:
        names.append(database)
        prepare(database)

    url = serve("water", databases.schema_template(), prepared)
    log = tmp_path_factory.mktemp("worker") / "water.log"
    log.touch()
    with working(names[0], log=log):
        yield url


def sign_in(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}{path}")
    page.get_by_label("Nombre de usuario").fill(NAME)
    page.get_by_label("Contraseña").fill(staff.PASSWORD)
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Código de su autenticador").fill(staff.next_code(address, NAME))
    page.get_by_role("button", name="Entrar").click()


def until_there(page: Page, what: Locator) -> None:
    """Ask for the page again until the worker has done it."""
    for _n in range(PATIENCE // 500):
        if what.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(what).to_be_visible()


def enter_readings(page: Page, url: str, shots: Path) -> None:
    page.goto(f"{url}/agua/lecturas/")
    page.get_by_role("link", name="Ruta Norte").click()
    first, second = page.locator("input[inputmode=decimal]").all()
    first.fill("12")
    second.fill("7,5")
    page.get_by_role("button", name="Guardar las lecturas").click()
    expect(page.get_by_text("2 lecturas guardadas.")).to_be_visible()
    shoot(page, shots, "water-readings")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    shoot(page, shots, "water-readings-360")
    page.set_viewport_size({"width": 1280, "height": 800})


def make_bills(page: Page, url: str, shots: Path) -> None:
    page.goto(f"{url}/agua/facturacion/")
    page.get_by_role("link", name=re.compile("mayo 2026", re.I)).click()
    shoot(page, shots, "water-preview")
    page.get_by_role("button", name="Emitir las facturas").click()
    until_there(page, page.get_by_role("heading", name="Avisos por ruta"))
    shoot(page, shots, "water-billed")
    page.get_by_role("button", name="Dibujar").click()
    paper = page.get_by_role("link", name="Avisos, PDF")
    until_there(page, paper)
    answer = page.request.get(f"{url}{paper.get_attribute('href')}")
    assert answer.body().startswith(b"%PDF")


def take_money(page: Page, url: str, shots: Path) -> None:
    page.goto(f"{url}/caja/")
    page.locator("#caja").select_option("caja-prueba")
    page.locator("#fondo").fill("0")
    page.locator("#fondo").press("Enter")
    page.get_by_role("searchbox").fill(HOLDER)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Condori")
    expect(page.locator("[data-total]")).to_have_text(re.compile("27,50|27.50"))
    page.get_by_label("Efectivo recibido, Bs").fill("30")
    page.locator("#recibido").press("Enter", no_wait_after=True)
    done = page.locator(".is-done")  # drawing the receipt takes its time
    expect(done).to_contain_text("Recibo", timeout=2 * PATIENCE)
    expect(page.locator(".is-change")).to_contain_text("2,50")
    shoot(page, shots, "water-cashed")


def test_a_clerk_bills_a_month_and_cashes_it(
    page: Page, office_url: str, shots: Path
) -> None:
    sign_in(page, office_url, "/agua/facturacion/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Facturas de agua")
    page.get_by_label("Mes").fill("2026-05")
    page.get_by_label("Las facturas vencen el").fill("2036-06-30")
    page.get_by_role("button", name="Abrir").click()
    enter_readings(page, office_url, shots)
    make_bills(page, office_url, shots)
    take_money(page, office_url, shots)
