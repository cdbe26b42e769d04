"""The door in a browser: by keyboard, with a passkey, on a desk and on a telephone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import staff
from tests.browser.looking import shoot

pytestmark = [pytest.mark.browser, pytest.mark.words]
NAME = staff.CLERK
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def door_url(office_url: str) -> str:
    return office_url.replace("127.0.0.1", "localhost")


def come_in(page: Page, url: str) -> None:
    """With the keyboard alone."""
    page.goto(f"{url}/entrar/")
    expect(page.get_by_label("Nombre de usuario")).to_be_focused()
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.type(staff.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Código de su autenticador")).to_be_focused()
    page.keyboard.type(staff.next_code(url, NAME))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cuenta/$"))


def test_a_passkey_is_made_and_opens_the_door(
    page: Page, door_url: str, shots: Path
) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    shoot_door(page, door_url, shots, "desk")
    come_in(page, door_url)
    page.get_by_label("Un nombre para la llave").fill("mi teléfono")
    with page.expect_navigation():  # once the key is made, the page comes anew
        page.get_by_role("button", name="Añadir una llave de acceso").click()
    expect(page.get_by_text("mi teléfono", exact=True)).to_be_visible()
    shoot(page, shots, "account-desk")
    page.goto(f"{door_url}/salir/")
    page.get_by_role("button", name="Salir").click()
    page.goto(f"{door_url}/entrar/?next=/obras/")
    page.get_by_role("button", name="Entrar con llave de acceso").click()
    expect(page).to_have_url(re.compile("/obras/$"))


def shoot_door(page: Page, url: str, shots: Path, size: str) -> None:
    page.goto(f"{url}/entrar/")
    expect(page.get_by_role("button", name="Entrar con llave de acceso")).to_be_visible()
    shoot(page, shots, f"door-{size}")


def test_on_a_telephone_nothing_is_cut_off(
    browser: Browser, door_url: str, shots: Path
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="es-BO")
    page = context.new_page()
    shoot_door(page, door_url, shots, "phone")
    come_in(page, door_url)
    shoot(page, shots, "account-phone")
    page.get_by_label("¿Qué programa, en qué computadora?").fill("QGIS")
    page.get_by_role("button", name="Crear contraseña").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contraseña para «QGIS»")
    shoot(page, shots, "program-phone")
    page.goto(f"{door_url}/cuenta/autenticador/")
    shoot(page, shots, "authenticator-phone")
    for path in ("/entrar/", "/entrar/correo/", "/cuenta/", "/cuenta/autenticador/"):
        page.goto(f"{door_url}{path}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, path
    context.close()
