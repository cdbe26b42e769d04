"""The pages: what is on offer, one offering with its list, one's own holds."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from psycopg.types.range import TimestamptzRange

from apps.allocation.actions import hold_spaces
from apps.allocation.domain.holders import Holder
from apps.allocation.models import Hold
from apps.allocation.tests.making import (
    OFFICE,
    charged,
    hold,
    make_offering,
    pay,
    run_out,
)
from apps.people.tests.making import make_account, make_person
from apps.treasury.domain.things import things_named
from apps.treasury.tests.making import make_party, make_price

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def post(client: Client, address: str, **form: object) -> str:
    answer = client.post(address, form, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_town_that_offers_nothing_says_so(client: Client) -> None:
    assert "No se ofrece nada por el momento" in text_of(client, "/espacios/")


def test_what_is_offered_is_listed_with_what_is_free(client: Client) -> None:
    offering = make_offering(title="Urkupiña 2027")
    page = text_of(client, "/espacios/")
    assert "Urkupiña 2027" in page
    assert f'href="/espacios/{offering.code}/"' in page
    assert "3 libres" in page


def test_a_sale_says_whether_it_is_to_come_or_over(
    client: Client, django_assert_num_queries: Any
) -> None:
    now, day = dt.datetime.now(dt.UTC), dt.timedelta(days=1)
    hold(make_offering(title="Ahora"), "A-1")
    make_offering(title="Antes", sale=TimestamptzRange(now - 9 * day, now - 8 * day))
    make_offering(title="Luego", sale=TimestamptzRange(now + 8 * day, now + 9 * day))
    with django_assert_num_queries(2):
        page = text_of(client, "/espacios/")
    assert re.findall(
        "Ahora|Antes|Luego|2 libres|la venta terminó|en venta desde", page
    ) == [
        *("Luego", "en venta desde", "Ahora", "2 libres", "Antes", "la venta terminó"),
    ]


def test_a_visitor_holds_sees_it_run_down_and_gives_it_back(client: Client) -> None:
    offering = make_offering()
    at = f"/espacios/{offering.code}/"
    assert text_of(client, at).count('name="espacio"') == 3

    page = post(client, f"{at}reservar/", espacio=["A-1", "A-2"])
    assert 'data-mine="A-1 A-2"' in page
    assert "data-countdown=" in page
    assert page.count('name="espacio"') == 1
    assert 'data-mine="' not in text_of(Client(), at), "it is nobody else's"

    token = Hold.objects.get().token
    page = post(client, f"/espacios/reserva/{token}/soltar/")
    assert 'data-mine="' not in page
    assert page.count('name="espacio"') == 3


def test_who_comes_too_late_is_shown_what_is_free_nearby(client: Client) -> None:
    offering = make_offering()
    hold(offering, "A-2")
    text_of(client, f"/espacios/{offering.code}/")
    page = post(client, f"/espacios/{offering.code}/reservar/", espacio="A-2")
    assert "ya es de otra persona" in page
    assert page.count("is-near") == 2


def test_a_visitor_is_told_to_say_who_it_is_before_paying(client: Client) -> None:
    offering = make_offering()
    text_of(client, f"/espacios/{offering.code}/")
    post(client, f"/espacios/{offering.code}/reservar/", espacio="A-1")
    token = Hold.objects.get().token
    page = post(client, f"/espacios/reserva/{token}/pagar/")
    assert "Diga a nombre de quién" in page


def test_one_is_brought_to_ones_hold_and_to_the_head_of_the_page_by_a_refusal(
    client: Client,
) -> None:
    offering = make_offering()
    at = f"/espacios/{offering.code}/"
    text_of(client, at)
    held = client.post(f"{at}reservar/", {"espacio": "A-1"})
    token = Hold.objects.get().token
    assert held.headers["Location"] == f"{at}#reserva-{token}"
    asked = f"/espacios/reserva/{token}/pagar/"
    assert client.post(asked).headers["Location"] == at, "who pays was not said"

    client.force_login(make_account(make_person(), is_staff=False))
    assert client.post(asked).headers["Location"] == f"{at}#reserva-{token}"
    page = text_of(client, at)
    assert "con su cédula de identidad" in page
    assert page.index("data-mine=") < page.index(offering.legal_basis), "it stands first"


def test_the_desk_is_told_what_a_hold_is_owed_for() -> None:
    offering = make_offering(title="Urkupiña 2027")
    owed = charged(offering, "A-1", "A-2").obligation
    assert owed is not None
    assert things_named([owed]) == {owed.pk: "A-1, A-2 · Urkupiña 2027"}


def test_nobody_acts_on_anothers_hold(client: Client) -> None:
    taken = hold(make_offering(), "A-1")
    for act in ("soltar", "pagar"):
        assert client.post(f"/espacios/reserva/{taken.token}/{act}/").status_code == 404


def test_what_is_not_announced_is_not_found(client: Client) -> None:
    offering = make_offering(is_announced=False)
    text_of(client, f"/espacios/{offering.code}/", 404)


def test_the_desk_sees_what_must_be_given_back(client: Client, admin_user: User) -> None:
    offering = make_offering()
    late = charged(offering, "A-1", party=make_party("Juana Condori"))
    run_out(late)
    holder = Holder(party_id=make_party().pk)
    hold_spaces(offering, ["A-1"], holder=holder, by=OFFICE)
    pay(late)
    assert client.get("/espacios/reembolsos/")["Location"].startswith("/entrar/")
    client.force_login(User.objects.create_user("otra", is_staff=True))
    text_of(client, "/espacios/reembolsos/", 403)

    client.force_login(admin_user)
    page = text_of(client, "/espacios/reembolsos/")
    assert "Juana Condori" in page
    assert "10,00" in page or "10.00" in page


def test_a_buyer_looks_at_one_tariff_only(client: Client) -> None:
    offering = make_offering(title="Ferias")
    offering.spaces.filter(code="A-1").update(tariff="comida")
    offering.spaces.filter(code="A-2").update(tariff="juegos")
    make_price("25.00", concept=offering.concept, variant="comida", unit="stand")
    at = f"/espacios/{offering.code}/"
    page = text_of(client, at)
    assert 'href="?rubro=comida"' in page
    assert page.count('name="espacio"') == 3
    page = text_of(client, f"{at}?rubro=comida")
    assert page.count('name="espacio"') == 1
    assert f'data-filter="offering={offering.code}&tariff=comida"' in page
    assert text_of(client, f"{at}?rubro=x%00").count('name="espacio"') == 3
