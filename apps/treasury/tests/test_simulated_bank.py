"""The bank of the demonstration: a page to pay on, codes that stay, notices to the site."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory

from apps.treasury.management.bank.doors import server_of
from apps.treasury.management.bank.ledger import SimulatedBank, SimulatedCode

BACK = "http://127.0.0.1:8000/espacios/feria-demo/"


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def make(bank: SimulatedBank) -> SimulatedCode:
    callback = "http://elsewhere.example/pagos/aviso/sip/"
    return bank.make(alias="a-1", amount="1250.50", gloss="Pago", callback=callback)


def ask(url: str, *, form: dict[str, str] | None = None) -> str:
    body = urlencode(form).encode() if form else None
    request = urllib.request.Request(url, data=body)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        return str(answer.read().decode())


class Site(BaseHTTPRequestHandler):
    """The site that is told."""

    told: list[str]
    is_told: threading.Event

    def do_POST(self) -> None:
        self.told.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.is_told.set()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_a_customer_pays_once_and_the_site_beside_it_is_told() -> None:
    told, is_told = list[str](), threading.Event()
    site = type("Told", (Site,), {"told": told, "is_told": is_told})
    with running(ThreadingHTTPServer(("127.0.0.1", 0), site)) as told_at:
        bank = SimulatedBank(secret="s", site=told_at)
        code = make(bank)
        with running(server_of(bank, 0)) as url:
            page = ask(f"{url}/pagar/a-1?{urlencode({'back': BACK})}")
            assert BACK in page
            assert "1\N{NO-BREAK SPACE}250,50" in page or "1250,50" in page
            assert "no se mueve dinero" in page
            for _press in range(3):
                page = ask(f"{url}/pagar/{code.id}", form={"back": BACK})
                assert "Pagado" in page and BACK in page
            assert is_told.wait(30)
    assert code.state == "PAGADO"
    assert told == ["/pagos/aviso/sip/"]


def test_what_is_no_code_and_what_was_withdrawn_cannot_be_paid() -> None:
    bank = SimulatedBank(secret="s")
    code = make(bank)
    code.state = "INHABILITADO"
    with running(server_of(bank, 0)) as url:
        with pytest.raises(urllib.error.HTTPError, match="404"):
            ask(f"{url}/pagar/nobody")
        page = ask(f"{url}/pagar/a-1", form={"back": "javascript:alert(1)"})
    assert "ya no se puede" in page
    assert "javascript" not in page
    assert code.state == "INHABILITADO"


def test_codes_stay_over_a_restart(tmp_path: Path) -> None:
    book = tmp_path / "bank.json"
    first = SimulatedBank(secret="s", book=book)
    first.pay(make(first))
    again = SimulatedBank(secret="s", book=book).find("a-1")
    assert again is not None and again.state == "PAGADO"


@pytest.mark.parametrize(("port", "is_there"), [(8900, True), (0, False)])
def test_pages_lead_there_only_in_a_demonstration(
    settings, rf: RequestFactory, port: int, is_there: bool
) -> None:
    settings.BANK_SIMULATOR = port
    settings.ALLOWED_HOSTS = ["192.168.1.7"]
    request: HttpRequest = rf.get("/caja/", headers={"host": "192.168.1.7:8000"})
    template = Template("{% load banking %}{% simulated_bank 'a-1' %}")
    page = template.render(Context({"request": request}))
    there = "http://192.168.1.7:8900/pagar/a-1?back="
    there += "http%3A%2F%2F192.168.1.7%3A8000%2Fcaja%2F"
    assert (f'href="{there}"' in page) is is_there
