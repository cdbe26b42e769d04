"""A telephone in a collector's hand: one profile, whose browser can be killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Final

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
)

from tests.browser.looking import PATIENCE
from tests.chromium import FLAGS
from tests.servers import free_port

PIN: Final = "280193"
SIZE: Final = {"width": 360, "height": 740}
WHERE: Final = {"latitude": -17.3934, "longitude": -66.2801, "accuracy": 8}
STARTING_SECONDS: Final = 60


class Telephone:
    """Chromium as a process of its own, so that it can die like an app does."""

    def __init__(self, playwright: Playwright, profile: Path, url: str) -> None:
        self.playwright, self.profile, self.url = playwright, profile, url
        self.process: subprocess.Popen[bytes] | None = None
        self.browser: Browser | None = None
        self.faults: list[str] = []
        self.page: Page

    def start(self, *, is_offline: bool = False) -> None:
        """Start the browser on the profile and open the app."""
        port = free_port()
        chromium = os.environ.get("LLAJTA_CHROMIUM") or shutil.which("chromium") or ""
        command = [chromium, *FLAGS, "--headless=new", "--no-first-run"]
        command += [f"--user-data-dir={self.profile}", f"--remote-debugging-port={port}"]
        command += ["--accept-lang=es-BO,es", "about:blank"]
        self.process = subprocess.Popen(  # a browser of our own on a profile of our own
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "TZ": "America/La_Paz", "LANGUAGE": "es"},
        )
        self.browser = self.playwright.chromium.connect_over_cdp(_address(port))
        self.context.grant_permissions(["geolocation"], origin=self.url)
        self.context.set_geolocation(WHERE)  # type: ignore[arg-type]  # a plain dict is one
        self.context.set_offline(is_offline)
        self.open_tab()

    @property
    def context(self) -> BrowserContext:
        assert self.browser is not None
        return self.browser.contexts[0]

    def open_tab(self) -> None:
        """Open the app in a new tab."""
        self.page = self.context.new_page()
        self.page.set_viewport_size(SIZE)  # type: ignore[arg-type]  # a plain dict is one
        self.page.emulate_media(reduced_motion="reduce")
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(f"{self.url}/campo/")
        expect(self.page.locator("#app[data-ready]")).to_be_attached()

    def close_tab(self) -> None:
        self.page.close()

    def kill(self) -> None:
        """Kill the browser with all its processes, as a telephone does that needs room."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)
        self.process = self.browser = None

    def enrol(self, code: str) -> None:
        """Become somebody's telephone, and wait until the app is kept."""
        self.page.get_by_label("Código").fill(code)
        self.page.get_by_label("Nombre de este teléfono").fill("Samsung A04")
        self.page.get_by_role("button", name="Dar de alta").click()
        self.page.get_by_label("PIN de seis dígitos o más").fill(PIN)
        self.page.get_by_label("El mismo PIN otra vez").fill(PIN)
        self.page.get_by_role("button", name="Usar este PIN").click()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def unlock(self) -> None:
        self.page.get_by_label("Su PIN").fill(PIN)
        self.page.get_by_role("button", name="Abrir").click()
        expect(self.page.locator(".frame")).to_be_visible()

    def go(self, screen: str) -> None:
        """Show a screen by its address within the app."""
        self.page.evaluate("(hash) => { location.hash = hash; }", screen)

    def take_round(self) -> None:
        """Download what the office has given to do."""
        self.go("#/bajar")
        self.page.get_by_role("button", name="Descargar").click()
        expect(self.page.locator(".round.is-here")).to_be_visible(timeout=2 * PATIENCE)
        self.go("#/")

    def visit(self, outcome: str, photo: bytes | None = None, **fields: str) -> None:
        """Visit whoever comes next."""
        self.page.locator(".list .next").click()
        self.page.get_by_role("link", name=outcome, exact=True).click()
        for label, value in fields.items():
            self.page.locator(f".visit [name={label}]").fill(value)
        if photo is not None:
            file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo}
            self.page.locator("[data-photo]").set_input_files([file])  # type: ignore[arg-type]  # a plain dict is one
            expect(self.page.locator("[data-photos] img")).to_have_count(1)
        self.page.get_by_role("button", name="Guardar").click()

    def waiting(self) -> dict[str, int]:
        """How many envelopes wait in the telephone's own database."""
        found: dict[str, int] = self.page.evaluate(_WAITING)
        return found


_WAITING = """() => new Promise((done) => {
  const asked = indexedDB.open("llajta-campo");
  asked.onsuccess = () => {
    const turn = asked.result.transaction(["events", "files", "locked"]);
    const counts = {};
    for (const shelf of ["events", "files", "locked"]) {
      const asked = turn.objectStore(shelf).count();
      asked.onsuccess = () => { counts[shelf] = asked.result; };
    }
    turn.oncomplete = () => { asked.result.close(); done(counts); };
  };
})"""


def _address(port: int) -> str:
    """Where the browser's own protocol is spoken, once it is."""
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version") as answer:
                return str(json.load(answer)["webSocketDebuggerUrl"])
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the browser did not start")
