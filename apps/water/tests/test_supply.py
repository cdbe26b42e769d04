"""Who supplies a house, on which days, and what it costs: the page and the question."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from apps.territory.models import District
from apps.territory.tests.making import make_place
from apps.water.actions import Hours, ration
from apps.water.domain.refusals import HoursOverlap
from apps.water.models import PressureZone
from apps.water.queries.supply import supplies_at
from apps.water.terms import OperatorKind, Weekday
from apps.water.tests.making import (
    OFFICE,
    PLAZA,
    YEAR,
    make_operator,
    make_tariff,
    square,
)

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 6, 15)
AT_THE_PLAZA = f"/agua/quien/?lon={PLAZA.x}&lat={PLAZA.y}"
MORNING = Hours(weekday=Weekday.MONDAY, starts=dt.time(5), ends=dt.time(9))


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_every_network_under_one_street_is_told_the_smallest_first() -> None:
    make_operator(coverage=square(-66.29, -17.41, 0.03))
    make_operator("otb-norte", coverage=square(-66.285, -17.405, 0.01))
    make_operator("otb-lejos", coverage=square(-66.5, -17.405, 0.01))
    found = supplies_at(PLAZA, on=MONDAY)
    assert [supply.operator.code for supply in found] == ["otb-norte", "emapaq"]


def test_a_day_without_hours_has_no_water_and_none_rationed_all() -> None:
    operator = make_operator()
    (supply,) = supplies_at(PLAZA, on=MONDAY)
    assert supply.week == ()

    whole = [Hours(weekday=day, starts=dt.time(0)) for day in Weekday if day > 1]
    ration(operator, [MORNING, *whole], days=(YEAR, None), reason="Sequía", by=OFFICE)
    (supply,) = supplies_at(PLAZA, on=MONDAY)
    monday, tuesday, *_rest = supply.week
    assert (monday.is_today, monday.is_whole, tuesday.is_whole) == (True, False, True)
    assert [each.starts for each in monday.hours] == [dt.time(5)]
    assert supply.reason == "Sequía"


def test_the_calendar_of_a_zone_counts_before_that_of_the_whole_network() -> None:
    operator = make_operator()
    zone = PressureZone.objects.create(
        operator=operator, code="alta", name="Zona alta", outline=square(-66.285, -17.405)
    )
    ration(operator, [MORNING], days=(YEAR, None), reason="Todo", by=OFFICE)
    evening = Hours(weekday=Weekday.FRIDAY, starts=dt.time(18))
    ration(operator, [evening], days=(YEAR, None), reason="Alta", zone=zone, by=OFFICE)
    (supply,) = supplies_at(PLAZA, on=MONDAY)
    assert (supply.zone, supply.reason) == (zone, "Alta")


def test_a_new_calendar_ends_the_one_before() -> None:
    operator = make_operator()
    ration(operator, [MORNING], days=(YEAR, None), reason="Antes", by=OFFICE)
    later = Hours(weekday=Weekday.MONDAY, starts=dt.time(7), ends=dt.time(10))
    ration(operator, [later], days=(MONDAY, None), reason="Ahora", by=OFFICE)
    assert supplies_at(PLAZA, on=MONDAY)[0].reason == "Ahora"
    assert supplies_at(PLAZA, on=dt.date(2026, 6, 8))[0].reason == "Antes"


def test_a_calendar_that_was_typed_wrong_is_announced_anew_on_the_same_day() -> None:
    operator = make_operator()
    ration(operator, [MORNING], days=(MONDAY, None), reason="Mal", by=OFFICE)
    ration(operator, [MORNING], days=(MONDAY, None), reason="Bien", by=OFFICE)
    assert [row.reason for row in operator.rationing.all()] == ["Bien"]
    with pytest.raises(HoursOverlap):
        twice = [MORNING, MORNING]
        ration(operator, twice, days=(MONDAY, None), reason="Doble", by=OFFICE)
    assert [row.reason for row in operator.rationing.all()] == ["Bien"]


def test_anybody_asks_about_a_point(client: Client) -> None:
    make_operator(name="EMAPAQ", telephone="4-4260000")
    make_operator("otb-norte", name="Comité Norte", kind=OperatorKind.OTB)
    make_tariff((0, 10, "0.00"), (10, None, "2.50"), days=(YEAR, None))
    page = text_of(client, AT_THE_PLAZA)
    assert "2 redes llegan a este lugar" in page
    assert "4-4260000" in page
    assert "más de 10 m³: Bs 2,50/m³" in page
    assert "No hay racionamiento anunciado" in page


def test_the_page_says_when_there_is_no_water(client: Client) -> None:
    ration(make_operator(), [MORNING], days=(YEAR, None), reason="Sequía", by=OFFICE)
    page = text_of(client, AT_THE_PLAZA)
    assert "05:00–09:00" in page
    assert page.count("sin agua") == 6


def test_a_place_without_a_network_says_what_that_means(client: Client) -> None:
    assert "No hay ninguna red registrada" in text_of(client, AT_THE_PLAZA)
    assert "Escriba dónde vive" in text_of(client, "/agua/quien/")
    assert "No se encuentra ningún lugar" in text_of(client, "/agua/quien/?q=zzzz")


def test_an_address_in_words_leads_to_its_supplier(client: Client, town: District) -> None:
    make_operator(name="EMAPAQ")
    make_place("Mercado Central", Point(PLAZA.x, PLAZA.y, srid=4326))
    page = text_of(client, "/agua/quien/?q=-17.3975, -66.2785")
    assert "EMAPAQ" in page


@pytest.mark.parametrize(
    "asked", ["lon=x&lat=1", "lon=1", "lon=999&lat=0", "lon=nan&lat=0"]
)
def test_a_point_that_is_none_is_refused(client: Client, asked: str) -> None:
    text_of(client, f"/agua/quien/?{asked}", 400)


def test_the_panel_of_the_map_tells_it_too(client: Client, town: District) -> None:
    make_operator(name="EMAPAQ")
    page = text_of(client, f"/aqui/?lon={PLAZA.x}&lat={PLAZA.y}")
    assert "Días, horas y tarifa" in page
