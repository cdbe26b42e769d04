"""Pages of the feasts, for whoever passes by and for those who plan."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.allocation.models import Offering
from apps.festivals.actions import announce, new_plan
from apps.festivals.models import Festival
from apps.festivals.tests.making import (
    OFFICE,
    codes,
    make_festival,
    make_plan,
    make_trade,
)

pytestmark = pytest.mark.django_db

DRAWING = {
    "side": "left",
    "letter": "A",
    "first_m": "0",
    "frontage_m": "5",
    "depth_m": "3",
    "setback_m": "6",
    "run": "0",
    "passage_m": "0",
    "door_m": "1",
    "corner_m": "6",
}


@pytest.fixture
def planner() -> Client:
    """Somebody who may plan feasts, signed in."""
    client = Client()
    client.force_login(User.objects.create_superuser("organizadora"))
    return client


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def post(client: Client, address: str, **form: object) -> str:
    answer = client.post(address, form, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def plan_address(festival: Festival, version: int = 1) -> str:
    return f"/fiestas/{festival.code}/planos/{version}/"


def test_a_town_without_feasts_says_so(client: Client) -> None:
    assert "Ninguna fiesta está anunciada" in text_of(client, "/fiestas/")


def test_a_feast_is_seen_from_the_day_it_is_announced(client: Client) -> None:
    festival = make_festival(title="Urkupiña 2027")
    assert "Urkupiña 2027" not in text_of(client, "/fiestas/")
    text_of(client, f"/fiestas/{festival.code}/", 404)
    announce(festival, by=OFFICE)
    assert "Urkupiña 2027" in text_of(client, "/fiestas/")
    page = text_of(client, f"/fiestas/{festival.code}/")
    assert "Ordenanza Municipal 13/2027" in page
    assert "planos" not in page


def test_plans_are_for_those_who_may_plan(client: Client) -> None:
    plan = make_plan()
    answer = client.get(plan_address(plan.festival))
    assert answer.status_code == 302
    client.force_login(User.objects.create_user("funcionaria", is_staff=True))
    assert client.get(plan_address(plan.festival)).status_code == 403


def test_an_organiser_draws_mends_and_publishes(planner: Client, client: Client) -> None:
    festival = make_festival()
    trade = make_trade()
    announce(festival, by=OFFICE)
    post(planner, f"/fiestas/{festival.code}/planos/", note="Primera")
    at = plan_address(festival)
    page = post(planner, f"{at}trazar/", trade=trade.pk, **DRAWING)
    assert "Se trazaron 20 módulos" in page
    assert "El plano cumple todas las reglas" in page
    assert re.search(r"Recaudaría Bs 2\W?000,00", page)

    post(planner, f"{at}modulos/", act="split", modulo=["A-1"])
    post(planner, f"{at}modulos/", act="block", modulo=["A-2"])
    plan = festival.plans.get()
    assert codes(plan)[:3] == ["A-1a", "A-1b", "A-2"]
    page = post(
        planner,
        f"{at}publicar/",
        first="2026-01-01T08:00",
        last="2099-01-01T08:00",
        most_per_association="40",
    )
    assert Offering.objects.get().most_per_association == 40
    assert "está publicado" in page
    page = text_of(client, f"/fiestas/{festival.code}/")
    assert "Elegir un puesto: 20 libres" in page
    assert f'href="/espacios/{festival.code}/"' in page


def test_wrong_entries_are_told_and_nothing_is_drawn(planner: Client) -> None:
    festival = make_festival()
    plan = new_plan(festival, by=OFFICE)
    make_trade()
    at = plan_address(festival)
    page = post(planner, f"{at}trazar/", **{**DRAWING, "frontage_m": "0"})
    assert 'role="alert"' in page
    page = post(planner, f"{at}modulos/", act="remove", modulo=["Z-1"])
    assert "Z-1: no está en este plano" in page
    page = post(
        planner,
        f"{at}publicar/",
        first="2027-01-02T08:00",
        last="2027-01-01T08:00",
    )
    assert "La venta termina después de empezar" in page
    assert not plan.modules.exists()


def test_two_versions_are_compared(planner: Client) -> None:
    first = make_plan()
    post(planner, f"/fiestas/{first.festival.code}/planos/", source=first.pk, note="")
    at = plan_address(first.festival, 2)
    assert "iguales" in text_of(planner, f"{at}comparar/1/")
    post(planner, f"{at}modulos/", act="remove", modulo=["A-1"])
    assert "1 módulo difiere" in text_of(planner, f"{at}comparar/1/")


def test_a_plan_of_two_thousand_modules_takes_few_queries(
    planner: Client, django_assert_max_num_queries
) -> None:
    plan = make_plan()
    with django_assert_max_num_queries(30):
        text_of(planner, plan_address(plan.festival))
