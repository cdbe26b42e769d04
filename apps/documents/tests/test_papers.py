"""Issued papers: drawn whole, kept byte for byte, verified by anyone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from apps.documents.actions import (
    annul_document,
    annul_number,
    draw_number,
    issue_document,
    reserve_block,
)
from apps.documents.actions.issuing import NumberNotFree, map_of
from apps.documents.actions.numbering import AlreadyAnnulled
from apps.documents.domain.kinds import DocumentKind, UnknownKind, register_kind
from apps.documents.domain.owners import About
from apps.documents.domain.paper.picture import Shape, map_svg
from apps.documents.domain.paper.rendering import Fetched, render_pdf
from apps.documents.models import Document, Number
from apps.documents.tests.records import CLERK, READER, make_series
from apps.territory.tests.making import make_block, make_parcel, make_street
from geo.access import NotAllowed
from geo.store import Damaged, store
from geo.store.port import digest_of, key_of
from geo.testing import Grid

pytestmark = pytest.mark.django_db

TOWN = Grid("""
    a . b . c
    . p . q .
    d . e . f
""")
ABOUT = About(kind="test.thing", id="12")
PLAIN = register_kind(
    DocumentKind(
        name="test.plain", title="Plain", template="documents/paper/certificate.html"
    )
)


@pytest.fixture(autouse=True)
def files_apart(tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """Papers drawn as text, for tests that are not about drawing: it takes its time."""
    pages: list[str] = []

    def written(html: str) -> Any:
        from apps.documents.domain.paper.rendering import Rendered

        pages.append(html)
        return Rendered(content=html.encode(), pages=1)

    monkeypatch.setattr("apps.documents.actions.issuing.render_pdf", written)
    return pages


def issue(number: Number | None = None, **more: Any) -> Document:
    context = {"paragraphs": ["Consta que <b>sí</b>."], "rows": [("Puesto", "A-12")]}
    given = {"about": ABOUT, "context": context, "place": None, "by": CLERK, **more}
    return issue_document("documents.certificate", number=number, **given)


def test_a_paper_is_a_pdf_of_numbered_folios_kept_as_it_was_issued() -> None:
    make_street("Calle Ñandú", TOWN.lines("df"))
    number = draw_number(make_series(), by=CLERK)
    context = {"paragraphs": ["Texto largo de la constancia. " * 40] * 12}
    paper = issue(number, context=context, place=TOWN.point("e"))

    content = store().get(paper.sha256)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == paper.pages > 1
        metadata = str(pdf.open_metadata())
    assert "3" in metadata and "pdfaid" in metadata, "says that it is PDF/A-3"
    assert (len(content), digest_of(content)) == (paper.size, paper.sha256)
    assert (paper.number, paper.issued_by) == (number, "funcionaria")


def test_a_paper_says_all_that_verifies_it(drawn: list[str], settings) -> None:
    settings.PUBLIC_ADDRESS = "https://quillacollo.example"
    paper = issue(draw_number(make_series(), by=CLERK))
    page = drawn[0]
    assert f"https://quillacollo.example/verificar/{paper.token}/" in page
    assert "REC/RECIBO/0001/2026" in page
    assert "<svg" in page.partition('class="qr"')[2]
    assert "Consta que &lt;b&gt;sí" in page
    assert len(paper.token) == 22


def test_a_paper_carries_the_end_of_the_history_away(drawn: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_seal VALUES (9000, now(), 7, 0, 1, 1, "
            "sha256('a'), sha256('b'))"
        )
    paper = issue()
    assert (paper.seal, paper.seal_digest) == (9000, digest_of(b"b"))
    assert f"Sello 9000 de la historia: {paper.seal_digest[:16]}" in drawn[0]


def test_a_number_stands_on_one_paper_in_force(drawn: list[str]) -> None:
    number = draw_number(make_series(), by=CLERK)
    first = issue(number)
    with pytest.raises(NumberNotFree):
        issue(number)
    annul_document(first, reason="mal impreso", by=CLERK)
    assert issue(number).number == number


@pytest.mark.parametrize("state", ["annulled", "reserved"])
def test_a_number_that_is_not_in_use_goes_on_no_paper(drawn: list[str], state: str) -> None:
    series = make_series()
    if state == "reserved":
        number = reserve_block(series, 1, holder="x", by=CLERK).numbers.get()
    else:
        number = annul_number(draw_number(series, by=CLERK), reason="x", by=CLERK)
    with pytest.raises(NumberNotFree):
        issue(number)


def test_annulling_a_number_annuls_its_paper(drawn: list[str]) -> None:
    number = draw_number(make_series(), by=CLERK)
    paper = issue(number)
    annul_number(number, reason="pago devuelto", by=CLERK)
    paper.refresh_from_db()
    assert paper.reason == "pago devuelto"
    with pytest.raises(AlreadyAnnulled):
        annul_document(paper, reason="x", by=CLERK)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents_document SET sha256 = repeat('0', 64)",
        "UPDATE documents_document SET title = 'x'",
        "UPDATE documents_document SET issued_at = now()",
        "DELETE FROM documents_document",
        "TRUNCATE documents_document CASCADE",
    ],
)
def test_the_database_keeps_a_paper_as_issued(drawn: list[str], change: str) -> None:
    issue()
    with (
        pytest.raises(IntegrityError, match="document_stays_as_issued"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(change)


@pytest.mark.parametrize("act", [issue, annul_document])
def test_who_only_reads_neither_issues_nor_annuls(act, drawn: list[str]) -> None:
    paper = issue()
    with pytest.raises(NotAllowed):
        if act is issue:
            issue(by=READER)
        else:
            annul_document(paper, reason="x", by=READER)


def test_papers_of_no_known_kind_are_not_issued() -> None:
    with pytest.raises(UnknownKind):
        issue_document(
            "no.such", about=ABOUT, context={}, place=None, number=None, by=CLERK
        )


@pytest.mark.parametrize(
    "text",
    [
        '<img src="http://127.0.0.1:1/x">',
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://169.254.169.254/">',
        "<style>@import 'http://10.0.0.1/';</style>",
        '<svg><image href="file:///etc/passwd" width="9" height="9"/></svg>',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
    ],
)
def test_a_paper_fetches_nothing(text: str) -> None:
    with pytest.raises(Fetched):
        render_pdf(text)


def test_a_map_shows_the_place_among_named_streets() -> None:
    make_street("Calle Sucre & Beni", TOWN.lines("df"))
    make_parcel("P", make_block("B", TOWN.polygons("abed")), TOWN.polygons("abed"))
    drawing = map_of(TOWN.polygon("abed"))
    assert drawing.count("<path") >= 5
    assert "Calle Sucre &amp; Beni" in drawing
    assert ">100 m<" in drawing or ">200 m<" in drawing
    assert ">N<" in drawing


@pytest.mark.parametrize(
    ("place", "drawn_as"),
    [
        (TOWN.point("e"), "<circle"),
        (TOWN.line("de"), 'fill="none" stroke="#0a6a94"'),
        (TOWN.polygon("abed"), 'fill-opacity="0.35"'),
    ],
)
def test_points_lines_and_surfaces_are_drawn_as_such(place, drawn_as) -> None:
    assert drawn_as in map_of(place)


def test_no_name_stands_on_its_head() -> None:
    def street(angle: float) -> Shape:
        return Shape(
            kind="street",
            name=f"Calle {angle}",
            dimension=1,
            path="",
            x=angle / 2 - 67,  # beside each other, so that each keeps its name
            y=0.0,
            angle=angle,
            length_m=300.0,
            width_m=260.0,
        )

    drawing = map_svg([street(angle) for angle in (0.0, 91.0, 180.0, 271.0)], "x")
    turns = [float(part.split(")")[0]) for part in drawing.split("rotate(")[1:]]
    assert all(-90 <= turn <= 90 for turn in turns)
    assert len(turns) == 4


def test_the_command_finds_papers_that_are_gone_or_changed(
    drawn: list[str], tmp_path: Path
) -> None:
    paper = issue()
    call_command("check_files", verbosity=0, stdout=io.StringIO())
    file = tmp_path / "files" / key_of(paper.sha256)
    file.chmod(0o640)
    file.write_bytes(b"other")
    with pytest.raises(Damaged):
        store().get(paper.sha256)
    with pytest.raises(CommandError, match="no es lo que se guardó"):
        call_command("check_files", verbosity=0, stdout=io.StringIO())
    file.unlink()
    with pytest.raises(CommandError, match="Falta "):
        call_command("check_files", verbosity=0, stdout=io.StringIO())
