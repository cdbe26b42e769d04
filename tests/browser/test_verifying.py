"""Anyone compares the file they hold with the paper that was issued, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import databases
from tests.browser.looking import shoot

pytestmark = [pytest.mark.browser, pytest.mark.words]

ISSUE = """
from pathlib import Path
from django.contrib.gis.geos import Point
from apps.documents.actions import draw_number, issue_document, open_series
from apps.documents.domain.kinds import CERTIFICATE
from apps.documents.domain.owners import About
from apps.people.models import Office
from geo.access import Viewer
from geo.store import store
by = Viewer(name="clerk", holds_all=True)
office = Office.objects.create(code="oficina-de-prueba", name="Oficina", kind="directorate")
paper = issue_document(
    CERTIFICATE.name,
    about=About(kind="test", id="1"),
    context={"paragraphs": ["Consta."]},
    place=Point(-66.2807, -17.3925, srid=4326),
    number=draw_number(open_series(office, "cite", 2026, by=by), by=by),
    by=by,
)
Path("FOLDER/paper.pdf").write_bytes(store().get(paper.sha256))
Path("FOLDER/token").write_text(paper.token)
"""


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("issued")


@pytest.fixture(scope="module")
def address(
    serve: Callable[..., str], issued: Path, bare_var: Callable[[str], Path]
) -> str:
    var = str(bare_var("papers"))

    def issue(database: str) -> None:
        code = ISSUE.replace("FOLDER", str(issued))
        databases.manage(database, "shell", "-v", "0", "-c", code, LLAJTA_VAR=var)

    url = serve("papers", databases.town_template(), issue, LLAJTA_VAR=var)
    return f"{url}/verificar/{(issued / 'token').read_text()}/"


def test_the_browser_itself_compares_the_file(
    page: Page, address: str, issued: Path, shots: Path
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(address)
    expect(page.get_by_text("Auténtico y vigente")).to_be_visible()
    shoot(page, shots, "verify-desk")
    field = page.get_by_label("El archivo: elíjalo, o suéltelo aquí")

    field.set_input_files(issued / "paper.pdf")
    expect(page.get_by_role("status")).to_have_text("Es el mismo archivo, byte por byte.")

    field.set_input_files({"name": "x.pdf", "mimeType": "x", "buffer": b"%PDF-other"})
    expect(page.get_by_role("alert").filter(has_text="Es otro archivo")).to_be_visible()
    expect(page.get_by_role("status")).to_be_hidden()
    page.get_by_role("button", name="Comparar").click()
    assert "POST" not in sent


def test_a_telephone_without_scripts_sends_the_file_to_be_compared(
    browser: Browser, browser_context_args: dict[str, Any], address: str, issued: Path,
    shots: Path,
) -> None:  # fmt: skip
    phone = {**browser_context_args, "viewport": {"width": 360, "height": 740}}
    context = browser.new_context(**phone, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("El archivo: elíjalo, o suéltelo aquí").set_input_files(
        issued / "paper.pdf"
    )
    page.get_by_role("button", name="Comparar").click()
    expect(page.get_by_text("Es el mismo archivo, byte por byte.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(page, shots, "verify-phone")
    context.close()
