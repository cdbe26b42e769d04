"""A clerk's way through the import pages, with a map on a desk and without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import staff
from tests.browser.looking import drawn, settle, shoot

pytestmark = pytest.mark.browser

TABLE = """nombre;longitud;latitud
Escuela San José;-66,281;-17,395
<b>Cancha</b> Ñandú;-66,283;-17,396
Lejos;-60,1;-17,397
"""


@pytest.fixture
def places(tmp_path: Path) -> Path:
    file = tmp_path / "lugares.csv"
    file.write_text(TABLE, encoding="cp1252")
    return file


def sign_in(page: Page, address: str) -> None:
    """Ask for the imports as a stranger, and sign in when told to."""
    page.goto(f"{address}/importar/")
    page.get_by_label("Nombre de usuario").fill(staff.ADMIN)
    page.get_by_label("Contraseña").fill(staff.PASSWORD)
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Código de su autenticador").fill(
        staff.next_code(address, staff.ADMIN)
    )
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Importar un archivo")


def hand_in(page: Page, file: Path) -> None:
    page.get_by_label("¿Qué hay en el archivo?").select_option("place-names")
    page.get_by_label("El archivo", exact=True).set_input_files(file)
    page.get_by_role("button", name="Subir y mirar").click()


def test_a_file_is_seen_on_the_map_before_anything_is_written(
    page: Page, office_url: str, places: Path, shots: Path
) -> None:
    sign_in(page, office_url)
    hand_in(page, places)
    settle(page)
    assert len(drawn(page, "sketch-point")) == 2  # the third lies far outside the frame
    expect(page.get_by_role("cell", name="<b>Cancha</b> Ñandú")).to_be_visible()
    expect(page.locator("#columna-name")).to_have_value("nombre")
    shoot(page, shots, "import-columns")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name="Abandonar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Importar un archivo")


def test_the_whole_way_there_and_back_on_a_phone_without_scripts(
    browser: Browser, browser_context_args: dict[str, Any], office_url: str, places: Path,
    shots: Path,
) -> None:  # fmt: skip
    phone = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
    context = browser.new_context(**{**browser_context_args, **phone})
    page = context.new_page()
    sign_in(page, office_url)
    hand_in(page, places)
    page.get_by_role("button", name="Comprobar").click()
    expect(page.get_by_role("table")).to_contain_text("fuera del municipio")
    shoot(page, shots, "import-checked-360")
    page.get_by_role("button", name="Importar 2 filas").click()
    expect(page.get_by_text("2 filas están en el registro")).to_be_visible()
    page.locator("summary", has_text="Deshacer").click()
    page.get_by_role("button", name="Deshacer toda la importación").click()
    expect(page.get_by_text(re.compile("se quitaron 2 filas"))).to_be_visible()
    shoot(page, shots, "import-undone-360")
    context.close()
