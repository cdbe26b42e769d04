"""The receipt that a telephone prints in the street fits on the paper of its printer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.databases import ROOT

pytestmark = pytest.mark.browser

STYLES = ("geo/web/generated/tokens.css", "geo/styles/base.css", "geo/styles/slip.css")
SLIP = """
<section class="paper-slip"><article class="slip">
  <p class="slip-number">EMAPAQ/RECIBO/0042/2026</p>
  <p class="slip-amount">Bs 12&nbsp;345,50</p>
  <dl><dt>Cuenta</dt><dd>05539 Ana Félix Choque Condori Vda. de Quispe</dd></dl>
</article></section>
"""


@pytest.mark.parametrize("pixels", [182, 280], ids=["58 mm", "80 mm"])
def test_nothing_is_cut_off_at_the_edge_of_the_paper(page: Page, pixels: int) -> None:
    """Of 58 mm a printer prints 48, of 80 it prints 72; 96 pixels are an inch."""
    styles = "".join((ROOT / each).read_text(encoding="utf-8") for each in STYLES)
    page.set_viewport_size({"width": pixels, "height": 600})
    page.emulate_media(media="print")
    page.set_content(f"<style>{styles}</style><body class='phone'>{SLIP}</body>")
    assert page.evaluate("document.documentElement.scrollWidth") <= pixels
