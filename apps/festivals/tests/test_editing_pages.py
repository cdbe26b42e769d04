"""A plan mended on its map: the panel of a module, moves, prices, comparisons."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.festivals.actions import new_plan
from apps.festivals.models import Plan
from apps.festivals.queries import compare, price_surface, sketch_of_changes
from apps.festivals.tests.making import (
    OFFICE,
    TODAY,
    codes,
    draw,
    make_festival,
    make_plan,
    make_trade,
)
from apps.treasury.tests.making import make_price

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner() -> Client:
    """Somebody who may plan feasts, signed in."""
    client = Client()
    client.force_login(User.objects.create_superuser("organizadora"))
    return client


def page_of(plan: Plan) -> str:
    return f"/fiestas/{plan.festival.code}/planos/{plan.version}/"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def post(client: Client, address: str, **form: object) -> str:
    answer = client.post(address, form, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_panel_offers_what_can_be_done_with_a_module(planner: Client) -> None:
    plan = make_plan(last_m=Decimal(15))
    panel = text(planner, f"{page_of(plan)}modulo/?modulo=A-2")
    assert "Unir con A-1" in panel
    assert "Unir con A-3" in panel
    shape = re.search(r'data-shape="(\{.*?\})"', panel)
    assert shape is not None
    assert json.loads(shape[1])["type"] == "Polygon"
    text(planner, f"{page_of(plan)}modulo/?modulo=Z-9", 404)


def test_a_move_keeps_the_module_open_and_can_be_undone(planner: Client) -> None:
    plan = make_plan(last_m=Decimal(15))
    move = {"modulo": "A-2", "along_m": "0,5", "across_m": "1"}
    answer = planner.post(f"{page_of(plan)}mover/", move)
    assert answer["Location"].endswith("?modulo=A-2")
    page = text(planner, page_of(plan))
    assert "Deshacer la última edición: movido" in page
    page = post(planner, f"{page_of(plan)}deshacer/")
    assert "Deshecho" in page
    wrong = post(planner, f"{page_of(plan)}mover/", **{**move, "along_m": "lejos"})
    assert 'role="alert"' in wrong


def test_each_broken_rule_is_a_line_that_leads_to_its_place(planner: Client) -> None:
    plan = make_plan(last_m=Decimal(15))
    post(planner, f"{page_of(plan)}mover/", modulo="A-2", along_m="4", across_m="0")
    page = text(planner, page_of(plan))
    assert re.search(r"data-look=.*?A-2, A-3", page, re.DOTALL)
    sketch = re.search(r'data-sketch="(.*?)"', planner.get(page_of(plan)).content.decode())
    assert sketch is not None
    marks = json.loads(unescape(sketch[1]))["features"]
    assert [mark["geometry"]["type"] for mark in marks] == ["Point"]


def test_a_module_is_given_to_another_trade_on_its_panel(planner: Client) -> None:
    plan = make_plan(last_m=Decimal(10))
    chairs = make_trade("sillas", seats=22, rows=2)
    post(planner, f"{page_of(plan)}modulos/", act="trade", modulo="A-1", trade=chairs.pk)
    given = plan.modules.get(code="A-1")
    assert (given.trade, given.seats) == (chairs, 22)
    panel = text(planner, f"{page_of(plan)}modulo/?modulo=A-1")
    assert "Fila 2" in panel
    answer = planner.post(
        f"{page_of(plan)}modulos/", {"act": "trade", "modulo": "A-1", "trade": "x"}
    )
    assert answer.status_code == 404


def test_prices_are_classes_of_what_a_module_costs_as_a_whole(planner: Client) -> None:
    plan = make_plan(last_m=Decimal(50))
    concept = plan.festival.concept
    make_price("10.00", concept=concept, variant="sillas", unit="m")
    draw(plan, prefix="S", side="right", trade=make_trade("sillas"), last_m=Decimal(10))
    surface = price_surface(plan, on=TODAY)
    told = [(each.first, each.modules) for each in surface.classes]
    assert told == [(Decimal("50.00"), 2), (Decimal("100.00"), 10)]
    assert json.loads(surface.written)["prices"]["sillas"] == ["m", 10.0]


def test_a_plan_without_prices_has_no_classes(planner: Client) -> None:
    plan = make_plan(make_festival(concept=None), last_m=Decimal(5))
    assert price_surface(plan, on=TODAY).classes == []
    assert "Ningún módulo tiene precio" in text(planner, f"{page_of(plan)}?color=precio")


@pytest.mark.parametrize(
    ("said", "amount"), [("50", "1.000,00"), ("900", "2.000,00"), ("x", "2.000,00")]
)
def test_the_forecast_is_reckoned_for_an_occupation(
    planner: Client, said: str, amount: str
) -> None:
    plan = make_plan()
    make_price("100.00", concept=plan.festival.concept, variant="otra", unit="módulo")
    from apps.treasury.models import Price

    Price.objects.update(days=("2020-01-01", None))
    page = text(planner, f"{page_of(plan)}?ocupacion={said}").replace("\xa0", ".")
    assert f"Entonces recauda Bs {amount}" in page.replace("2 000", "2.000")


def test_last_years_plan_of_another_feast_is_copied_on_the_page(planner: Client) -> None:
    last_year = make_plan(last_m=Decimal(20))
    feast = make_festival()
    post(planner, f"/fiestas/{feast.code}/planos/", source=last_year.pk, note="Copia")
    assert codes(feast.plans.get()) == codes(last_year)
    page = post(planner, f"/fiestas/{feast.code}/planos/", source="999999", note="")
    assert 'role="alert"' in page
    assert feast.plans.count() == 1


def test_what_two_versions_differ_in_is_drawn_in_colours(planner: Client) -> None:
    first = make_plan(last_m=Decimal(15))
    second = new_plan(first.festival, copy_of=first, by=OFFICE)
    assert sketch_of_changes(compare(first, second)) == ""
    post(planner, f"{page_of(second)}mover/", modulo="A-3", along_m="2", across_m="0")
    post(planner, f"{page_of(second)}modulos/", act="remove", modulo="A-1")
    post(planner, f"{page_of(second)}modulos/", act="block", modulo="A-2")
    drawn = json.loads(sketch_of_changes(compare(first, second)))["features"]
    states = [feature["properties"]["state"] for feature in drawn]
    assert states == ["deserted", "awarded", "deserted", "published"]
    page = text(planner, f"{page_of(second)}comparar/1/")
    assert "data-sketch" in page
    assert "quitado, o donde estaba" in page
