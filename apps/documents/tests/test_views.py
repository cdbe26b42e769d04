"""The pages of numbers, papers, verification, files and history, and who they open to."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.documents.actions import (
    annul_document,
    attach_file,
    draw_number,
    issue_document,
    reserve_block,
    withdraw_attachment,
)
from apps.documents.domain.kinds import CERTIFICATE
from apps.documents.domain.owners import About, Owner, register_owner
from apps.documents.models import Attachment, Document, Number, Series
from apps.documents.tests import making
from apps.documents.tests.records import CLERK, make_office, make_series
from geo.access import ANYONE
from geo.pages import contributions
from geo.store import store

pytestmark = pytest.mark.django_db

register_owner(
    Owner(
        kind="test.open",
        title="Open",
        sees=lambda viewer, about: about.id != "hidden",
        adds=lambda viewer, about: True,
    )
)
SECRET = "Juana Mamani 4711"


@pytest.fixture(autouse=True)
def files_apart(tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def office(client: Client) -> Client:
    """Somebody who holds every permission, signed in."""
    client.force_login(User.objects.create_superuser("jefa"))
    return client


@pytest.fixture
def paper(monkeypatch) -> Document:
    from apps.documents.domain.paper.rendering import Rendered

    monkeypatch.setattr(
        "apps.documents.actions.issuing.render_pdf",
        lambda html: Rendered(content=b"%PDF-" + html.encode(), pages=2),
    )
    return issue_document(
        CERTIFICATE.name,
        about=About(kind="test.open", id=SECRET),
        context={"paragraphs": [SECRET]},
        place=None,
        number=draw_number(make_series(), by=CLERK),
        by=CLERK,
    )


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def addresses(paper: Document) -> list[str]:
    number = paper.number
    assert number is not None
    return [
        "/numeros/",
        f"/numeros/serie/{number.series_id}/",
        f"/numeros/{number.pk}/",
        f"/documentos/{paper.token}/",
        f"/documentos/{paper.token}/documento.pdf",
        "/historia/",
        f"/historia/documents_number/{number.pk}/",
        "/historia/exportar.csv",
        "/historia/exportar.jsonl",
    ]


def test_passers_by_are_sent_to_sign_in(client: Client, paper: Document) -> None:
    for address in addresses(paper):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "login" in answer["Location"] or "entrar" in answer["Location"]


def test_staff_without_the_permission_are_refused(client: Client, paper: Document) -> None:
    client.force_login(User.objects.create_user("otro", is_staff=True))
    for address in addresses(paper):
        answer = client.get(address)
        assert answer.status_code in (400, 403), address
        assert SECRET not in answer.content.decode()


def test_every_page_opens_to_the_office(office: Client, paper: Document) -> None:
    for address in addresses(paper):
        assert office.get(address).status_code == 200, address


def test_the_menu_names_the_pages_to_the_office_only() -> None:
    ours = [each for each in contributions.menu if each.view.startswith("documents:")]
    own = [each for each in ours if not each.is_public]
    assert {each.view for each in ours} - {each.view for each in own} == {
        "documents:verify-any"
    }
    assert len(own) == 2
    assert all(each.for_whom(CLERK) and not each.for_whom(ANYONE) for each in own)


def test_a_series_is_opened_from_its_form(office: Client) -> None:
    make_office("df")
    form = {
        "oficina": "df",
        "tipo": "cite",
        "gestion": "2026",
        "plantilla": "{number}/{year}",
    }
    assert "todavía" in text_of(office, "/numeros/?gestion=2026")
    answer = office.post("/numeros/", form)
    assert answer.status_code == 302
    assert Series.objects.get().template == "{number}/{year}"
    assert "{number}/{year}" in text_of(office, "/numeros/?gestion=2026")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("oficina", "x"),
        ("tipo", "x"),
        ("gestion", "26"),
        ("gestion", "٢٠٢٦"),
        ("plantilla", ""),
        ("plantilla", "{x}"),
    ],
)
def test_a_form_half_filled_in_is_refused_and_keeps_the_rest(office, field, value) -> None:
    make_office("df")
    form = {"oficina": "df", "tipo": "cite", "gestion": "2026", "plantilla": "{number}"}
    answer = office.post("/numeros/", form | {field: value})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Series.objects.exists()


def test_a_number_is_annulled_from_its_page(office: Client) -> None:
    number = draw_number(make_series(), by=CLERK)
    assert office.post(f"/numeros/{number.pk}/", {"motivo": ""}).status_code == 422
    assert office.post(f"/numeros/{number.pk}/", {"motivo": "repetido"}).status_code == 302
    assert "repetido" in text_of(office, f"/numeros/{number.pk}/")
    history = text_of(office, f"/historia/documents_number/{number.pk}/")
    assert "jefa" in history and "repetido" in history


def test_the_evening_count_annuls_what_is_left_of_a_block(office: Client) -> None:
    block = reserve_block(make_series(), 3, holder="móvil 3", by=CLERK)
    address = f"/numeros/serie/{block.series_id}/"
    assert "móvil 3" in text_of(office, address)
    done = office.post(f"/numeros/bloque/{block.pk}/cerrar/", {"motivo": "arqueo"})
    assert "3" in unescape(done.content.decode())
    assert Number.objects.filter(state="annulled", reason="arqueo").count() == 3
    assert "móvil 3" not in text_of(office, address)


def test_many_numbers_are_read_page_by_page(office: Client) -> None:
    series = make_series()
    reserve_block(series, 130, holder="x", by=CLERK)
    first = text_of(office, f"/numeros/serie/{series.pk}/")
    assert "REC/RECIBO/0130/2026" in first
    assert "REC/RECIBO/0001/2026" not in first
    assert 'rel="next"' in first


@pytest.mark.bar("R46")
def test_anyone_verifies_a_paper_and_learns_nothing_about_anybody(client, paper) -> None:
    page = text_of(client, f"/verificar/{paper.token}/")
    for told in ("Auténtico", paper.sha256, "REC/RECIBO/0001/2026"):
        assert told in page
    for hidden in (SECRET, "test.open", "funcionaria"):
        assert hidden not in page


def test_an_annulled_paper_is_told_so_without_the_reason(client, paper) -> None:
    annul_document(paper, reason=SECRET, by=CLERK)
    page = text_of(client, f"/verificar/{paper.token}/")
    assert "Anulado" in page
    assert SECRET not in page


@pytest.mark.parametrize("code", ["x", "0" * 22, "-_-", "a" * 500])
def test_a_code_of_no_paper_is_told_so(client: Client, code: str) -> None:
    assert "Ningún documento" in text_of(client, f"/verificar/{code}/", 404)


def test_a_code_may_be_typed_or_the_whole_address_pasted(client, paper) -> None:
    assert "código" in text_of(client, "/verificar/")
    for typed in (paper.token, f"http://x/verificar/{paper.token}/"):
        answer = client.get("/verificar/", {"codigo": typed})
        assert answer["Location"] == f"/verificar/{paper.token}/"
    assert client.get("/verificar/", {"codigo": "../x"}).status_code == 404


@pytest.mark.parametrize("is_same", [True, False])
def test_a_file_is_compared_without_a_script_too(client, paper, is_same) -> None:
    content = store().get(paper.sha256) if is_same else b"%PDF-other"
    file = SimpleUploadedFile("x.pdf", content)
    page = client.post(f"/verificar/{paper.token}/", {"archivo": file}).content.decode()
    same, other = (
        page.partition(f'data-compared="{word}"')[2][:9] for word in ("same", "other")
    )
    assert ("hidden" not in same, "hidden" not in other) == (is_same, not is_same)


def test_a_paper_comes_as_it_was_issued_to_be_saved(office, paper) -> None:
    answer = office.get(f"/documentos/{paper.token}/documento.pdf")
    assert answer.content == store().get(paper.sha256)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def attached(content: bytes, name: str, about: str = "1") -> Attachment:
    return attach_file(
        content, name=name, about=About(kind="test.open", id=about), by=CLERK
    )


def test_a_picture_is_shown_and_everything_else_is_saved(client: Client) -> None:
    shown = client.get(f"/adjuntos/{attached(making.picture(), 'a.jpg').token}/")
    assert shown["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'none'" in shown["Content-Security-Policy"]
    for content in (b"hola", making.pdf(), making.zipped({"a": b"x"})):
        saved = client.get(f"/adjuntos/{attached(content, 'a.html').token}/")
        assert saved["Content-Disposition"].startswith("attachment")
        assert ".html" not in saved["Content-Disposition"]
        assert saved["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in saved["Content-Security-Policy"]
        assert "private" in saved["Cache-Control"]


def test_a_small_picture_is_there_where_there_is_one(client: Client) -> None:
    picture, text = attached(making.picture(), "a.jpg"), attached(b"hola", "a.txt")
    assert client.get(f"/adjuntos/{picture.token}/miniatura/").content[:2] == b"\xff\xd8"
    assert client.get(f"/adjuntos/{text.token}/miniatura/").status_code == 404


def test_a_file_of_a_hidden_thing_is_as_if_there_were_none(client: Client) -> None:
    hidden = attached(b"hola", "a.txt", "hidden")
    gone = attached(b"hola", "a.txt")
    withdraw_attachment(gone, reason="x", by=CLERK)
    Attachment.objects.filter(pk=0).delete()
    for token in (hidden.token, gone.token, "00000000-0000-4000-8000-000000000000"):
        for part in ("", "miniatura/"):
            assert client.get(f"/adjuntos/{token}/{part}").status_code == 404


def test_files_are_added_on_the_page_of_their_thing(client: Client) -> None:
    address = "/adjuntos/test.open/12/"
    assert "Todavía no hay nada adjunto" in text_of(client, address)
    good = SimpleUploadedFile("plaza.png", making.picture("PNG"))
    assert client.post(address, {"archivo": good}).status_code == 302
    assert "plaza.png" in text_of(client, address)
    bad = SimpleUploadedFile("plaza.jpg", b"<?php echo 1;")
    answer = client.post(address, {"archivo": bad})
    assert answer.status_code == 422
    assert "contiene un programa" in answer.content.decode()
    assert client.post(address).status_code == 422


@pytest.mark.parametrize("thing", ["no.such/1", "test.open/hidden"])
def test_things_that_one_does_not_see_have_no_files(client: Client, thing: str) -> None:
    assert client.get(f"/adjuntos/{thing}/").status_code == 404
    assert client.post(f"/adjuntos/{thing}/").status_code == 404


def test_history_is_narrowed_and_exported_alike(office: Client) -> None:
    draw_number(make_series(), by=CLERK)
    page = text_of(office, "/historia/?tabla=documents_number&quien=funcionaria")
    assert "REC/RECIBO/0001/2026" in page
    assert "Dirección Recaudaciones" not in page
    lines = office.get("/historia/exportar.jsonl?tabla=documents_number").content.decode()
    assert [json.loads(line)["act"] for line in lines.splitlines()] == ["added"]
    table = office.get("/historia/exportar.csv?quien=nadie").content.decode()
    assert table.count("\n") == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/historia/?tabla=%00&quien=%00&despues=x", 200),
        ("/historia/?despues=99~x", 200),
        ("/historia/no_such/1/", 404),
        ("/historia/documents_number/0/", 404),
        ("/historia/exportar.xml", 404),
        ("/numeros/?gestion=x", 200),
        ("/numeros/serie/0/", 404),
        ("/numeros/0/", 404),
        ("/documentos/x/", 404),
    ],
)
def test_any_address_may_be_asked(office: Client, address: str, status: int) -> None:
    assert office.get(address).status_code == status
