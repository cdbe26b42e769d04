"""A map to send: everything inside, nothing that runs, and few enough places."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from geo.access import Audience
from geo.exchange.exports.formats import FORMATS
from geo.exchange.exports.order import Ending
from geo.exchange.exports.ordering import order_of
from geo.exchange.exports.tests.conftest import BENCHES, Written
from geo.exchange.exports.writing import make
from geo.published.question import Selection


def test_the_map_tells_titles_and_words_in_the_readers_language(written: Written) -> None:
    page = written("html").read_text(encoding="utf-8")
    assert '<html lang="es">' in page
    assert '<h1 class="report-title">Bancos de plaza: 100 % ñandú</h1>' in page
    assert "Parques · CC-BY-4.0 · 5 en total · 1 sin lugar no están en el mapa" in page
    for told in ("madera", "leer; mate", "Peso (kg)", "12.5", "2024-02-29 12:30"):
        assert told in page
    assert "Juana Secreta" not in page
    assert "keeper" not in page


def test_the_map_needs_nothing_from_anywhere(written: Written) -> None:
    page = written("html").read_text(encoding="utf-8")
    assert not re.findall(r"<(?:script|img|iframe)[^>]*\ssrc=|<link", page)
    assert "L.map(" in page


def test_what_a_place_says_is_never_markup(written: Written) -> None:
    page = written("html").read_text(encoding="utf-8")
    assert "<i>&amp;amp;" not in page
    assert page.count("</script>") == page.count("<script")


def test_a_map_of_nothing_is_a_map(written: Written) -> None:
    assert "0 en total" in written("html", "name=nobody").read_text(encoding="utf-8")


def test_more_places_than_a_phone_draws_are_refused(benches: None, tmp_path: Path) -> None:
    selection = Selection(layer=BENCHES, audience=Audience.ANYONE)
    order = order_of(selection, FORMATS["html"], tmp_path / "benches.html")
    report = make(replace(order, most_rows=4))
    assert (report.ending, report.rows) == (Ending.TOO_MANY, 5)
    assert not order.file.exists()
