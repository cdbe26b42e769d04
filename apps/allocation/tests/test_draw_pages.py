"""Pages of draws: anybody reads and repeats, whoever signed in applies, planners hold."""

from __future__ import annotations

import datetime as dt
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from apps.allocation.actions import seal_draw
from apps.allocation.models import Application, Draw, Offering
from apps.allocation.tests.making import OFFICE, make_offering
from apps.allocation.tests.test_draws import applied, closed, opened
from apps.people.models import Party
from apps.people.tests.making import make_account, make_ci, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering(db: None) -> Offering:
    return make_offering(2)


@pytest.fixture
def planner(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.fixture
def ana(db: None) -> Party:
    return make_person("Ana", "Mamani", **make_ci("4433221")).party


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def page(draw: Draw) -> str:
    return f"/espacios/{draw.offering.code}/sorteos/{draw.code}/"


def done(client: Client, draw: Draw, **form: str) -> str:
    answer = client.post(f"{page(draw)}acto/", form, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_an_offering_without_draws_says_how_it_is_sold(offering, client: Client) -> None:
    assert "No se sortea nada" in text_of(client, f"/espacios/{offering.code}/sorteos/")


def test_a_planner_opens_a_draw_on_its_page(offering, planner) -> None:
    closes = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    form = {"title": "Sorteo", "code": "s1", "closes_at": closes.strftime("%Y-%m-%dT%H:%M")}
    planner.post(f"/espacios/{offering.code}/sorteos/", form)
    draw = Draw.objects.get()
    assert draw.commitment in text_of(planner, page(draw))
    assert draw.secret not in text_of(planner, page(draw))


def test_a_citizen_applies_and_keeps_the_code(offering, ana, client: Client) -> None:
    draw = opened(offering)
    client.force_login(make_account(ana.person, "ana", is_staff=False))
    told = done(client, draw, acto="solicitar", cuantos="1", quiere="a-2", cualquiera="on")
    entry = Application.objects.get(party=ana)
    assert entry.code in told
    assert entry.wanted == ["A-2"]


def test_the_desk_applies_by_the_card(offering, ana, planner) -> None:
    draw = opened(offering)
    done(planner, draw, acto="solicitar", cedula="4433221", cuantos="2", cualquiera="on")
    assert Application.objects.get().party == ana
    told = done(planner, draw, acto="solicitar", cedula="999999", cuantos="1")
    assert "Diga para quién" in told


def test_nobody_applies_for_nobody(offering, client: Client) -> None:
    draw = opened(offering)
    assert "Ingrese para presentar" in text_of(client, page(draw))
    assert "Diga para quién" in done(client, draw, acto="solicitar", cuantos="1")
    assert client.post(f"{page(draw)}acto/", {"acto": "bailar"}).status_code == 404


def test_from_the_list_to_the_result_and_anybody_repeats_it(
    offering, planner, tmp_path: Path
) -> None:
    draw = opened(offering)
    entries = [applied(draw, "A-1", takes_any=False) for _each in range(3)]
    assert "No admitir" in text_of(planner, page(draw))
    done(planner, draw, acto="no-admitir", solicitud=entries[0].code, motivo="Es menor")
    closed(draw)
    assert "Diga ahora las palabras" in done(planner, draw, acto="cerrar")
    told = done(planner, draw, acto="sortear", palabras="48213")
    assert told.count("se llevaron todos los espacios") == 1
    assert "No fue admitida." in told

    anybody = Client()
    seen = text_of(anybody, page(draw))
    assert "48213" in seen
    assert "Es menor" not in seen
    file = tmp_path / "sorteo.json"
    file.write_bytes(anybody.get(f"{page(draw)[:-1]}.json").content)
    call_command("replay_draw", file)
    assert "def sha" in text_of(anybody, "/espacios/repetir-sorteo.py")


def test_a_draw_is_called_off_for_a_reason(offering, planner) -> None:
    draw = opened(offering)
    assert "Dígalo con palabras" in done(planner, draw, acto="suspender", motivo=" ")
    assert "Lluvia" in done(planner, draw, acto="suspender", motivo="Lluvia")
    draw.refresh_from_db()
    assert draw.called_off == "Lluvia"


def test_who_may_not_plan_sees_no_names_and_holds_no_draw(offering, client) -> None:
    draw = opened(offering)
    entry = applied(draw)
    seen = text_of(client, page(draw))
    assert entry.party.name not in seen
    assert client.post(f"{page(draw)}acto/", {"acto": "suspender", "motivo": "x"})
    seal_draw(closed(draw), by=OFFICE)
    draw.refresh_from_db()
    assert not draw.called_off


@pytest.mark.parametrize("signs_in", [False, True])
def test_whether_a_card_is_registered_is_told_to_the_desk_alone(
    offering, ana, client: Client, signs_in: bool
) -> None:
    draw = opened(offering)
    if signs_in:
        other = make_person("Rosa", "Quispe", **make_ci("7654321"))
        client.force_login(make_account(other, "rosa", is_staff=False))
    wish = {"acto": "solicitar", "cuantos": "1", "cualquiera": "on"}
    known = done(client, draw, cedula=ana.person.document_number, **wish)
    unknown = done(client, draw, cedula="9999999", **wish)
    assert "permiso" in known
    assert known.count("permiso") == unknown.count("permiso")
    assert not Application.objects.exists()
