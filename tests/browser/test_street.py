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
from playwright.sync_api import Playwright, expect

from tests import databases
from tests.browser.looking import PATIENCE, shoot
from tests.browser.telephone import Telephone
from tests.effort import many
from tests.lines import Line, laid
from tests.servers import serving

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
    template = databases.town_template()  # before the lock that it takes itself
    with databases.maintenance() as maintenance:
        databases.copy(maintenance, template, database)
    var = str(bare_var("street"))
    databases.manage(database, "build_offline_maps", LLAJTA_VAR=var)
    with laid() as line, ExitStack() as running:
        log = tmp_path_factory.mktemp("street") / "server.log"
        office = Office(database, line, var, log, {}, running)
        today = datetime.now(ZoneInfo("America/La_Paz")).date()
        told = office.do(f"send_out({VISITS}, '{today}', 'juana', 'pedro')")
        office.codes = dict(re.findall(r"(\w+) (\w{4}-\w{4})", told))
        office.start()
        yield office
    with databases.maintenance() as maintenance:
        databases.drop(maintenance, database)


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
            expect(telephone.page.locator(".slip-number")).to_have_text(re.compile("^R-"))
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
