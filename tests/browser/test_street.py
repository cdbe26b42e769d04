"""A collector's day without a network, with a browser that dies and a line that drops."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import psycopg
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Playwright, expect

from tests import databases
from tests.browser.looking import PATIENCE, shoot
from tests.browser.telephone import Telephone
from tests.effort import many
from tests.lines import Line, laid
from tests.servers import serving
from tests.takeaway import take_along

pytestmark = pytest.mark.browser

VISITS, PAYMENTS = many(9, 40), many(3, 5)
OTHERS = ("No hay nadie", "Se notificó", "Se niega")


ARRIVED: LiteralString = """
WITH own AS (
  SELECT event.* FROM fieldwork_event event
  JOIN fieldwork_device device ON device.id = event.device_id
  JOIN auth_user holder ON holder.id = device.holder_id WHERE holder.username = %s
), promised AS (SELECT file ->> 'sha256' FROM own, jsonb_array_elements(own.files) file)
SELECT count(*), count(DISTINCT seq), count(*) FILTER (WHERE body ? 'payment'),
  count(DISTINCT body #>> '{payment,number}'),
  (SELECT count(*) FROM fieldwork_fieldfile
   WHERE outcome = 'kept' AND sha256 IN (SELECT * FROM promised))
FROM own
"""
BOOKED: LiteralString = """
SELECT count(*), count(DISTINCT number_id) FROM fieldwork_streetcash cash
JOIN fieldwork_event event ON event.id = cash.event_id
JOIN fieldwork_device device ON device.id = event.device_id
JOIN auth_user holder ON holder.id = device.holder_id
WHERE holder.username = %s AND payment_id IS NOT NULL
"""


@dataclass
class Office:
    """The server with its database, behind a line; it can be stopped and started again."""

    database: str
    line: Line
    var: str
    log: Path
    codes: dict[str, str]
    running: ExitStack

    def start(self) -> None:
        others = {"LLAJTA_VAR": self.var}
        served = serving(self.database, log=self.log, others=others)
        self.line.server = self.running.enter_context(served)

    def stop(self) -> None:
        self.line.server = ""
        self.running.close()

    def asked(self, question: LiteralString, *values: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(databases.address(self.database)) as connection:
            return connection.execute(question, values).fetchall()

    def do(self, act: str) -> str:
        script = f"from apps.water.tests.sending_out import *; {act}"
        arguments = ("shell", "--no-imports", "-c", script)
        return databases.manage(self.database, *arguments, LLAJTA_VAR=self.var)


@pytest.fixture(scope="module")
def office(
    worker: str, tmp_path_factory: pytest.TempPathFactory, bare_var: Callable[[str], Path]
) -> Iterator[Office]:
    """An office whose collectors have a round and a code each."""
    database = f"llajta_street_{worker}"
    with databases.copied(databases.town_template(), database):
        var = bare_var("street")
        take_along(var)
        with laid() as line, ExitStack() as running:
            log = tmp_path_factory.mktemp("street") / "server.log"
            office = Office(database, line, str(var), log, {}, running)
            today = datetime.now(ZoneInfo("America/La_Paz")).date()
            told = office.do(
                f"send_out({VISITS}, '{today}', 'juana', 'pedro', 'rita', 'ana')"
            )
            office.codes = dict(re.findall(r"(\w+) (\w{4}-\w{4})", told))
            office.start()
            yield office


@pytest.fixture(autouse=True)
def quiet() -> list[str]:
    """Instead of the page that all other tests watch: the telephone has its own."""
    return []


@pytest.fixture
def telephone(
    playwright: Playwright, office: Office, tmp_path: Path
) -> Iterator[Telephone]:
    telephone = Telephone(playwright, tmp_path / "profile", office.line.url)
    telephone.start()
    yield telephone
    telephone.kill()
    assert telephone.faults == []


@pytest.fixture(scope="module")
def photo() -> bytes:
    """A photograph as a telephone's camera makes them, but for its subject."""
    content = io.BytesIO()
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(content, "JPEG", quality=85)
    return content.getvalue()


def visit_on(telephone: Telephone, photo: bytes, visits: range) -> None:
    """Make these visits of the day; the first ones are paid."""
    for number in visits:
        if number < PAYMENTS:
            telephone.visit("Paga ahora", photo, amount=f"{5 + number},50")
            expect(telephone.page.locator(".slip-number")).to_have_text(
                re.compile("RECIBO")
            )
            telephone.go("#/")
        else:
            telephone.visit(OTHERS[number % len(OTHERS)], photo)
        expect(telephone.page.locator(".progress-line")).to_contain_text(f"{number + 1} de")


def send_over_a_bad_line(telephone: Telephone, office: Office, *cuts: str) -> None:
    """Come back to the network and send until all has arrived, whatever is cut."""
    office.line.cuts, office.line.made = list(cuts), []
    telephone.context.set_offline(False)
    telephone.go("#/envio")
    send = telephone.page.get_by_role("button", name="Enviar ahora")
    all_sent = telephone.page.get_by_role("heading", name="Todo enviado")
    for _ in range(len(cuts) + 1):
        send.click()
        expect(
            telephone.page.locator("[data-do=send]:not([aria-disabled])")
        ).to_be_visible()
        if all_sent.is_visible():
            break
    expect(all_sent).to_be_visible(timeout=PATIENCE)
    assert len(office.line.made) == sum(map(bool, cuts))


def arrived(office: Office, name: str) -> dict[str, int]:
    """What the office has of a collector's day."""
    [row] = office.asked(ARRIVED, name)
    names = ("visits", "numbered", "payments", "receipts", "photos")
    return dict(zip(names, row, strict=True))


@pytest.mark.bar("R38", "R39")
def test_a_day_without_network_arrives_whole_and_once(
    telephone: Telephone, office: Office, photo: bytes, shots: Path
) -> None:
    telephone.enrol(office.codes["juana"])
    telephone.take_round()
    telephone.context.set_offline(True)
    first = telephone.page.locator(".list .next").get_attribute("href") or ""
    office.do(f"pay_at_a_desk({first.rsplit('/', 1)[1]})")
    office.stop()

    telephone.page.reload()
    telephone.unlock()
    half = VISITS // 2
    visit_on(telephone, photo, range(half))
    shoot(telephone.page, shots, "street-list")
    telephone.close_tab()
    telephone.open_tab()
    telephone.unlock()
    visit_on(telephone, photo, range(half, half + 1))
    telephone.kill()

    telephone.start(is_offline=True)
    telephone.unlock()
    visit_on(telephone, photo, range(half + 1, VISITS))
    kept = telephone.waiting()
    assert (kept["events"], kept["files"]) == (VISITS, VISITS)

    office.start()
    send_over_a_bad_line(telephone, office, "after", "", "", "before", "", "within")
    shoot(telephone.page, shots, "street-sent")
    assert arrived(office, "juana") == {
        "visits": VISITS,
        "numbered": VISITS,
        "payments": PAYMENTS,
        "receipts": PAYMENTS,
        "photos": VISITS,
    }
    assert office.asked(BOOKED, "juana") == [(PAYMENTS, PAYMENTS)]
    kept = telephone.waiting()
    assert (kept["events"], kept["files"]) == (0, 0)

    # What stood otherwise is told in plain words, until the collector has understood it.
    answer = telephone.page.locator(".answers li")
    expect(answer).to_contain_text("a favor")
    answer.get_by_role("button", name="Entendido").click()
    expect(answer).to_have_count(0)


@pytest.mark.bar("R45")
def test_a_telephone_out_of_service_keeps_nothing_that_can_be_read(
    telephone: Telephone, office: Office, photo: bytes
) -> None:
    telephone.enrol(office.codes["pedro"])
    telephone.take_round()
    telephone.context.set_offline(True)
    telephone.visit("No hay nadie")
    expect(telephone.page.locator(".progress-line")).to_contain_text("1 de")
    telephone.visit("Se notificó", photo, note="Vuelve el lunes")
    expect(telephone.page.locator(".progress-line")).to_contain_text("2 de")
    kept = telephone.waiting()
    assert (kept["events"], kept["files"]) == (2, 1)

    office.do("revoke('pedro')")
    telephone.context.set_offline(False)
    gone = telephone.page.get_by_role("heading", name="Este teléfono fue dado de baja")
    expect(gone).to_be_visible(timeout=PATIENCE)
    assert telephone.waiting() == {"events": 2, "files": 1, "locked": 0}
    assert telephone.page.evaluate(_MAPS) == 0
    expect(telephone.page.get_by_role("button", name="Guardar una copia")).to_be_visible()
    assert arrived(office, "pedro")["visits"] == 0


_ALL_WRITTEN = "navigator.locks.request('llajta-campo-keep', () => true)"


def test_a_visit_that_was_begun_is_there_after_the_app_was_killed(
    telephone: Telephone, office: Office, photo: bytes, shots: Path
) -> None:
    telephone.enrol(office.codes["rita"])
    telephone.take_round()
    telephone.context.set_offline(True)
    telephone.page.locator(".list .next").click()
    telephone.page.get_by_role("link", name="No hay nadie", exact=True).click()
    note = ".visit [name=note]"
    telephone.page.locator(note).press_sequentially("Vuelve el lunes")
    file = FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=photo)
    telephone.page.locator("[data-photo]").set_input_files([file])
    expect(telephone.page.locator("[data-photos] img")).to_have_count(1)
    telephone.page.evaluate(_ALL_WRITTEN)
    telephone.kill()

    telephone.start(is_offline=True)
    telephone.unlock()
    expect(telephone.page.locator(note)).to_have_value("Vuelve el lunes")
    expect(telephone.page.locator("[data-photos] img")).to_have_count(1)
    expect(telephone.page.locator(".begun")).to_contain_text("a medias")
    shoot(telephone.page, shots, "street-begun")
    telephone.page.get_by_role("button", name="Guardar").click()
    expect(telephone.page.locator(".progress-line")).to_contain_text("1 de")
    telephone.kill()

    telephone.start(is_offline=True)
    telephone.unlock()
    expect(telephone.page.locator(".list")).to_be_visible()
    kept = telephone.waiting()
    assert (kept["events"], kept["files"]) == (1, 1)


_MAPS = """async () => {
  const kept = await (await caches.open("llajta-maps")).keys();
  return kept.filter((request) => request.url.includes("pmtiles")).length;
}"""

_HARD_TO_READ = """() => {
  const linear = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => [r, g, b].map((c) => linear(c / 255))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const numbers = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const wrong = [];
  for (const e of document.querySelectorAll("#app *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility()) continue;
    const [one, other] = [numbers(getComputedStyle(e).color), ground(e)].map(light);
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5 || (contrast < 7 && !e.matches(".mark"))) {
      wrong.push(e.className + " " + e.textContent.trim() + " " + contrast.toFixed(1));
    }
  }
  return wrong;
}"""
_HARD_TO_HIT = """() => [...document.querySelectorAll(
    "#app :is(a, button, summary, input, select)")]
  .filter((e) => e.checkVisibility({ contentVisibilityAuto: true }))
  .filter((e) => !e.matches(".visually-hidden"))
  .map((e) => [e.className || e.textContent.trim(), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
  .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""


def test_every_screen_is_read_in_the_sun_and_hit_with_a_thumb(
    telephone: Telephone, office: Office, shots: Path
) -> None:
    page = telephone.page

    def look(name: str) -> None:
        assert page.evaluate(_HARD_TO_READ) == [], name
        assert page.evaluate(_HARD_TO_HIT) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        shoot(page, shots, f"street-{name}")

    look("enrol")
    telephone.enrol(office.codes["ana"])
    telephone.take_round()
    office.stop()
    look("list")
    page.get_by_label("Buscar en el recorrido").fill("nada de esto")
    expect(page.get_by_text("Nada de este recorrido coincide")).to_be_visible()
    page.get_by_label("Buscar en el recorrido").fill("")
    page.locator(".list .next").click()
    look("place")
    page.get_by_role("link", name="Promete pagar").click()
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".visit .wrong")).to_have_text("¿Qué día va a pagar?")
    page.get_by_label("Pagará el").fill("2020-01-01")
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".visit .wrong")).to_contain_text("Ese día ya pasó")
    look("visit")
    telephone.go("#/envio")
    expect(page.locator(".office")).to_be_visible()
    look("office")

    # The map is drawn although no server runs: its ground is on the telephone.
    telephone.go("#/mapa")
    expect(page.locator(".field-map[data-ready]")).to_be_attached(timeout=2 * PATIENCE)
    expect(page.locator(".map-missing")).to_be_hidden()
    page.wait_for_function(_GROUND, timeout=PATIENCE)
    look("map")
    office.start()


_GROUND = """() => document.querySelector(".field-map").map
  ?.queryRenderedFeatures().filter((f) => f.layer.id.startsWith("street")).length ?? 0"""
