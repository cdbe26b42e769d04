"""Grandstands: rows and seats by a dated rule, sold whole or one by one."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from apps.allocation.actions import hold_spaces
from apps.allocation.domain.holders import Holder
from apps.allocation.models import Offering, Space
from apps.allocation.terms import SpaceKind
from apps.festivals.actions import (
    announce,
    block_modules,
    merge_modules,
    publish_plan,
    split_module,
)
from apps.festivals.domain.plane import polygon_on_plane
from apps.festivals.models import Festival, Module, Plan, Seating
from apps.festivals.queries import forecast, modules_sold, rules_broken
from apps.festivals.terms import BY_SEAT, Breach
from apps.festivals.tests.making import OFFICE, SALE, TODAY, draw, make_festival, make_plan
from apps.festivals.tests.making import make_trade as trade
from apps.people.tests.making import make_organisation
from apps.treasury.tests.making import make_price

pytestmark = pytest.mark.django_db


def grandstand(*, by_seat: bool = True, price: str = "20.00") -> Plan:
    """Two grandstands of five rows along the avenue, and their price by the seat."""
    festival = make_festival()
    make_price(price, concept=festival.concept, variant="graderia", unit=BY_SEAT)
    given = trade("graderia", seats=100, rows=5, by_seat=by_seat)
    return make_plan(festival, trade=given, prefix="G", last_m=Decimal(10))


def published(plan: Plan) -> Offering:
    announce(plan.festival, by=OFFICE)
    return publish_plan(plan, SALE, on=TODAY, by=OFFICE)


def test_chairs_of_a_module_are_those_of_the_rule_in_force_on_the_first_day() -> None:
    chairs = trade("sillas", seats=22, rows=2)
    later = {"rows": 2, "seats": 18, "legal_basis": "Ordenanza 1/2028"}
    Seating.objects.create(trade=chairs, since=dt.date(2028, 1, 1), **later)
    seated = make_plan(trade=chairs, last_m=Decimal(5)).modules.get()
    assert (seated.rows, seated.row_seats, seated.seats) == (2, 11, 22)


def test_seats_are_cut_from_their_module_without_gap_or_overlap() -> None:
    offering = published(grandstand())
    spaces = Space.objects.filter(offering=offering, about_id__endswith="/G-1")
    assert spaces.count() == 100
    assert {space.kind for space in spaces} == {SpaceKind.SEAT}
    cells = {space.code: polygon_on_plane(space.place) for space in spaces}
    assert sum(cell.area for cell in cells.values()) == pytest.approx(15, abs=0.05)
    whole = polygon_on_plane(Module.objects.get(code="G-1").place)
    assert all(whole.buffer(0.01).covers(cell) for cell in cells.values())
    front, back = cells["G-1.1.1"].centroid, cells["G-1.5.1"].centroid
    assert back.y - front.y == pytest.approx(2.4, abs=0.05), "rows rise from the route"


def test_a_grandstand_sold_whole_is_one_space_that_costs_all_its_seats() -> None:
    offering = published(grandstand(by_seat=False))
    space = Space.objects.get(offering=offering, code="G-1")
    assert (space.kind, space.units) == (SpaceKind.SEATING, Decimal(100))


def test_the_forecast_is_the_same_by_seat_and_whole() -> None:
    for by_seat in (True, False):
        (line,) = forecast(grandstand(by_seat=by_seat), on=TODAY)
        assert (line.seats, line.revenue) == (200, Decimal("4000.00"))
        Seating.objects.all().delete()


def test_seats_sold_one_by_one_need_a_price_by_the_seat() -> None:
    festival = make_festival()
    make_price("566.00", concept=festival.concept, variant="graderia", unit="módulo")
    given = trade("graderia", seats=100, rows=5, by_seat=True)
    plan = make_plan(festival, trade=given, last_m=Decimal(5))
    (found,) = rules_broken(plan, on=TODAY)
    assert (found.breach, found.detail) == (Breach.PRICE, "graderia/asiento")


def test_a_blocked_grandstand_blocks_all_its_seats() -> None:
    plan = grandstand()
    block_modules(plan, ["G-1"], by=OFFICE)
    offering = published(plan)
    blocked = Space.objects.filter(offering=offering, state="blocked")
    assert blocked.count() == 100
    assert {code.split(".")[0] for code in blocked.values_list("code", flat=True)} == {
        "G-1"
    }


def test_seats_follow_their_module_when_it_is_split_or_made_one() -> None:
    plan = grandstand()
    halves = split_module(plan, "G-1", by=OFFICE)
    assert [(half.rows, half.row_seats, half.by_seat) for half in halves] == [
        (5, 10, True),
        (5, 10, True),
    ]
    whole = merge_modules(plan, ["G-1a", "G-1b"], by=OFFICE)
    assert (whole.rows, whole.row_seats) == (5, 20)


def test_the_module_of_a_sold_seat_is_found_for_its_patent() -> None:
    plan = grandstand()
    published(plan)
    found = modules_sold(plan.festival, ["G-2.3.7", "G-2.3.8"])
    assert [module.code for module in found] == ["G-2"]


def test_rows_without_seats_are_refused_by_the_database() -> None:
    module = grandstand().modules.get(code="G-1")
    for wrong in ({"row_seats": 0}, {"rows": 0}, {"rows": 61}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Module.objects.filter(pk=module.pk).update(**wrong)
    seating = Seating.objects.get()
    for bad in ({"rows": 0}, {"seats": 4}, {"legal_basis": " "}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seating.objects.filter(pk=seating.pk).update(**bad)


def page_of(client: Client, festival: Festival, module: str, status: int = 200) -> str:
    answer = client.get(f"/fiestas/{festival.code}/graderia/?modulo={module}")
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_the_elevation_shows_the_highest_row_first_and_who_may_be_chosen(
    client: Client,
) -> None:
    plan = grandstand()
    page_of(client, plan.festival, "G-1", 404)
    offering = published(plan)
    Offering.objects.filter(pk=offering.pk).update(
        sale=(dt.datetime(2020, 1, 1, tzinfo=dt.UTC), None)
    )
    buyer = Holder(party_id=make_organisation().pk)
    hold_spaces(offering, ["G-1.5.1", "G-1.5.2"], holder=buyer, by=OFFICE)
    page = page_of(client, plan.festival, "G-1")
    assert page.index("Fila 5") < page.index("Fila 1") < page.index("El recorrido")
    assert 'value="G-1.5.3"' in page
    assert 'value="G-1.5.1"' not in page
    assert re.search(r"Fila 5: libre\s+3, 4", page)
    page_of(client, plan.festival, "Z-9", 404)


def test_somebody_who_comes_straight_to_the_elevation_can_hold_a_seat(
    client: Client,
) -> None:
    plan = grandstand()
    offering = published(plan)
    Offering.objects.filter(pk=offering.pk).update(
        sale=(dt.datetime(2020, 1, 1, tzinfo=dt.UTC), None)
    )
    page_of(client, plan.festival, "G-1")
    answer = client.post(f"/espacios/{offering.code}/reservar/", {"espacio": "G-1.2.3"})
    assert "#reserva-" in answer["Location"]
    assert 'value="G-1.2.3"' not in page_of(client, plan.festival, "G-1")


def test_the_feast_names_its_grandstands(client: Client) -> None:
    plan = grandstand()
    draw(plan, prefix="P", side="right", last_m=Decimal(5))
    published(plan)
    page = unescape(client.get(f"/fiestas/{plan.festival.code}/").content.decode())
    assert "graderia/?modulo=G-2" in page
    assert "graderia/?modulo=P-1" not in page
