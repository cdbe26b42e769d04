"""The staff's pages of water: who gets in, what they show, what their acts say."""

from __future__ import annotations

import datetime as dt
from html import unescape
from typing import Any

import pytest
from django.test import Client

from apps.people.models import PersonalDataRead
from apps.people.tests.making import (
    give,
    hold,
    make_office,
    make_person,
    make_post,
)
from apps.people.tests.making import make_account as make_login
from apps.territory.models import District
from apps.water.actions import fit_meter
from apps.water.models import Account, Tariff, Trial
from apps.water.tests.making import (
    OFFICE,
    PLAZA,
    YEAR,
    make_account,
    make_connection,
    make_holding,
    make_operator,
    make_party,
    make_tariff,
)
from apps.water.tests.test_trials import Billed

pytestmark = pytest.mark.django_db


def signed_in(*permissions: str, district: District | None = None) -> Client:
    """A browser of a clerk whose post has these permissions of `water`."""
    clerk, post = make_person("Clerk", "Agua"), make_post("agua", make_office("of-agua"))
    hold(clerk, post)
    for each in permissions:
        give(post, f"water.{each}", district)
    client = Client()
    client.force_login(make_login(clerk, "agua"))
    return client


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:400]
    return unescape(answer.content.decode())


def posted(client: Client, to: str, **form: object) -> str:
    answer = client.post(to, form, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


STAFF_PAGES = (
    "/agua/cuentas/",
    "/agua/cuentas/1/",
    "/agua/cuentas/nueva/",
    "/agua/tarifas/nueva/",
    "/agua/tarifas/prueba/1/",
    "/agua/operadores/",
    "/agua/operadores/1/calendario/",
)


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_a_passer_by_is_asked_to_sign_in_and_a_clerk_told_what_is_missing(
    page: str,
) -> None:
    assert Client().get(page)["Location"].startswith("/entrar/?next=")
    assert "permiso" in text_of(signed_in(), page, 403)


def test_an_account_is_found_by_number_holder_meter_and_address() -> None:
    connected = make_connection(address="Calle Sucre 12")
    account = make_account(connected, number="0815")
    make_holding(account, make_party("Núñez Mamani, Ana"))
    fit_meter(account, "ELS-77", on=YEAR, by=OFFICE)
    other = make_account(number="9999")
    client = signed_in("view")
    for text in ("0815", "081", "nunez ana", "els-77", "sucre"):
        page = text_of(client, f"/agua/cuentas/?q={text}")
        assert f"/agua/cuentas/{account.pk}/" in page, text
        assert f"/agua/cuentas/{other.pk}/" not in page, text
    assert "No se encuentra ninguna cuenta" in text_of(client, "/agua/cuentas/?q=xyz")
    assert PersonalDataRead.objects.filter(by="agua", detail="nunez ana").exists()


def test_accounts_outside_every_otb_are_listed() -> None:
    account, client = make_account(), signed_in("view")
    assert "1 cuenta fuera de toda OTB" in text_of(client, "/agua/cuentas/")
    assert account.number in text_of(client, "/agua/cuentas/?sin_otb")


def test_a_clerk_of_one_district_finds_the_accounts_there(town: District) -> None:
    here = make_account(make_connection(district=town), number="H-1")
    there = make_account(number="H-2")
    client = signed_in("view", district=town)
    page = text_of(client, "/agua/cuentas/?q=H-")
    assert (here.number in page, there.number in page) == (True, False)
    text_of(client, f"/agua/cuentas/{there.pk}/", 404)


def test_the_sheet_tells_all_that_is_known() -> None:
    account = make_account(make_connection(address="Calle Sucre 12"))
    make_holding(account, make_party("Ana Mamani"))
    fit_meter(account, "ELS-77", on=YEAR, by=OFFICE)
    client = signed_in("view")
    page = text_of(client, f"/agua/cuentas/{account.pk}/")
    for words in ("Ana Mamani", "ELS-77", "Calle Sucre 12", "fuera de toda OTB"):
        assert words in page
    assert "Cambiar el titular" not in page
    assert "Lo que se debe" not in page, "money is the treasury's to show"
    assert PersonalDataRead.objects.filter(door="sheet").count() == 1


def test_a_clerk_opens_an_account_and_puts_it_into_another_name() -> None:
    operator, first, second = make_operator(), make_party("Ana"), make_party("Eva")
    client = signed_in("view", "register")
    given: dict[str, Any] = {
        "operator": operator.pk,
        "number": "77",
        "party": first.pk,
        "basis": "Testimonio",
        "category": "domestic",
        "since": "2026-01-01",
        "address": "Calle Sucre",
        "position": PLAZA.geojson,
    }
    for wrong in ("no point", '{"type":"GeometryCollection","geometries":[' * 2000):
        said = posted(client, "/agua/cuentas/nueva/", **{**given, "position": wrong})
        assert "como un punto" in said
    assert "La cuenta 77 está abierta" in posted(client, "/agua/cuentas/nueva/", **given)
    assert "ya tiene una cuenta" in posted(client, "/agua/cuentas/nueva/", **given)
    account = Account.objects.get()
    change = {"party": second.pk, "since": "2026-06-01", "basis": "Venta"}
    page = posted(client, f"/agua/cuentas/{account.pk}/titular/", **change)
    assert "a su nuevo nombre" in page
    assert [held.party for held in account.holdings.order_by("days")] == [first, second]
    assert "ya está a este nombre" in posted(
        client, f"/agua/cuentas/{account.pk}/titular/", **change
    )


def test_a_meter_is_fitted_and_replaced_with_a_comma() -> None:
    account, client = make_account(), signed_in("view", "meter")
    at = f"/agua/cuentas/{account.pk}/medidor/"
    page = posted(client, at, serial="A-1", on="2026-01-01", first_value="12,5")
    assert "Ahora cuenta el medidor A-1" in page
    given = {"serial": "A-2", "on": "2026-06-01"}
    assert "escriba lo que marcaba" in posted(client, at, **given)
    assert "Escriba un número" in posted(client, at, **given, last_value="doce")
    assert "Ahora cuenta el medidor A-2" in posted(client, at, **given, last_value="99,25")
    old = account.connection.fittings.order_by("days").first()
    assert old is not None
    assert (str(old.first_value), str(old.last_value)) == ("12.500", "99.250")


def test_a_category_is_changed_with_what_was_found() -> None:
    account, client = make_account(), signed_in("view", "categorise")
    given = {"category": "commercial", "since": "2026-06-01", "reason": "Tienda"}
    page = posted(client, f"/agua/cuentas/{account.pk}/categoria/", **given)
    assert "La categoría cambió" in page
    assert "Tienda" in page


def test_acts_are_not_in_reach_of_who_may_only_look() -> None:
    account, client = make_account(), signed_in("view")
    for act in ("titular", "categoria", "medidor"):
        assert client.post(f"/agua/cuentas/{account.pk}/{act}/", {}).status_code == 403


def tariff_form(**given: object) -> dict[str, object]:
    values: dict[str, object] = {
        "operator": make_operator().pk,
        "category": "domestic",
        "is_metered": "on",
        "fixed_charge": "5,00",
        "first_day": "2027-01-01",
        "legal_basis": "Ley Municipal 7/2026",
        "desde": ["0", "10"],
        "hasta": ["10", ""],
        "precio": ["0,50", "3"],
        "entrada": ["", ""],
    }
    return {**values, **given}


def test_a_tariff_is_tried_out_and_then_set() -> None:
    billed = Billed()
    billed.account(2, 3)
    billed.account(30)
    client = signed_in("set_tariffs", "view")
    page = posted(client, "/agua/tarifas/nueva/", probar="1", **tariff_form())
    trial = Trial.objects.get()
    assert "No se cobró nada" in page
    assert f'data-filter="trial={trial.pk}"' in page
    assert "Las más afectadas" in page
    assert "La tarifa está fijada" in posted(
        client, "/agua/tarifas/nueva/", fijar="1", replacing="on", **tariff_form()
    )
    tariff = Tariff.objects.latest("pk")
    assert [block.unit_amount for block in tariff.blocks.order_by("cubic_metres")] == [
        0.5,
        3,
    ]


def test_a_tariff_with_a_gap_is_refused_and_what_was_typed_stays() -> None:
    client = signed_in("set_tariffs")
    gap = tariff_form(desde=["0", "12"])
    page = posted(client, "/agua/tarifas/nueva/", fijar="1", **gap)
    assert "no se dice nada de 10 a 12 m³" in page
    assert 'value="12"' in page
    assert "no es un número" in posted(
        client, "/agua/tarifas/nueva/", fijar="1", **tariff_form(precio=["x", "1"])
    )
    assert not Tariff.objects.exists()


def test_overlapping_tariffs_are_refused() -> None:
    make_tariff((0, None, "1.00"), days=(dt.date(2026, 1, 1), None))
    client = signed_in("set_tariffs")
    page = posted(client, "/agua/tarifas/nueva/", fijar="1", **tariff_form())
    assert "rige otra tarifa" in page
    assert Tariff.objects.count() == 1


def test_what_water_costs_is_public(client: Client) -> None:
    assert "No hay ninguna tarifa vigente" in text_of(client, "/agua/tarifas/")
    make_tariff(days=(dt.date(2020, 1, 1), None))
    make_tariff(days=(dt.date(2019, 1, 1), dt.date(2020, 1, 1)))
    page = text_of(client, "/agua/tarifas/")
    assert "Bs 10,00 al mes" in page
    assert "Anteriores y por venir" in page
    assert "Nueva tarifa" not in page


def test_a_supply_calendar_is_announced_and_told_to_everybody(client: Client) -> None:
    operator = make_operator(name="EMAPAQ")
    keeper = signed_in("operate")
    at = f"/agua/operadores/{operator.pk}/calendario/"
    assert "EMAPAQ" in text_of(keeper, "/agua/operadores/")
    assert "no se raciona nada" in text_of(keeper, at)
    given: dict[str, Any] = {"first_day": "2020-01-01", "reason": "Sequía"}
    days = {"desde-1": ["05:00", "18:00"], "hasta-1": ["09:00", "24:00"]}
    assert "escriba las horas" in posted(keeper, at, **given, **{"desde-1": "cinco"})
    backwards = {"desde-1": "09:00", "hasta-1": "05:00"}
    assert "termina antes de empezar" in posted(keeper, at, **given, **backwards)
    assert "está anunciado" in posted(keeper, at, **given, **days)
    assert 'value="18:00"' in text_of(keeper, at)
    page = text_of(client, f"/agua/quien/?lon={PLAZA.x}&lat={PLAZA.y}")
    assert "05:00–09:00, 18:00–24:00" in page
    assert page.count("sin agua") == 6
