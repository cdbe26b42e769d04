"""An organiser before the map: a feast entered, its plan drawn, mended and published."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import staff
from tests.browser.looking import open_map, settle, shoot

pytestmark = pytest.mark.browser

CENTRE = """([layer, code]) => {
  const map = document.querySelector("llajta-map").map;
  const box = map.getContainer().getBoundingClientRect();
  const found = map.queryRenderedFeatures({ layers: [layer] })
    .find((f) => f.properties.code === code);
  if (!found) return null;
  const ring = found.geometry.coordinates[0];
  const mean = (n) => ring.slice(0, 4).reduce((sum, corner) => sum + corner[n], 0) / 4;
  const p = map.project([mean(0), mean(1)]);
  return [box.left + p.x, box.top + p.y];
}"""


def sign_in(page: Page, address: str, path: str) -> None:
    """Come to a page of those who plan, through the door."""
    page.goto(f"{address}{path}")
    page.get_by_label("Nombre de usuario").fill(staff.ADMIN)
    page.get_by_label("Contraseña").fill(staff.PASSWORD)
    page.get_by_role("button", name="Continuar").click()
    code = staff.next_code(address, staff.ADMIN)
    page.get_by_label("Código de su autenticador").fill(code)
    page.get_by_role("button", name="Entrar").click()


@pytest.fixture
def route_file(real_data: Path, tmp_path: Path) -> Path:
    """The way of the entry of Urkupiña, 4.3 km, in a file of its own."""
    found = json.loads((real_data / "DERIVED_urkupina_rutas.geojson").read_text())
    entry = next(
        each
        for each in found["features"]
        if each["properties"]["id"] == "entrada_folklorica_2025"
    )
    file = tmp_path / "recorrido.geojson"
    file.write_text(json.dumps(entry))
    return file


def draw(page: Page, trade: str, side: str, letter: str) -> None:
    """Cut modules along one side of the route."""
    form = page.locator('form[action$="/trazar/"]')
    if not form.is_visible():
        page.get_by_text("Trazar módulos a lo largo del recorrido").click()
    form.get_by_label("Rubro").select_option(label=trade)
    form.get_by_label("Lado").select_option(side)
    form.get_by_label(re.compile("Letra")).fill(letter)
    form.get_by_role("button").click()
    expect(page.locator(".notice.is-done").first).to_contain_text("Se trazaron")


def test_an_organiser_plans_the_real_route_and_publishes_it(
    page: Page, office_url: str, route_file: Path, shots: Path
) -> None:
    sign_in(page, office_url, "/fiestas/nueva/")
    page.get_by_label("Nombre de la fiesta").fill("Urkupiña de prueba")
    page.get_by_label("Primer día").fill("2031-08-14")
    page.get_by_label("Último día").fill("2031-08-16")
    page.get_by_label("Ordenanza").fill("Ordenanza Municipal 7/2031")
    page.get_by_role("button", name="Anotarla").click()
    page.get_by_role("link", name="Dibujar el recorrido").click()
    page.get_by_label(re.compile("archivo GeoJSON")).set_input_files(route_file)
    page.get_by_role("button", name="Guardar este recorrido").click()
    settle(page)
    shoot(page, shots, "ground-of-a-feast")

    page.get_by_role("link", name="Precios", exact=True).click()
    page.get_by_label("Rubro").select_option(label="Artesanías")
    page.get_by_label("Precio en Bs").fill("283,00")
    page.get_by_label("Vigente desde").fill("2020-01-01")
    page.get_by_label("Base legal").fill("Ordenanza Municipal 7/2031")
    page.get_by_role("button", name="Fijar el precio").click()
    expect(page.locator(".notice.is-done").first).to_contain_text("está fijado")

    page.goto(f"{office_url}/fiestas/urkupina-de-prueba/")
    page.get_by_label("Empezar con los módulos de").select_option("")
    page.get_by_role("button", name="Empezar una versión").click()
    draw(page, "Artesanías", "left", "I")
    draw(page, "Artesanías", "right", "D")
    clear = page.get_by_role("button", name=re.compile("que estorba"))
    if clear.count():
        clear.click()
    expect(page.get_by_text("El plano cumple todas las reglas")).to_be_visible()
    total = page.locator(".total b").first.inner_text()
    assert int(re.sub(r"\D", "", total)) >= 800
    settle(page)
    shoot(page, shots, "plan-of-the-real-route")
    page.get_by_text("Publicar y poner a la venta").click()
    page.get_by_label("A la venta desde").fill("2026-01-01T08:00")
    page.get_by_label("A la venta hasta").fill("2031-08-01T08:00")
    page.get_by_role("button", name="Publicar", exact=True).click()
    expect(page.locator(".notice.is-done").first).to_contain_text("está publicado")


def test_a_module_is_pressed_moved_with_the_arrows_and_put_back(
    page: Page, office_url: str, shots: Path
) -> None:
    sign_in(page, office_url, "/fiestas/feria-demo/terreno/")
    page.goto(f"{office_url}/fiestas/feria-demo/")
    page.get_by_role("button", name="Empezar una versión").click()
    settle(page)
    address = page.url.split("#")[0]
    open_map(page, f"{address}?modulo=P-5")
    heading = page.get_by_role("heading", name="Módulo P-5")
    expect(heading).to_be_visible()
    pad = page.locator("[data-pad]")
    pad.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("#id_along_m")).to_have_value("0,5")
    expect(page.locator("#id_across_m")).to_have_value("5")
    settle(page)
    shoot(page, shots, "module-moved")

    page.keyboard.press("Enter")
    expect(page.locator(".notice.is-done").first).to_contain_text("P-5 se movió")
    expect(heading).to_be_visible()
    settle(page)
    spot = page.evaluate(CENTRE, ["plan-modules-ground", "P-5"])
    assert spot is not None
    page.mouse.move(*spot)
    page.mouse.down()
    page.mouse.move(spot[0] + 60, spot[1] + 60, steps=4)
    page.mouse.up()
    along = page.locator("#id_along_m").input_value()
    across = page.locator("#id_across_m").input_value()
    assert (along, across) != ("0", "0"), "what is dragged is what will be kept"

    page.get_by_role("button", name=re.compile("Volver a la lista")).click()
    page.get_by_role("button", name=re.compile("Deshacer la última edición")).click()
    expect(page.locator(".notice.is-done").first).to_contain_text("Deshecho")


def test_seats_are_chosen_with_the_arrow_keys(
    page: Page, town_url: str, shots: Path
) -> None:
    page.goto(f"{town_url}/fiestas/feria-demo/graderia/?modulo=A-1")
    page.locator('input[name="espacio"]').first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator('input[name="espacio"]:checked')).to_have_attribute(
        "value", "A-1.4.2"
    )
    shoot(page, shots, "grandstand")
    page.get_by_role("button", name=re.compile("Reservar los asientos")).click()
    expect(page.locator(".notice.is-done").first).to_contain_text("Reservado")
    page.goto(f"{town_url}/fiestas/feria-demo/graderia/?modulo=A-1")
    expect(page.locator('[value="A-1.4.2"]')).to_have_count(0)
