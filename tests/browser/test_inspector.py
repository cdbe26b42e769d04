"""An inspector's round at a feast without a network: codes, metres, a fine, a photo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import LiteralString
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests import databases
from tests.browser.looking import PATIENCE, shoot
from tests.browser.telephone import Telephone
from tests.browser.test_street import Office, photo, quiet
from tests.lines import laid

pytestmark = pytest.mark.browser
__all__ = ["photo", "quiet"]

FOUND: LiteralString = """
SELECT look.shown, look.faults::text, look.frontage_m > 0, look.measured IS NOT NULL
FROM festivals_inspection look WHERE look.made_by = %s ORDER BY look.made_at
"""
FINED: LiteralString = """
SELECT kind.code, fine.amount::text,
  (SELECT count(*) FROM fieldwork_event event, jsonb_array_elements(event.files) file
   JOIN fieldwork_fieldfile kept ON kept.id = (file ->> 'id')::uuid
   WHERE event.id = infraction.event_id AND kept.outcome = 'kept')
FROM festivals_infraction infraction
JOIN festivals_infractionkind kind ON kind.id = infraction.kind_id
LEFT JOIN treasury_obligation fine ON fine.id = infraction.obligation_id
WHERE infraction.recorded_by = %s
"""


class Control(Office):
    """The office that sends inspectors."""

    def do(self, act: str) -> str:
        script = f"from apps.festivals.tests.sending_out import *; {act}"
        arguments = ("shell", "--no-imports", "-c", script)
        return databases.manage(self.database, *arguments, LLAJTA_VAR=self.var)


@pytest.fixture(scope="module")
def control(
    worker: str, tmp_path_factory: pytest.TempPathFactory, bare_var: Callable[[str], Path]
) -> Iterator[tuple[Control, dict[str, str]]]:
    """The office, with what the inspector was given: code, token of a patent, its stand."""
    database = f"llajta_control_{worker}"
    with (
        databases.copied(databases.town_template(), database),
        laid() as line,
        ExitStack() as running,
    ):
        log = tmp_path_factory.mktemp("control") / "server.log"
        office = Control(database, line, str(bare_var("control")), log, {}, running)
        today = datetime.now(ZoneInfo("America/La_Paz")).date()
        said = office.do(f"send_out('rosa', '{today}')")
        found = re.search(r"told (\S+) (\S+) (\S+)", said)
        assert found, said
        office.start()
        yield office, dict(zip(("code", "token", "stand"), found.groups(), strict=True))


@pytest.fixture
def telephone(
    playwright: Playwright, control: tuple[Control, dict[str, str]], tmp_path: Path
) -> Iterator[Telephone]:
    telephone = Telephone(playwright, tmp_path / "profile", control[0].line.url)
    telephone.start()
    yield telephone
    telephone.kill()
    assert telephone.faults == []


def read_code(page: Page, code: str) -> None:
    page.get_by_label("Leer el código de un papel").click()
    page.get_by_label("Código o dirección del papel").fill(code)
    page.get_by_role("button", name="Comprobar").click()


def measure(page: Page) -> None:
    """Touch two ends on the map, which has no ground here and needs none."""
    page.get_by_text("Medir en el mapa").click()
    expect(page.locator(".measure[data-ready]")).to_be_attached(timeout=2 * PATIENCE)
    canvas = page.locator(".measure .map-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    for share in (0.3, 0.7):
        page.mouse.click(box["x"] + box["width"] * share, middle)
    expect(page.locator(".measure [role=status]")).to_contain_text("Se ocupan")


def judge_codes(page: Page, telephone: Telephone, token: str, stand: str) -> None:
    """A forged code is told to be one; a good one leads to its stand."""
    reading = page.locator("[data-reading]")
    read_code(page, "https://falsa.example/verificar/AAAAAAAAAAAAAAAAAAAAAA/")
    expect(reading).to_contain_text("Ninguna patente tiene este código")
    expect(reading).to_have_class(re.compile("is-warning"))
    telephone.go("#/")
    read_code(page, f"https://quillacollo.example/verificar/{token}/")
    expect(reading).to_contain_text("Vigente")
    reading.get_by_role("link", name="Ir a este lugar").click()
    expect(page.locator(".place")).to_contain_text(stand)


def look_at_stand(page: Page, shots: Path) -> None:
    """The code that was read is at hand; what is taken up is measured on the map."""
    page.get_by_role("link", name="Inspeccionar el puesto").click()
    expect(page.locator("[data-verdict]")).to_have_text("Vigente para este puesto.")
    measure(page)
    assert page.locator("[name=frontage]").input_value() != ""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(page, shots, "inspector-look")
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".progress-line")).to_contain_text("1 de")


def fine(page: Page, photo: bytes) -> None:
    """Fine the stand that was looked at, with a photograph."""
    place = page.locator(".done-stops")
    place.locator("summary").click()
    place.locator("a.stop").first.click()
    page.get_by_role("link", name="Infracción", exact=True).click()
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".visit .wrong")).to_have_text("Elija qué se hizo.")
    page.locator("[name=kind]").select_option("sin-patente")
    file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo}
    page.locator("[data-photo]").set_input_files([file])  # type: ignore[arg-type]  # a plain dict is one
    expect(page.locator("[data-photos] img")).to_have_count(1)
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".list")).to_be_visible()


def test_an_inspector_works_without_a_network(
    telephone: Telephone,
    control: tuple[Control, dict[str, str]],
    photo: bytes,
    shots: Path,
) -> None:
    office, given = control
    page = telephone.page
    telephone.enrol(given["code"])
    telephone.take_round()
    telephone.context.set_offline(True)
    office.stop()
    page.reload()
    telephone.unlock()
    judge_codes(page, telephone, given["token"], given["stand"])
    shoot(page, shots, "inspector-stand")
    look_at_stand(page, shots)
    fine(page, photo)
    kept = telephone.waiting()
    assert (kept["events"], kept["files"]) == (2, 1)

    office.start()
    telephone.context.set_offline(False)
    telephone.go("#/envio")
    page.get_by_role("button", name="Enviar ahora").click()
    expect(page.get_by_role("heading", name="Todo enviado")).to_be_visible(timeout=PATIENCE)
    ((shown, _faults, has_metres, is_measured),) = office.asked(FOUND, "rosa")
    assert (shown, has_metres, is_measured) == ("valid", True, True)
    assert office.asked(FINED, "rosa") == [("sin-patente", "300.00", 1)]
